import { describe, expect, it } from "vitest";
import { countsOf, suites, totals } from "../../toolchain/suites";

const report = (passed: number, failed: number, pending: number) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 1,
  });

describe("the counts of a suite", () => {
  it("are those of vitest's report", () => {
    expect(countsOf(report(10, 2, 3), 1)).toEqual({ passed: 10, failed: 2, skipped: 4 });
  });

  it("show a failure outside the tests, such as a missed coverage", () => {
    expect(countsOf(report(10, 0, 0), 1)).toEqual({ passed: 10, failed: 1, skipped: 1 });
  });

  it("show a failure when there is no report, whatever the exit code", () => {
    expect(countsOf(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it("are added up", () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(totals([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
    expect(totals([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe("the suites", () => {
  it("run the quick checks first and what needs an engine last", () => {
    expect(suites.map(({ name }) => name)).toEqual(["types", "lint", "format", "unused", "unit", "docker"]);
    expect(suites.filter(({ needs }) => needs.length > 0).map(({ name }) => name)).toEqual(["docker"]);
  });
});
