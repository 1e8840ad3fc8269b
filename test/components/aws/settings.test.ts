import { describe, expect, it } from "vitest";
import { partitionOf } from "../../../components/aws/settings";
import { sizes } from "../../../components/aws/sizes";
import { settingsOn } from "../../support/aws";

describe("a stack's settings", () => {
  it("are the environment's where it says nothing", () => {
    expect(settingsOn("production")).toMatchObject({
      zones: ["a", "b", "c"],
      entrance: { kind: "cloudfront" },
      sizes: sizes.production,
    });
    expect(settingsOn("development")).toMatchObject({
      zones: ["a", "b"],
      entrance: { kind: "balancer" },
      sizes: sizes.development,
    });
  });

  it("change single knobs, and leave the others as they are", () => {
    const { sizes: own } = settingsOn("production", {
      sizes: { nat: "single", database: { class: "db.m7g.large" }, logDays: undefined },
    });
    expect(own).toEqual({
      ...sizes.production,
      nat: "single",
      database: { ...sizes.production.database, class: "db.m7g.large" },
    });
  });
});

describe("a partition", () => {
  it.each([
    ["eu-west-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("of %s is %s", (region, partition) => {
    expect(partitionOf({ region })).toBe(partition);
  });
});
