import { relative } from "node:path";
import { duration } from "../../setup/progress";
import { projectRoot } from "../../setup/workspace";

/** How many checks went which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, by name: `docker: test/e2e/docker/faults.test.ts > verify > names a stopped Redis`. */
  readonly failures: readonly string[];
}

/** What Trireme reads of vitest's JSON report, which is the form of Jest's. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    /** Absolute path of the file. */
    readonly name: string;
    readonly status: string;
    /** Milliseconds since 1970. */
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly ancestorTitles: readonly string[];
      readonly title: string;
    }[];
  }[];
}

/** Names of the tests that failed, and of the files that failed outside their tests. */
function failuresIn({ testResults }: Report): readonly string[] {
  return testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, assertionResults }) => {
      const file = relative(projectRoot, name);
      const failed = assertionResults.filter(({ status }) => status === "failed");
      if (failed.length === 0) return [`${file}, outside its tests`];
      return failed.map(({ ancestorTitles, title }) => [file, ...ancestorTitles, title].join(" > "));
    });
}

/** Reads the counts of a vitest run; one that failed outside its tests, or ran none, counts as a failure of its own. */
export function countsOf(reportText: string | undefined, code: number): Counts {
  if (reportText === undefined)
    return { passed: 0, failed: 1, skipped: 0, failures: ["it ended without a report"] };
  const read = JSON.parse(reportText) as Report;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = read;
  const ran = numPassedTests + numFailedTests > 0;
  const outside = numFailedTests === 0 && (code !== 0 || !ran);
  const named = failuresIn(read);
  return {
    passed: numPassedTests,
    failed: numFailedTests + (outside ? 1 : 0),
    skipped: numPendingTests + numTodoTests,
    failures:
      outside && named.length === 0 ? [ran ? `exit code ${code} outside its tests` : "no test ran"] : named,
  };
}

/** A file of tests and how long it took. */
export interface FileTime {
  readonly suite: string;
  readonly file: string;
  readonly milliseconds: number;
}

/** How long each file of a vitest run took. */
export function timesOf(suite: string, reportText: string): readonly FileTime[] {
  const { testResults } = JSON.parse(reportText) as Report;
  return testResults.map(({ name, startTime, endTime }) => ({
    suite,
    file: relative(projectRoot, name),
    milliseconds: Math.round(endTime - startTime),
  }));
}

/** A line for each file that took at least `least` milliseconds, the slowest first. */
export function timeTable(times: readonly FileTime[], least = 10_000): readonly string[] {
  return times
    .filter(({ milliseconds }) => milliseconds >= least)
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .map(({ suite, file, milliseconds }) => `${duration(milliseconds).padStart(12)}  ${suite}: ${file}`);
}
