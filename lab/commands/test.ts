import { mkdirSync } from "node:fs";
import { runningCluster } from "../cluster/record";
import { stopCluster } from "../cluster/stop";
import { prepare } from "../../setup/environment";
import { engineStatus, stopEngine } from "../../setup/engine";
import { SetupError, UsageError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { minutesFor, noTimeFor } from "../suites/time";
import { runQueue } from "../suites/queue";
import { type FileTime, timeTable } from "../suites/report";
import {
  atOnce,
  besideThem,
  fileTimes,
  minutesAlone,
  report,
  runSuite,
  type Suite,
  type SuiteCounts,
  suites,
  suitesApart,
  together,
  totals,
  tryAgain,
} from "../suites";
import { localFiles } from "../../setup/workspace";
import { command, several } from "../../cli/command-line/declaration";

function selected(args: readonly string[]) {
  const all = [...suites, ...suitesApart];
  const names = all.map(({ name }) => name);
  const unknown = args.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`There is no suite ${unknown.join(", ")}; the suites are ${names.join(", ")}.`);
  }
  return args.length === 0 ? suites : all.filter(({ name }) => args.includes(name));
}

export const declaration = command({
  name: "test",
  group: "Develop Trireme",
  summary: "Run everything that CI runs, or the suites that are named",
  description:
    "It ends with one line of counts. A suite that cannot run here is skipped, with the reason; TRIREME_MINUTES limits all together, in minutes.",
  stack: false,
  arguments: {
    names: several(
      "[suite...]",
      "suites to run: docs/development.md lists them; all that CI runs without one",
    ),
  },
  exits: { 1: "a test failed" },
  examples: [
    ["test", "everything"],
    ["test types lint unit", "the loop while you work"],
  ],
  async run({ arguments: { names } }) {
    const chosen = selected(names);
    const limit = minutesFor(process.env);
    const began = Date.now();
    const progress = progressOn();
    const startedHere = (await engineStatus()).kind === "none";
    // Another's cluster, that it starts meanwhile, is its own.
    const clusterStartedHere =
      runningCluster() === undefined && chosen.some(({ needs }) => needs.includes("cluster"));
    mkdirSync(localFiles.folder, { recursive: true });
    const results: SuiteCounts[] = [];
    const times: FileTime[] = [];
    let stopped = false;
    const skip = (suite: Suite, why: string) => {
      results.push(report(suite, { passed: 0, failed: 0, skipped: 1, failures: [] }, 0, why));
    };
    // What fails is told by the suite that needs it.
    const ahead = new Map(chosen.map(({ name, ahead }) => [name, ahead?.(progress).catch(() => undefined)]));
    const keptMinutes = minutesAlone(chosen);
    const runOne = async (suite: Suite, beside: boolean) => {
      await ahead.get(suite.name);
      console.log(`\n── ${suite.name}: ${suite.what}`);
      const taken = (Date.now() - began) / 60_000;
      const kept = suite.alone === true ? 0 : keptMinutes;
      const noTime = noTimeFor(suite.name, limit, taken + kept, suite.minutes?.() ?? 0);
      if (noTime !== undefined) return skip(suite, noTime);
      let env: NodeJS.ProcessEnv;
      try {
        const { needs, images = [] } = suite;
        env = await prepare(needs, progress, await suite.missing?.(), { images });
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        return skip(suite, error.message);
      }
      const started = Date.now();
      const first = await runSuite(suite, env, beside);
      const spent = (Date.now() - began) / 60_000 + kept;
      // As long again as the suite is what its slowest file can take.
      const fits = noTimeFor(suite.name, limit, spent, (Date.now() - started) / 60_000) === undefined;
      const counts = fits ? await tryAgain(suite, env, beside, first) : first;
      const milliseconds = Date.now() - started;
      results.push(report(suite, counts, milliseconds));
      times.push(...fileTimes(suite, milliseconds));
    };
    const runAll = (queue: readonly Suite[], workers: number, beside = queue.length > 1 && workers > 1) =>
      runQueue(queue, workers, (suite) => runOne(suite, beside));
    const stopOwnCluster = async () => {
      if (clusterStartedHere && runningCluster() !== undefined) await stopCluster(progress);
    };
    const stop = async () => {
      if (stopped) return;
      stopped = true;
      await stopOwnCluster();
      if (startedHere) await stopEngine(progress);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => void stop().finally(() => process.exit(130)));
    }
    try {
      await runAll(together(chosen), atOnce);
      // Idle, its servers would still take a tenth of a processor from those that need the whole machine.
      await stopOwnCluster();
      const idle = besideThem(chosen);
      const alone = chosen.filter((suite) => suite.alone === true);
      const last = await Promise.allSettled([runAll(alone, 1, idle.length > 0), runAll(idle, 1, true)]);
      for (const one of last) if (one.status === "rejected") throw one.reason;
    } finally {
      await stop();
    }
    const slowest = timeTable(times);
    if (slowest.length > 0)
      console.log(["\nFiles, the slowest first, with what they set up and remove:", ...slowest].join("\n"));
    const { passed, failed, skipped, failures, secondTry = [] } = totals(results);
    if (secondTry.length > 0)
      console.log(["\nPassed at the second try only:", ...secondTry.map((name) => `  ${name}`)].join("\n"));
    if (failures.length > 0) console.log(["\nFailed:", ...failures.map((name) => `  ${name}`)].join("\n"));
    console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed === 0 ? 0 : 1;
  },
});
