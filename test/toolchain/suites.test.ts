import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { countsOf, suites, suitesApart, totals } from "../../toolchain/suites";
import { projectRoot } from "../../toolchain/workspace";

const report = (passed: number, failed: number, pending: number, testResults: readonly object[] = []) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 1,
    testResults,
  });

const file = (name: string, status: string, assertionResults: readonly object[] = []) => ({
  name: join(projectRoot, name),
  status,
  assertionResults,
});

const test = (status: string, title: string) => ({ status, ancestorTitles: ["a stack"], title });

describe("the counts of a suite", () => {
  it("are those of vitest's report, with the names of what failed", () => {
    const files = [
      file("test/a.test.ts", "failed", [test("failed", "goes down"), test("passed", "comes up")]),
      file("test/b.test.ts", "failed"),
      file("test/c.test.ts", "passed", [test("passed", "stays")]),
    ];
    expect(countsOf(report(10, 2, 3, files), 1)).toEqual({
      passed: 10,
      failed: 2,
      skipped: 4,
      failures: ["test/a.test.ts > a stack > goes down", "test/b.test.ts, outside its tests"],
    });
  });

  it("show a failure outside the tests, such as a missed coverage", () => {
    expect(countsOf(report(10, 0, 0), 1)).toEqual({
      passed: 10,
      failed: 1,
      skipped: 1,
      failures: ["exit code 1 outside its tests"],
    });
  });

  it("show a failure when there is no report, whatever the exit code", () => {
    expect(countsOf(undefined, 0)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: ["it ended without a report"],
    });
  });

  it("show a failure when no test ran", () => {
    expect(countsOf(report(0, 0, 0), 0)).toMatchObject({ passed: 0, failed: 1, failures: ["no test ran"] });
  });

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
    const real = ["docker", "production", "kubernetes"];
    expect(suites.map(({ name }) => name)).toEqual(["types", "lint", "format", "unused", "unit", ...real]);
    expect(suites.filter(({ needs }) => needs.length > 0).map(({ name }) => name)).toEqual(real);
  });

  it("have names of their own, those that run by name only among them", () => {
    const names = [...suites, ...suitesApart].map(({ name }) => name);
    expect(suitesApart.map(({ name }) => name)).toEqual(["conformance", "judges", "aws"]);
    expect(new Set(names).size).toBe(names.length);
  });
});
