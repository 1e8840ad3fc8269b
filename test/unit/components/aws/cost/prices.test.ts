import { describe, expect, it } from "vitest";
import {
  classesOf,
  databaseCpus,
  hourOf,
  isPricedRegion,
  unitIn,
} from "../../../../../components/aws/cost/prices";
import { isRegion, regions } from "../../../../../components/aws/cost/regions";
import { sizes } from "../../../../../components/aws/sizes";

describe("the price list", () => {
  it("has the classes that environments have where a stack says nothing", () => {
    for (const { database, cache, broker } of Object.values(sizes))
      for (const name of [database.class, cache.node, broker.node, "g5.xlarge"])
        expect(hourOf(name, "us-east-1"), name).toBeGreaterThan(0);
    expect(hourOf("db.z9.huge", "us-east-1")).toBeUndefined();
  });

  it("tells the classes of a service from those of another", () => {
    expect(classesOf("db.").every((name) => name.startsWith("db."))).toBe(true);
    expect(classesOf("")).toContain("g5.xlarge");
    expect(classesOf("").filter((name) => /^(db|cache|kafka)/.test(name) || !name.includes("."))).toEqual([]);
  });

  it("counts what it does not keep from us-east-1", () => {
    expect([unitIn("us-east-1")("natHour"), unitIn("us-east-1")("alarm")]).toEqual([0.045, 0.1]);
    expect(unitIn("sa-east-1")("alarm")).toBeCloseTo(0.17, 6);
    expect(hourOf("g5.xlarge", "us-west-1")).toBeCloseTo(1.006 * 1.2, 6);
  });

  it("knows the processors of a database by its size", () => {
    expect(["db.t4g.micro", "db.m7g.large", "db.r6g.xlarge", "db.m7g.4xlarge"].map(databaseCpus)).toEqual([
      2, 2, 4, 16,
    ]);
  });

  it("has a price or a factor of no region that AWS does not have", () => {
    expect(regions.filter(isPricedRegion).length).toBeGreaterThan(10);
    expect(isPricedRegion("me-south-1")).toBe(false);
    expect([isRegion("eu-west-1"), isRegion("eu-west-9")]).toEqual([true, false]);
  });
});
