import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { builtKubectl } from "./cluster/tools";
import type { Need } from "./environment";
import type { Missing } from "./errors";
import { missingForLoadTools } from "./load-tools";
import { missingForPebble } from "./pebble";
import { runAttached } from "./processes";
import { duration } from "./progress";
import { missingForPythonTools } from "./python-tools";
import { localFiles, projectRoot } from "./workspace";

/** A group of checks that `npm test` runs and counts. */
export interface Suite {
  readonly name: string;
  readonly what: string;
  readonly needs: readonly Need[];
  /** What else it needs and cannot be had here. */
  readonly missing?: () => Promise<readonly Missing[]>;
  readonly command: readonly [string, ...string[]];
  /** How many minutes it takes on two processors, with what it has to build; a few where nothing is said. */
  readonly minutes?: () => number;
  /** Read the counts from vitest's report; a static check counts as one. */
  readonly counted: boolean;
}

/** How many checks went which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, by name: `docker: test/docker/faults.test.ts > verify > names a stopped Redis`. */
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
    readonly assertionResults: readonly {
      readonly status: string;
      readonly ancestorTitles: readonly string[];
      readonly title: string;
    }[];
  }[];
}

function vitest(name: string, what: string, needs: readonly Need[], ...options: string[]): Suite {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile(name)}`];
  return {
    name,
    what,
    needs,
    counted: true,
    command: ["vitest", "run", "--project", name, ...reporters, ...options],
  };
}

function reportFile(name: string): string {
  return join(localFiles.folder, `test-${name}.json`);
}

/** All suites, in the order they run: the quick ones first. */
export const suites: readonly Suite[] = [
  {
    name: "types",
    what: "TypeScript finds no mistake",
    needs: [],
    counted: false,
    command: ["tsc", "--noEmit"],
  },
  { name: "lint", what: "ESLint finds nothing", needs: [], counted: false, command: ["eslint", "."] },
  {
    name: "format",
    what: "Prettier would change nothing",
    needs: [],
    counted: false,
    command: ["prettier", "--check", "."],
  },
  { name: "unused", what: "knip finds no dead code", needs: [], counted: false, command: ["knip"] },
  vitest("unit", "the pure parts, with coverage", [], "--coverage"),
  {
    ...vitest("docker", "real stacks on a Docker engine", ["cli", "plugins", "images"]),
    minutes: () => 11,
  },
  {
    ...vitest("production", "a production stack through SSH: releases, backups, certificates", [
      "cli",
      "plugins",
      "images",
    ]),
    minutes: () => 45,
    missing: async () => [
      ...(await missingForLoadTools()),
      ...(await missingForPebble()),
      ...missingForPythonTools(),
    ],
  },
  {
    ...vitest("kubernetes", "a real cluster, and the plugin that speaks to it", [
      "cli",
      "plugins",
      "kubernetes-plugin",
      "images",
      "cluster",
    ]),
    // The build of Kubernetes itself takes longer than the suite: 27 minutes on two processors.
    minutes: () => (builtKubectl() === undefined ? 38 : 11),
  },
];

/**
 * Run by name only. CI has an hour and a half, of which `conformance` (`npm run test:cluster`) would take twenty minutes; the plugin
 * that `aws` needs (`npm run test:aws`) takes half an hour of one processor to build where it cannot be downloaded.
 */
export const suitesApart: readonly Suite[] = [
  {
    ...vitest("conformance", "what holds on every target, on a cluster; pods, nodes and backups lost", [
      "cli",
      "plugins",
      "kubernetes-plugin",
      "images",
      "kubectl",
      "cluster",
    ]),
    missing: missingForLoadTools,
  },
  {
    ...vitest("judges", "what outside judges say of the plans for AWS", []),
    missing: async () => Promise.resolve(missingForPythonTools()),
  },
  {
    ...vitest("aws", "real stacks against a server that answers as AWS does", [
      "cli",
      "plugins",
      "aws-plugin",
    ]),
    missing: async () => Promise.resolve(missingForPythonTools()),
  },
];

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

function readReport(name: string): string | undefined {
  try {
    return readFileSync(reportFile(name), "utf8");
  } catch {
    return undefined;
  }
}

/** Runs one suite with its own output shown. */
export async function runSuite(suite: Suite, env: NodeJS.ProcessEnv): Promise<Counts> {
  rmSync(reportFile(suite.name), { force: true });
  const [command, ...args] = suite.command;
  const code = await runAttached(join(projectRoot, "node_modules", ".bin", command), args, { env });
  if (suite.counted) return countsOf(readReport(suite.name), code);
  return code === 0
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : { passed: 0, failed: 1, skipped: 0, failures: [`${suite.command.join(" ")} ended with ${code}`] };
}

/** Counts under the name of their suite. */
export type SuiteCounts = Counts & { readonly suite: string };

/** Prints a suite's result line and hands its counts on under its name. */
export function report(suite: Suite, counts: Counts, milliseconds: number, whyNot?: string): SuiteCounts {
  const named = { suite: suite.name, ...counts };
  if (whyNot !== undefined) {
    console.log(`\n!! SKIPPED ${suite.name}: it is not run.\n${whyNot}`);
    return named;
  }
  const mark = counts.failed > 0 ? "✗" : "✓";
  const many = suite.counted
    ? `: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    : "";
  console.log(`${mark} suite ${suite.name}${many} (${duration(milliseconds)})`);
  return named;
}

/** The sum over all suites, with each failure under its suite's name. */
export function totals(results: readonly SuiteCounts[]): Counts {
  return results.reduce<Counts>(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
      failures: [...sum.failures, ...one.failures.map((failure) => `${one.suite}: ${failure}`)],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [] },
  );
}
