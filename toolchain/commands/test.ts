import { mkdirSync } from "node:fs";
import { runningCluster } from "../cluster/record";
import { stopCluster } from "../cluster/stop";
import { prepare } from "../environment";
import { engineStatus, stopEngine } from "../engine";
import { PlainError, SetupError } from "../errors";
import { progressOn } from "../progress";
import { minutesFor, noTimeFor } from "../suite-time";
import { report, runSuite, type Suite, type SuiteCounts, suites, suitesApart, totals } from "../suites";
import { localFiles } from "../workspace";

function selected(args: readonly string[]) {
  const all = [...suites, ...suitesApart];
  const names = all.map(({ name }) => name);
  const unknown = args.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new PlainError(`There is no suite ${unknown.join(", ")}; the suites are ${names.join(", ")}.`);
  }
  return args.length === 0 ? suites : all.filter(({ name }) => args.includes(name));
}

/** Runs everything that CI runs, or the suites that are named; prints one line of counts for all at the end. */
export async function run(args: string[]): Promise<number> {
  const chosen = selected(args);
  const limit = minutesFor(process.env);
  const began = Date.now();
  const progress = progressOn();
  const startedHere = (await engineStatus()).kind === "none";
  // Another's cluster, that it starts meanwhile, is its own.
  const clusterStartedHere =
    runningCluster() === undefined && chosen.some(({ needs }) => needs.includes("cluster"));
  mkdirSync(localFiles.folder, { recursive: true });
  const results: SuiteCounts[] = [];
  let stopped = false;
  const skip = (suite: Suite, why: string) => {
    results.push(report(suite, { passed: 0, failed: 0, skipped: 1, failures: [] }, 0, why));
  };
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    if (clusterStartedHere) await stopCluster(progress);
    if (startedHere) await stopEngine(progress);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  }
  try {
    for (const suite of chosen) {
      console.log(`\n── ${suite.name}: ${suite.what}`);
      const noTime = noTimeFor(suite.name, limit, (Date.now() - began) / 60_000, suite.minutes?.() ?? 0);
      if (noTime !== undefined) {
        skip(suite, noTime);
        continue;
      }
      let env: NodeJS.ProcessEnv;
      try {
        env = await prepare(suite.needs, progress, await suite.missing?.());
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        skip(suite, error.message);
        continue;
      }
      const started = Date.now();
      const counts = await runSuite(suite, env);
      results.push(report(suite, counts, Date.now() - started));
    }
  } finally {
    await stop();
  }
  const { passed, failed, skipped, failures } = totals(results);
  if (failures.length > 0) console.log(["\nFailed:", ...failures.map((name) => `  ${name}`)].join("\n"));
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}
