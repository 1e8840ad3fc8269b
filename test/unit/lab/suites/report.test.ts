import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { countsOf, timesFile, timesOf, timeTable, withSecondTry } from "../../../../lab/suites/report";
import { projectRoot } from "../../../../setup/workspace";

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

const test = (status: string, title: string) => ({
  status,
  ancestorTitles: ["a stack"],
  title,
  failureMessages: [
    "\u001b[31mError: after 60 s: nothing came\u001b[39m\n    at eventually (engine.ts:101:39)",
  ],
});

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
      failures: [
        "test/a.test.ts > a stack > goes down\n    Error: after 60 s: nothing came",
        "test/b.test.ts, outside its tests",
      ],
      failedFiles: ["test/a.test.ts", "test/b.test.ts"],
      inFailedFiles: { passed: 1, skipped: 0 },
    });
  });

  it("tell of a long reason its beginning and its end", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const failed = { ...test("failed", "goes down"), failureMessages: [lines.join("\n")] };
    const { failures } = countsOf(report(0, 1, 0, [file("test/a.test.ts", "failed", [failed])]), 1);
    expect(failures[0]?.split("\n").slice(5, 9)).toEqual([
      "    line 4",
      "    …",
      "    line 22",
      "    line 23",
    ]);
  });

  it("show a failure outside the tests, such as a missed coverage", () => {
    expect(countsOf(report(10, 0, 0), 1)).toEqual({
      passed: 10,
      failed: 1,
      skipped: 1,
      failures: ["exit code 1 outside its tests"],
      failedFiles: [],
      inFailedFiles: { passed: 0, skipped: 0 },
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
});

describe("the minutes of files", () => {
  const one = (name: string, seconds: number) => ({
    file: `test/${name}.test.ts`,
    milliseconds: seconds * 1000,
  });

  it("are listed from the slowest on, with what the suite took itself, without what is quick", () => {
    const times = timesOf("docker", JSON.stringify([one("a", 20), one("b", 95), one("c", 9)]), 200_000);
    expect(timeTable(times)).toEqual([
      "  1 min 35 s  docker: test/b.test.ts",
      "  1 min 16 s  docker: what all its files share",
      "        20 s  docker: test/a.test.ts",
    ]);
  });

  it("leave nothing for the suite itself where files ran at once", () => {
    expect(timesOf("unit", JSON.stringify([one("a", 20), one("b", 95)]), 60_000)).toHaveLength(2);
  });

  it("stand beside the report", () => {
    expect(timesFile("/checkout/.trireme/test-unit.json")).toBe("/checkout/.trireme/test-unit-times.json");
  });
});

describe("a second try", () => {
  const first = {
    ...{ passed: 9, failed: 1, skipped: 3, failures: ["a.test.ts > waits"] },
    failedFiles: ["a.test.ts"],
    // Its other tests, of which some were left out for the failure.
    inFailedFiles: { passed: 1, skipped: 2 },
  };

  it("counts as passed what passes then, each test once, and names what failed before", () => {
    const again = { passed: 4, failed: 0, skipped: 0, failures: [] };
    expect(withSecondTry(first, again)).toEqual({
      passed: 12,
      failed: 0,
      skipped: 1,
      failures: [],
      secondTry: ["a.test.ts > waits"],
    });
  });

  it("saves nothing that fails again, nor what ends without a report", () => {
    const again = { passed: 2, failed: 1, skipped: 0, failures: ["a.test.ts > waits"] };
    for (const one of [again, countsOf(undefined, 1)])
      expect(withSecondTry(first, one)).toMatchObject({ passed: 9, failed: 1, secondTry: [] });
  });
});
