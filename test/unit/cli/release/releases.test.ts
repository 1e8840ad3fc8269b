import { describe, expect, it } from "vitest";
import { goodReleases, keptJobs, releasePlan, rollbackPlan, tagOf } from "../../../../cli/release/releases";
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
