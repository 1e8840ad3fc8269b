import { describe, expect, it } from "vitest";
import {
  goodReleases,
  keptJobs,
  releasePlan,
  rollbackPlan,
  settingsSince,
  staysLines,
  tagOf,
} from "../../../../cli/release/releases";
import { shop } from "../../../support/valid";

const update = (tag: string, startTime: string, result = "succeeded", kind = "update") => ({
  kind,
  result,
  startTime,
  config: { "trireme:imageTag": { value: tag } },
});
const run = (tag: string, exitCode = 0, ended = true) => [
  { job: "migrate", reference: `ghcr.io/your-org/shop-api:${tag}`, exitCode, ended },
];

describe("the releases to go back to", () => {
  it("are those that came up, the latest first, each once", () => {
    const history = [
      update("v4", "9", "failed"),
      update("v3", "8"),
      update("v3", "7"),
      update("v3", "6", "succeeded", "refresh"),
      update("v2", "5", "failed"),
      update("v1", "4"),
      update("v0", "3", "in-progress"),
      { kind: "update", result: "succeeded", startTime: "2", config: {} },
      { kind: "destroy", result: "succeeded", startTime: "1" },
    ];
    expect(goodReleases(history)).toEqual([
      { tag: "v3", at: "8" },
      { tag: "v1", at: "4" },
    ]);
  });
});

describe("the tag of a reference", () => {
  it.each([
    ["ghcr.io/your-org/shop-api:v1.2", "v1.2"],
    ["localhost:5000/shop-api", undefined],
    ["localhost:5000/shop-api:v1", "v1"],
    [`ghcr.io/shop@sha256:${"a".repeat(64)}`, `sha256:${"a".repeat(64)}`],
  ])("%s is %s", (reference, tag) => {
    expect(tagOf(reference)).toBe(tag);
  });
});

describe("a job, when the stack goes back,", () => {
  it("stays at the newer release that it completed", () => {
    expect(keptJobs(shop, run("v2"), "v1")).toEqual({ migrate: "v2" });
  });

  it("goes back with the rest where it failed, still runs, or never ran", () => {
    expect(keptJobs(shop, run("v2", 1), "v1")).toEqual({});
    expect(keptJobs(shop, run("v2", 0, false), "v1")).toEqual({});
    expect(keptJobs(shop, [], "v1")).toEqual({});
  });

  it("needs no word where it never left that release", () => {
    expect(keptJobs(shop, run("v1"), "v1")).toEqual({});
  });
});

describe("what is told", () => {
  it("before a release is what will happen, in order", () => {
    expect(releasePlan(shop, "prod", "v1", "v2")).toBe(
      [
        "Release of v2 to stack prod (now v1):",
        "  1. migrate of v2; nothing else changes unless it succeeds",
        "  2. api, web: each new instance is healthy before an old one leaves",
      ].join("\n"),
    );
    expect(releasePlan(shop, "prod", "v2", "v2")).toContain("Release of v2 to stack prod (again):");
  });

  it("before a rollback is what stays", () => {
    const plan = rollbackPlan(shop, "prod", {
      from: "v2",
      to: { tag: "v1", at: "yesterday" },
      kept: { migrate: "v2" },
    });
    expect(plan).toContain("Rollback of stack prod from v2 to v1, which last came up yesterday:");
    expect(plan).toContain("migrate stays at v2 and does not run");
  });
});

describe("what a rollback leaves as it is", () => {
  const past = {
    "trireme:imageTag": { value: "v1" },
    "trireme:replicas": { value: "2" },
    "trireme:domain": { value: "a.example.com" },
    "trireme:aws": { value: '{"b":1,"a":2}', objectValue: { b: 1, a: 2 } },
    "trireme:gone": { value: "1" },
    "trireme:settings": {},
    "aws:region": { value: "eu-west-1" },
  };
  const present = {
    "trireme:imageTag": "v2",
    "trireme:digests": {},
    "trireme:replicas": 2,
    "trireme:domain": "b.example.com",
    "trireme:aws": { a: 2, b: 1 },
    "trireme:keepReleases": 5,
    "trireme:settings": { secrets: { key: { secure: "v1:…" } } },
  };

  it("is every setting that is another one, was not there, or is not there any more", () => {
    expect(settingsSince(past, present)).toEqual({
      changed: ["trireme:domain", "trireme:gone", "trireme:keepReleases"],
      unknown: ["trireme:settings"],
    });
  });

  it("is told with the file that has them", () => {
    expect(staysLines("prod", "v1", settingsSince(past, present))).toEqual([
      "  settings, secrets and data stay as they are today",
      "    changed in Pulumi.prod.yaml since v1 came up: trireme:domain, trireme:gone, trireme:keepReleases",
      "    not compared, for secrets are in it: trireme:settings",
    ]);
    expect(staysLines("prod", "v1", { changed: [], unknown: [] })).toHaveLength(1);
  });
});
