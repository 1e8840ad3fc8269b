import { describe, expect, it } from "vitest";
import {
  encryptedPaths,
  encryptedVariables,
  plainPaths,
  variablePaths,
} from "../../../../stacks/config/encrypted";
import type { Settings } from "../../../../stacks/config/schema";

const settings: Settings = {
  ports: {},
  stores: {},
  backups: {},
  secrets: {},
  rotations: {},
  services: { mcp: { variables: { SMTP_PASSWORD: "hunter2", LOG_LEVEL: "debug" } }, web: { replicas: 2 } },
  jobs: { migrate: { variables: { PIN: 1234 } } },
};

it("values are encrypted where the file holds nothing but their cipher text", () => {
  const secure = { secure: "v1:abc" };
  const file = {
    secrets: { token: secure },
    services: { mcp: { variables: { SMTP_PASSWORD: secure, LOG_LEVEL: "debug" } } },
    odd: { secure: "x", more: 1 },
  };
  expect([...encryptedPaths(file)]).toEqual(["secrets.token", "services.mcp.variables.SMTP_PASSWORD"]);
  expect([...plainPaths(file)]).toEqual(["services.mcp.variables.LOG_LEVEL", "odd.secure", "odd.more"]);
});

describe("a variable that was encrypted", () => {
  it("is a secret of its own, named after its workload", () => {
    const found = encryptedVariables(
      settings,
      new Set(["services.mcp.variables.SMTP_PASSWORD", "jobs.migrate.variables.PIN"]),
    );
    expect(found.map(({ secret, text }) => [secret.name, text])).toEqual([
      ["mcp-smtp-password", "hunter2"],
      ["migrate-pin", "1234"],
    ]);
    expect(found[0]?.secret.source).toEqual({
      type: "provided",
      optional: true,
      description:
        "variable SMTP_PASSWORD of mcp, encrypted in settings.services.mcp.variables.SMTP_PASSWORD",
    });
  });

  it("has a path", () => {
    expect(variablePaths(settings)).toEqual([
      "services.mcp.variables.SMTP_PASSWORD",
      "services.mcp.variables.LOG_LEVEL",
      "jobs.migrate.variables.PIN",
    ]);
  });
});
