import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { images } from "../../components/lowering/monitoring/images";
import { goImages, monitoringImages, unbuilt } from "../build/go-images";
import type { Need } from "../../setup/environment";
import type { Missing } from "../../setup/errors";
import { missingForLoadTools } from "../tools/load-tools";
import { missingForPebble } from "../tools/pebble";
import { runAttached, runPrefixed } from "../../setup/processes";
import { duration, type Progress } from "../../setup/progress";
import { missingForPythonTools } from "../tools/python-tools";
import { buildForCluster } from "./ahead";
import { type Counts, countsOf, type FileTime, timesFile, timesOf, withSecondTry } from "./report";
import { localFiles, projectRoot } from "../../setup/workspace";

/** A group of checks that `npm test` runs and counts. */
export interface Suite {
  readonly name: string;
  readonly what: string;
  readonly needs: readonly Need[];
  /** Images that are made for it alone. @default none */
  readonly images?: readonly string[];
  /** What else it needs and cannot be had here. */
  readonly missing?: () => Promise<readonly Missing[]>;
  readonly command: readonly [string, ...string[]];
  /** How many minutes it takes on two processors, beside others; a few where nothing is said. */
  readonly minutes?: () => number;
  /** Read the counts from vitest's report; a static check counts as one. */
  readonly counted: boolean;
  /** Suites of the same value use the same host ports, and never run at the same time. */
  readonly uses?: "production stack";
  /** Makes what takes long to build, from the beginning on, beside the suites before it. */
  readonly ahead?: (progress: Progress) => Promise<void>;
  /** Runs when all others have ended: it needs the whole machine, or disturbs what they share. @default false */
  readonly alone?: boolean;
  /** Takes what processor time the others leave, beside those that run alone: it starts nothing and waits for nobody. @default false */
  readonly idle?: boolean;
}

function vitestCommand(project: string, report: string, files: readonly string[] = []): Suite["command"] {
  const reporters = [
    "--reporter=default",
    "--reporter=json",
    `--reporter=${join(projectRoot, "lab", "suites", "reporter.ts")}`,
    `--outputFile.json=${reportFile(report)}`,
  ];
  return ["vitest", "run", "--project", project, ...reporters, ...files];
}

function vitest(name: string, what: string, needs: readonly Need[]): Suite {
  return { name, what, needs, counted: true, command: vitestCommand(name, name) };
}

function reportFile(name: string): string {
  return join(localFiles.folder, `test-${name}.json`);
}

function staticCheck(name: string, what: string, ...command: Suite["command"]): Suite {
  return { name, what, needs: [], counted: false, command, idle: true };
}

/** Whether suites take their time (docs/development.md). */
const thorough = (process.env.TRIREME_THOROUGH ?? "") !== "";

/** What a suite on a real Docker engine needs. */
const onEngine: readonly Need[] = ["cli", "plugins", "images"];

/** All suites, in the order in which they are begun: the quick ones first, then those that others wait for, and last what fills the gaps. */
export const suites: readonly Suite[] = [
  staticCheck("types", "TypeScript finds no error", "tsc", "--noEmit"),
  staticCheck("lint", "ESLint finds nothing", "eslint", "."),
  staticCheck("format", "Prettier would change nothing", "prettier", "--check", "."),
  staticCheck("unused", "knip finds no dead code", "knip"),
  vitest("unit", "the pure parts", []),
  {
    ...vitest(
      "production",
      "a production stack through SSH: kills, previews, policies, sites, routes",
      onEngine,
    ),
    uses: "production stack",
    minutes: () => 30,
    missing: async () => [...(await missingForLoadTools()), ...missingForPythonTools()],
  },
  {
    ...vitest("docker", "real stacks on a Docker engine", onEngine),
    minutes: () => 12,
  },
  {
    ...vitest("features", "systems of their own on a Docker engine: stores, schedules, monitoring", onEngine),
    images: [
      ...["confluentinc/cp-kafka:7.9.1", "directus/directus:11.17.4", "nodered/node-red:4.1.15"],
      ...(thorough ? [images.cadvisor] : []),
    ],
    minutes: () => (thorough ? 24 : 12),
    missing: async () => Promise.resolve(missingForPythonTools()),
  },
  {
    ...vitest("recovery", "a production stack's data: backups, what they cannot save, restores", onEngine),
    uses: "production stack",
    minutes: () => 14,
  },
  {
    ...vitest("kubernetes", "a real cluster, and Pulumi's plugin that speaks to it", [
      "cli",
      "plugins",
      "kubernetes-plugin",
      "images",
      "cluster",
    ]),
    minutes: () => 14,
    ahead: buildForCluster,
  },
  vitest("unit-apart", "what reads the whole project, or changes its process", []),
  {
    ...vitest(
      "telemetry",
      "logs, traces and measured containers, by programs that are built from source",
      onEngine,
    ),
    images: Object.keys(monitoringImages),
    // Where there is no time to build, it is left out: Jaeger and the collector take a quarter of an hour each beside other suites.
    minutes: () => 4 + 10 * unbuilt(Object.keys(monitoringImages)).length,
  },
  {
    ...vitest("load", "a production stack under load: releases, rotation, certificates, a reboot", onEngine),
    alone: true,
    minutes: () => 17,
    missing: async () => [...(await missingForLoadTools()), ...(await missingForPebble())],
  },
];

/**
 * Run by name only. CI has an hour and a half, of which `conformance` (`TRIREME_THOROUGH=1 npm test -- kubernetes conformance`) would take twenty minutes, and
 * `systems` the whole; the plugin that `aws` needs (`npm test -- scanners aws`) takes half an hour of one processor to build where it cannot be downloaded.
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
    ...vitest(
      "systems",
      "the ten stacks for a Docker host and the five for a cluster: up, verify, a release, backups",
      onEngine,
    ),
    images: [...Object.keys(goImages), "confluentinc/cp-kafka:7.9.1"],
    minutes: () => 150,
    missing: async () => [...(await missingForLoadTools()), ...missingForPythonTools()],
  },
  {
    ...vitest("scanners", "what outside scanners say of production on AWS and on a cluster", []),
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

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Runs one suite and shows what it writes, each line after its name where others run beside it. */
export async function runSuite(suite: Suite, env: NodeJS.ProcessEnv, beside: boolean): Promise<Counts> {
  for (const file of [reportFile(suite.name), timesFile(reportFile(suite.name))])
    rmSync(file, { force: true });
  const [name, ...own] = suite.command;
  const program = join(projectRoot, "node_modules", ".bin", name);
  const [command, args] =
    beside && suite.idle === true ? ["nice", ["-n", "19", program, ...own]] : [program, own];
  // The CLI and its plugins collect garbage less often: a sixth of the processors' time for memory that a run of the suites has.
  const options = { env: { GOGC: "400", ...env } };
  const code = beside
    ? await runPrefixed(`${suite.name} │ `, command, args, options)
    : await runAttached(command, args, options);
  if (suite.counted) return countsOf(textOf(reportFile(suite.name)), code);
  return code === 0
    ? { passed: 1, failed: 0, skipped: 0, failures: [] }
    : { passed: 0, failed: 1, skipped: 0, failures: [`${suite.command.join(" ")} ended with ${code}`] };
}

/** More failed files than this are no accident. */
const triedAgain = 2;

/**
 * The files of a suite that are worth a second try: few, of a suite that runs on a real engine, whose answers on two busy processors
 * come when they come. A pure test never gets one.
 */
export function filesToTryAgain(
  { needs }: Pick<Suite, "needs">,
  { failedFiles = [] }: Counts,
): readonly string[] {
  return needs.length > 0 && failedFiles.length <= triedAgain ? failedFiles : [];
}

/**
 * Runs the files once more that failed, and counts as passed what passes then; it stays named, as what passed at its second try.
 *
 * @param counts what the first run came to
 */
export async function tryAgain(
  suite: Suite,
  env: NodeJS.ProcessEnv,
  beside: boolean,
  counts: Counts,
): Promise<Counts> {
  const files = filesToTryAgain(suite, counts);
  if (files.length === 0) return counts;
  console.log(["\n!! Once more, for they failed:", ...counts.failures].join("\n  "));
  const name = `${suite.name}-again`;
  const again = { ...suite, name, command: vitestCommand(suite.name, name, files) };
  return withSecondTry(counts, await runSuite(again, env, beside));
}

/** How long each file of a suite took, or a static check as a whole; nothing where it did not get to its report. */
export function fileTimes({ name, counted, what }: Suite, milliseconds: number): readonly FileTime[] {
  if (!counted) return [{ suite: name, file: what, milliseconds }];
  const text = textOf(timesFile(reportFile(name)));
  return text === undefined ? [] : timesOf(name, text, milliseconds);
}

/** How many minutes are kept for the suites that run when the others have ended. */
export function minutesAlone(chosen: readonly Suite[]): number {
  return chosen
    .filter(({ alone }) => alone === true)
    .reduce((sum, { minutes }) => sum + (minutes?.() ?? 0), 0);
}

/** Whether a suite waits for those that run alone, to run beside them; where there are none it runs with the others. */
function waits({ idle }: Suite, chosen: readonly Suite[]): boolean {
  return idle === true && chosen.some(({ alone }) => alone === true);
}

/** What runs beside the suites that run alone, one after the other. */
export function besideThem(chosen: readonly Suite[]): readonly Suite[] {
  return chosen.filter((suite) => waits(suite, chosen));
}

/** What runs before the suites that run alone, `atOnce` at a time. */
export function together(chosen: readonly Suite[]): readonly Suite[] {
  return chosen.filter((suite) => suite.alone !== true && !waits(suite, chosen));
}

/**
 * Two keep two processors busy; a third one ends no earlier, and what waits for an answer within seconds, such as a build's session,
 * then gives up.
 */
export const atOnce = 2;

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
      secondTry: [...(sum.secondTry ?? []), ...(one.secondTry ?? []).map((name) => `${one.suite}: ${name}`)],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [], secondTry: [] },
  );
}
