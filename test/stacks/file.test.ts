import { expect, it } from "vitest";
import { encryptedPlaceholder, parseStackFile } from "../../stacks/file";
import { ConfigError } from "../../stacks/parse";

const base =
  "config:\n  trireme:system: syfthub\n  trireme:environment: development\n  trireme:target: docker\n";

it("reads a stack's file without Pulumi", () => {
  expect(parseStackFile(`${base}  docker:host: unix:///run/docker.sock\n  trireme:replicas: 2\n`)).toEqual({
    system: "syfthub",
    environment: "development",
    target: "docker",
    domain: "localhost",
    replicas: 2,
    settings: { ports: {}, services: {}, jobs: {}, secrets: {}, rotations: {} },
  });
});

it("has a placeholder where the file holds an encrypted value", () => {
  const { settings } = parseStackFile(
    `${base}  trireme:settings:\n    secrets:\n      token:\n        secure: v1:abc\n`,
  );
  expect(settings.secrets).toEqual({ token: encryptedPlaceholder });
});

it("refuses a file without configuration", () => {
  for (const text of ["", "encryptionsalt: v1:abc\n"])
    expect(() => parseStackFile(text)).toThrow(new ConfigError(["the file has no config: section"]));
});
