import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  besideThem,
  filesToTryAgain,
  minutesAlone,
  suites,
  suitesApart,
  together,
  totals,
} from "../../../../lab/suites";
import { projectRoot } from "../../../../setup/workspace";

describe("the counts of all suites", () => {
  it("are added up, each failure under its suite", () => {
    const one = { suite: "docker", passed: 1, failed: 2, skipped: 3, failures: ["a"], secondTry: ["b"] };
    expect(totals([one, { ...one, suite: "unit" }])).toEqual({
      passed: 2,
      failed: 4,
      skipped: 6,
      failures: ["docker: a", "unit: a"],
      secondTry: ["docker: b", "unit: b"],
    });
    expect(totals([])).toEqual({ passed: 0, failed: 0, skipped: 0, failures: [], secondTry: [] });
  });
});

describe("a second try", () => {
  const of = (...failedFiles: string[]) => ({
    passed: 1,
    failed: 1,
    skipped: 0,
    failures: ["a"],
    failedFiles,
  });

  it("is for few files, of a suite on a real engine", () => {
    expect(filesToTryAgain({ needs: ["images"] }, of("a", "b"))).toEqual(["a", "b"]);
    expect(filesToTryAgain({ needs: ["images"] }, of("a", "b", "c"))).toEqual([]);
    expect(filesToTryAgain({ needs: [] }, of("a"))).toEqual([]);
  });
});

describe("the suites", () => {
  const names = (of: typeof suites) => of.map(({ name }) => name);
  const checks = ["types", "lint", "format", "unused"];

  it("begin with what is quick, and with what others wait for", () => {
    const real = ["production", "docker", "features", "recovery", "kubernetes"];
    expect(names(suites)).toEqual([...checks, "unit", ...real, "unit-apart", "telemetry", "load"]);
    expect(names(suites.filter(({ needs }) => needs.length > 0))).toEqual([...real, "telemetry", "load"]);
  });

  it("keep apart what uses the same stack, and alone what needs the whole machine", () => {
    expect(names(suites.filter(({ uses }) => uses !== undefined))).toEqual(["production", "recovery"]);
    expect(names(suites.filter(({ alone }) => alone))).toEqual(["load"]);
    expect(names(together(suites))).toEqual(
      names(suites).filter((name) => ![...checks, "load"].includes(name)),
    );
    expect(together(suites.filter(({ name }) => name === "load"))).toEqual([]);
  });

  it("read the sources while those that need the whole machine wait for it, or with the others where there are none", () => {
    expect(names(besideThem(suites))).toEqual(checks);
    const quick = suites.filter(({ name }) => [...checks, "unit"].includes(name));
    expect(besideThem(quick)).toEqual([]);
    expect(names(together(quick))).toEqual([...checks, "unit"]);
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
    expect(names(suitesApart)).toEqual(["conformance", "systems", "scanners", "aws"]);
    const all = names([...suites, ...suitesApart]);
    expect(new Set(all).size).toBe(all.length);
  });
});
