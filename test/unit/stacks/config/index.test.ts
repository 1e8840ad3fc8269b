import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../../../stacks/config";
import { ConfigError } from "../../../../stacks/config/parse";
import { configSchema } from "../../../../stacks/config/schema";

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

it("reads the project's own keys, structured ones from JSON", () => {
  runtime.setAllConfig({
    ...base,
    "trireme:replicas": "2",
    "trireme:imageTag": "v1",
    "trireme:rollback": '{"to":"v1","jobs":{"migrate":"v2"}}',
    "trireme:settings": '{"ports":{"http":9090}}',
    "docker:host": "unix:///run/docker.sock",
  });
  expect(readConfig()).toEqual({
    system: "syfthub",
    environment: "development",
    target: "docker",
    domain: "localhost",
    replicas: 2,
    rollback: { to: "v1", jobs: { migrate: "v2" } },
    imageTag: "v1",
    settings: {
      ports: { http: 9090 },
      services: {},
      jobs: {},
      stores: {},
      backups: {},
      secrets: {},
      rotations: {},
    },
  });
});

it("reads every key of several parts from JSON", () => {
  const maps = Object.entries(configSchema.shape)
    .filter(([, schema]) => !["text", 1].some((scalar) => schema.safeParse(scalar).success))
    .filter(([, schema]) => schema.safeParse({}).error?.issues[0]?.path.length !== 0)
    .map(([name]) => name)
    .sort();
  expect(maps).toEqual(["aws", "digests", "docker", "kubernetes", "rollback", "settings"]);
  for (const name of maps) {
    runtime.setAllConfig({ ...base, [`trireme:${name}`]: '{"unheard-of":{}}' });
    expect(readConfig).toThrow(new RegExp(`trireme:${name}[^]*unheard-of`));
  }
});

it("says in a sentence that settings are not a map, without showing them", () => {
  runtime.setAllConfig({ ...base, "trireme:settings": "hunter2" });
  expect(readConfig).toThrow(
    new ConfigError(["trireme:settings is not a map. Edit it in the stack's file, Pulumi.<stack>.yaml"]),
  );
});

describe("what the operator encrypted", () => {
  const settings = JSON.stringify({
    services: { mcp: { variables: { SMTP_PASSWORD: "hunter2", LOG_LEVEL: "debug" } } },
  });
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "trireme-config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (text: string): void =>
    writeFileSync(join(folder, "Pulumi.dev.yaml"), `config:\n  trireme:settings:\n${text}`);

  it("is told by the stack's file", () => {
    runtime.setAllConfig({ ...base, "trireme:settings": settings });
    file("    services: { mcp: { variables: { SMTP_PASSWORD: { secure: v1:abc }, LOG_LEVEL: debug } } }\n");
    expect(readConfig(folder).encrypted).toEqual(new Set(["services.mcp.variables.SMTP_PASSWORD"]));
  });

  it("is every variable where the configuration is in another file", () => {
    runtime.setAllConfig({ ...base, "trireme:settings": settings });
    const both = new Set(["services.mcp.variables.SMTP_PASSWORD", "services.mcp.variables.LOG_LEVEL"]);
    expect(readConfig(folder).encrypted).toEqual(both);
    file("    services: { web: { replicas: 2 } }\n");
    expect(readConfig(folder).encrypted).toEqual(both);
  });

  it("is nothing where all stand in clear", () => {
    runtime.setAllConfig({ ...base, "trireme:settings": settings });
    file("    services: { mcp: { variables: { SMTP_PASSWORD: hunter2, LOG_LEVEL: debug } } }\n");
    expect(readConfig(folder).encrypted).toBeUndefined();
  });
});
