import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Need } from "./environment";
import { runAttached } from "./processes";
import { duration } from "./progress";
import { localFiles, projectRoot } from "./workspace";

/** A group of checks that `npm test` runs and counts. */
export interface Suite {
  readonly name: string;
  readonly what: string;
  readonly needs: readonly Need[];
  readonly command: readonly [string, ...string[]];
  /** Read the counts from vitest's report; a static check counts as one. */
  readonly counted: boolean;
}

/** How many checks went which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
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
  vitest("docker", "real stacks on a Docker engine", ["cli", "plugins", "images"]),
];

/** Reads the counts of a vitest run; one that failed outside its tests counts as a failure of its own. */
export function countsOf(reportText: string | undefined, code: number): Counts {
  if (reportText === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(reportText) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  };
  const outside = code !== 0 && numFailedTests === 0 ? 1 : 0;
  return {
    passed: numPassedTests,
    failed: numFailedTests + outside,
    skipped: numPendingTests + numTodoTests,
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
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** Prints a suite's result line and hands its counts on. */
export function report(suite: Suite, counts: Counts, milliseconds: number, whyNot?: string): Counts {
  if (whyNot !== undefined) {
    console.log(`\n!! SKIPPED ${suite.name}: it cannot run here.\n${whyNot}`);
    return counts;
  }
  const mark = counts.failed > 0 ? "✗" : "✓";
  const many = suite.counted
    ? `: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    : "";
  console.log(`${mark} suite ${suite.name}${many} (${duration(milliseconds)})`);
  return counts;
}

/** The sum over all suites. */
export function totals(results: readonly Counts[]): Counts {
  return results.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}
