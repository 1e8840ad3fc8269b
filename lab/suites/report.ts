import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { duration } from "../../setup/progress";
import { projectRoot } from "../../setup/workspace";

/** How many checks went which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, by name, with the first lines of why: `docker: test/e2e/docker/faults.test.ts > verify > names a stopped Redis`. */
  readonly failures: readonly string[];
  /** The files that hold them, where files do; those may be tried once more. */
  readonly failedFiles?: readonly string[];
  /** What went well in those files, and what they left out. */
  readonly inFailedFiles?: { readonly passed: number; readonly skipped: number };
  /** What failed at first and passed when its file was run once more. */
  readonly secondTry?: readonly string[];
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
    readonly assertionResults: readonly {
      readonly status: string;
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly failureMessages?: readonly string[];
    }[];
    /** Why the file failed, where it did so outside its tests. */
    readonly message?: string;
  }[];
}

/** Lines of a failure's message that are shown in the summary: the first, which say what, and the last, which often say why. */
const shown = { first: 5, last: 8 };

/** Why a test failed, without colours and stack, below its name. */
function reasonOf(message: string | undefined): string {
  const lines = stripVTControlCharacters(message ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  const { first, last } = shown;
  const told = lines.length > first + last ? [...lines.slice(0, first), "…", ...lines.slice(-last)] : lines;
  return told.map((line) => `\n    ${line}`).join("");
}

/** Names of the tests that failed, and of the files that failed outside their tests. */
function failuresIn({ testResults }: Report): readonly string[] {
  return testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, assertionResults, message }) => {
      const file = relative(projectRoot, name);
      const failed = assertionResults.filter(({ status }) => status === "failed");
      if (failed.length === 0) return [`${file}, outside its tests${reasonOf(message)}`];
      return failed.map(
        ({ ancestorTitles, title, failureMessages }) =>
          [file, ...ancestorTitles, title].join(" > ") + reasonOf(failureMessages?.[0]),
      );
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
  const failed = read.testResults.filter(({ status }) => status === "failed");
  const count = (...statuses: readonly string[]): number =>
    failed
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => statuses.includes(status)).length;
  return {
    passed: numPassedTests,
    failed: numFailedTests + (outside ? 1 : 0),
    skipped: numPendingTests + numTodoTests,
    failures:
      outside && named.length === 0 ? [ran ? `exit code ${code} outside its tests` : "no test ran"] : named,
    failedFiles: failed.map(({ name }) => relative(projectRoot, name)),
    inFailedFiles: { passed: count("passed"), skipped: count("pending", "skipped", "todo") },
  };
}

/**
 * The counts of a suite whose failed files were run once more: what fails again fails, the rest has passed and is named.
 *
 * @param again the counts of those files alone
 */
export function withSecondTry(first: Counts, again: Counts): Counts {
  if (again.failed > 0)
    return {
      ...first,
      failures: [...first.failures, ...again.failures.map((failure) => `at the second try ${failure}`)],
      secondTry: [],
    };
  const { passed, skipped } = first.inFailedFiles ?? { passed: 0, skipped: 0 };
  return {
    passed: first.passed - passed + again.passed,
    failed: 0,
    skipped: first.skipped - skipped + again.skipped,
    failures: [],
    secondTry: first.failures,
  };
}

/** A file of tests and how long it took, with all that it sets up and removes. */
export interface FileTime {
  readonly suite: string;
  readonly file: string;
  readonly milliseconds: number;
}

/** Where the times of a run's files stand, beside its JSON report. */
export function timesFile(report: string): string {
  return report.replace(/(\.json)?$/, "-times.json");
}

/**
 * How long each file of a suite took, and what the suite itself took before and after them where they ran one by one.
 *
 * @param text what `FileTimes` wrote
 * @param milliseconds the whole suite
 */
export function timesOf(suite: string, text: string, milliseconds: number): readonly FileTime[] {
  const files = (JSON.parse(text) as readonly Omit<FileTime, "suite">[]).map((one) => ({ suite, ...one }));
  const own = milliseconds - files.reduce((sum, one) => sum + one.milliseconds, 0);
  return own > 0 ? [...files, { suite, file: "what all its files share", milliseconds: own }] : files;
}

/** A line for each file that took at least `least` milliseconds, the slowest first. */
export function timeTable(times: readonly FileTime[], least = 10_000): readonly string[] {
  return times
    .filter(({ milliseconds }) => milliseconds >= least)
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .map(({ suite, file, milliseconds }) => `${duration(milliseconds).padStart(12)}  ${suite}: ${file}`);
}
