import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { besideThem, lanesOf, minutesAlone, suites, suitesApart, totals } from "../../../../lab/suites";
import { projectRoot } from "../../../../setup/workspace";

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
  it("run the quick checks first, and what needs an engine after them", () => {
    const real = ["docker", "kubernetes", "production", "recovery", "load"];
    expect(suites.map(({ name }) => name)).toEqual(["types", "lint", "format", "unused", "unit", ...real]);
    expect(suites.filter(({ needs }) => needs.length > 0).map(({ name }) => name)).toEqual(real);
  });

  it("run in two lanes at once, and alone what needs the whole machine", () => {
    const lanes = lanesOf(suites).map((lane) => lane.map(({ name }) => name));
    expect(lanes).toEqual([
      ["unit", "docker", "kubernetes"],
      ["production", "recovery"],
    ]);
    expect(suites.filter(({ alone }) => alone).map(({ name }) => name)).toEqual(["load"]);
    expect(lanesOf(suites.filter(({ name }) => name === "load"))).toEqual([]);
  });

  it("read the sources while those that need the whole machine wait for it, or at once where there are none", () => {
    const names = (of: typeof suites) => of.map(({ name }) => name);
    const checks = ["types", "lint", "format", "unused"];
    expect(names(besideThem(suites))).toEqual(checks);
    const quick = suites.filter(({ name }) => [...checks, "unit"].includes(name));
    expect(besideThem(quick)).toEqual([]);
    expect(lanesOf(quick).map(names)).toEqual([[...checks, "unit"]]);
  });

  it("keep the time that those need which run when the others have ended", () => {
    const [first] = suites.filter(({ alone }) => alone);
    expect(minutesAlone(suites)).toBe(first?.minutes?.());
    expect(minutesAlone(suites.filter(({ alone }) => alone !== true))).toBe(0);
  });

  it("measure no load beside another suite", () => {
    const files = ["test/e2e/production", "test/e2e/conformance"].flatMap((folder) =>
      readdirSync(join(projectRoot, folder)).map((name) => `${folder}/${name}`),
    );
    const loads = files.filter(
      (file) =>
        file.endsWith(".test.ts") &&
        /\bLoad\.start\(|new Attack\(|new Saturation\(/.test(readFileSync(join(projectRoot, file), "utf8")),
    );
    const config = readFileSync(join(projectRoot, "vitest.config.mts"), "utf8");
    const [, undisturbed = ""] = /const undisturbed = \[([^\]]*)\]/.exec(config) ?? [];
    expect(loads.length).toBeGreaterThan(4);
    // Forty requests a second, which two busy processors answer in time.
    const light = ["test/e2e/production/interruption.test.ts"];
    expect(loads.filter((file) => !undisturbed.includes(`"${file}"`))).toEqual(light);
  });

  it("have names of their own, those that run by name only among them", () => {
    const names = [...suites, ...suitesApart].map(({ name }) => name);
    expect(suitesApart.map(({ name }) => name)).toEqual(["conformance", "scanners", "aws"]);
    expect(new Set(names).size).toBe(names.length);
  });
});
