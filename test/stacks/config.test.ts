import { runtime } from "@pulumi/pulumi";
import { beforeEach, expect, it } from "vitest";
import { readConfig } from "../../stacks/config";
import { ConfigError } from "../../stacks/parse";

const base = {
  "trireme:system": "syfthub",
  "trireme:environment": "development",
  "trireme:target": "docker",
};

beforeEach(async () => {
  const nothing = () => {
    throw new Error("reading configuration makes nothing");
  };
  await runtime.setMocks({ call: nothing, newResource: nothing }, "trireme", "dev");
});

it("reads the project's own keys, the structured one from JSON", () => {
  runtime.setAllConfig({
    ...base,
    "trireme:replicas": "2",
    "trireme:settings": '{"ports":{"http":9090}}',
    "docker:host": "unix:///run/docker.sock",
  });
  expect(readConfig()).toEqual({
    system: "syfthub",
    environment: "development",
    target: "docker",
    domain: "localhost",
    replicas: 2,
    settings: { ports: { http: 9090 }, services: {}, secrets: {} },
  });
});

it("says in a sentence that settings are no map, without showing them", () => {
  runtime.setAllConfig({ ...base, "trireme:settings": "hunter2" });
  expect(readConfig).toThrow(
    new ConfigError(["trireme:settings is no map. Edit it in the stack's file, Pulumi.<stack>.yaml"]),
  );
});
