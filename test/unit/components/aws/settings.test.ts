import { describe, expect, it } from "vitest";
import { partitionOf } from "../../../../components/aws/settings";
import { logDaysOf, sizes } from "../../../../components/aws/sizes";
import type { Duration } from "../../../../components/model";
import { settingsOn } from "../../../support/aws";

describe("a stack's settings", () => {
  it("are the environment's where it says nothing", () => {
    expect(settingsOn("production")).toMatchObject({
      zones: ["a", "b", "c"],
      ingress: { kind: "cloudfront" },
      sizes: sizes.production,
    });
    expect(settingsOn("development")).toMatchObject({
      zones: ["a", "b"],
      ingress: { kind: "balancer" },
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

describe("logs", () => {
  const asking = (retention?: Duration) => ({
    monitoring: { alerts: [], ...(retention === undefined ? {} : { logs: { retention } }) },
  });

  it.each([
    ["as usual for the environment", undefined, undefined, 365],
    ["as long as the system asks for", "30d", undefined, 30],
    ["rounded up to what CloudWatch knows", "31d", undefined, 60],
    ["as the operator says", "30d", 90, 90],
  ] as const)("are kept %s", (_, retention, logDays, days) => {
    expect(logDaysOf(asking(retention), settingsOn("production", { sizes: { logDays } }))).toBe(days);
  });
});
