import { describe, expect, it } from "vitest";
import { lanesOf, suites, suitesApart, totals } from "../../toolchain/suites";

describe("the counts of all suites", () => {
  it("are added up, each failure under its suite", () => {
    const one = { suite: "docker", passed: 1, failed: 2, skipped: 3, failures: ["a"] };
    expect(totals([one, { ...one, suite: "unit" }])).toEqual({
      passed: 2,
      failed: 4,
      skipped: 6,
      failures: ["docker: a", "unit: a"],
    });
    expect(totals([])).toEqual({ passed: 0, failed: 0, skipped: 0, failures: [] });
  });
});

describe("the suites", () => {
  it("run the quick checks first and what needs an engine last", () => {
    const real = ["docker", "production", "kubernetes", "reboot"];
    expect(suites.map(({ name }) => name)).toEqual(["types", "lint", "format", "unused", "unit", ...real]);
    expect(suites.filter(({ needs }) => needs.length > 0).map(({ name }) => name)).toEqual(real);
  });

  it("run the production stack beside the others, and alone what stops the engine", () => {
    const names = lanesOf(suites).map((lane) => lane.map(({ name }) => name));
    expect(names).toEqual([
      ["types", "lint", "format", "unused", "unit", "docker", "kubernetes"],
      ["production"],
    ]);
    expect(suites.filter(({ alone }) => alone).map(({ name }) => name)).toEqual(["reboot"]);
    expect(lanesOf(suites.filter(({ name }) => name === "reboot"))).toEqual([]);
  });

  it("have names of their own, those that run by name only among them", () => {
    const names = [...suites, ...suitesApart].map(({ name }) => name);
    expect(suitesApart.map(({ name }) => name)).toEqual(["conformance", "judges", "aws"]);
    expect(new Set(names).size).toBe(names.length);
  });
});
