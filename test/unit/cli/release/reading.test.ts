import { describe, expect, it } from "vitest";
import { goal } from "../../../../cli/commands/rollback";
import { reversionLines, reversions, withReversions } from "../../../../cli/release/reading";
import { development } from "../../../support/valid";
import { http, job, provided, service, system } from "../../../../components/model";

const image = { name: "shop", reference: "registry.example.com/shop:v2" };
const mail = provided("mail-password", { description: "the mail server's" });
const api = provided("api-key", { description: "the API's" });
const old = provided("old-key", { description: "of the migration" });
const shop = system("shop", development, {
  secrets: [mail, api, old],
  services: [
    service("web", {
      image,
      port: 8000,
      health: http("/health"),
      env: { MAIL: mail.value, API_KEY: api.value },
    }),
  ],
  jobs: [
    job("migrate", { image, run: "release", env: { OLD: old.value }, command: ["migrate"], timeout: "5m" }),
  ],
});

const settings = (objectValue: object, secret = true) => ({ "trireme:settings": { objectValue, secret } });
const past = settings({
  services: { web: { variables: { LEVEL: "info", TOKEN: "one", SIZE: 5, SAME: true }, replicas: 1 } },
  jobs: { migrate: { variables: { STEP: 1 } } },
  secrets: { "mail-password": "then", "old-key": "then", "db-url": "postgresql://then" },
  rotations: { db: 1 },
});
const present = settings({
  services: { web: { variables: { LEVEL: "debug", SAME: true, NEW: "x" }, replicas: 4 } },
  secrets: { "mail-password": "now", "api-key": "now", "old-key": "now", "db-url": "postgresql://now" },
  rotations: { db: 2 },
});
const plain = new Set(["services.web.variables.LEVEL", "services.web.variables.SAME"]);
const variable = (name: string) => ["trireme:settings", "services", "web", "variables", name];

describe("what services read, when a stack goes back with its settings,", () => {
  const found = reversions(past, present, shop, plain);

  it("is what the release had: of services their variables, and provided secrets that they name", () => {
    expect(found).toEqual([
      { path: ["trireme:settings", "secrets", "mail-password"], value: "then", encrypted: true },
      { path: variable("LEVEL"), value: "info", encrypted: false },
      { path: variable("NEW"), encrypted: false },
      // Whether it was encrypted is not known any more, so it is now.
      { path: variable("SIZE"), value: 5, encrypted: true },
      { path: variable("TOKEN"), value: "one", encrypted: true },
    ]);
  });

  it("is written in clear where nothing was encrypted", () => {
    const open = reversions(settings({ services: { web: { variables: { A: 1 } } } }, false), {}, shop, plain);
    expect(open).toEqual([{ path: variable("A"), value: 1, encrypted: false }]);
    expect(reversions({}, {}, shop, plain)).toEqual([]);
    expect(reversions(past, past, shop, plain)).toEqual([]);
  });

  it("leaves instances, jobs, other secrets and rotations as they are today", () => {
    expect(withReversions(present, found)["trireme:settings"]).toEqual({
      services: {
        web: { variables: { LEVEL: "info", SAME: true, SIZE: 5, TOKEN: "one" }, replicas: 4 },
      },
      secrets: { "mail-password": "then", "api-key": "now", "old-key": "now", "db-url": "postgresql://now" },
      rotations: { db: 2 },
    });
    expect(withReversions({ "trireme:replicas": { value: "2" } }, found.slice(1, 2))).toEqual({
      "trireme:replicas": "2",
      "trireme:settings": { services: { web: { variables: { LEVEL: "info" } } } },
    });
  });

  it("is told by names, and no value", () => {
    const lines = reversionLines("v1", found);
    expect(lines.slice(0, 4)).toEqual([
      "  services read again what v1 had:",
      "    secrets.mail-password",
      "    services.web.variables.LEVEL",
      "    services.web.variables.NEW, which it had not",
    ]);
    expect(lines.join("\n")).not.toMatch(/then|info|one/);
    expect(reversionLines("v1", [])).toEqual([
      "  services read the variables and provided secrets that v1 had",
    ]);
  });
});

describe("the release to go back to", () => {
  const releases = [
    { tag: "v2", at: "today" },
    { tag: "v1", at: "yesterday" },
  ];

  it("is the one before, unless an update of the present one failed by its settings", () => {
    expect(goal(releases, "v2", undefined).tag).toBe("v1");
    expect(goal(releases, "v2", undefined, true).tag).toBe("v2");
    expect(goal(releases, "v2", "v1", true).tag).toBe("v1");
    expect(() => goal(releases, "v2", "v2")).toThrow(
      "v2 is not an earlier release that came up; those are v1.",
    );
  });
});
