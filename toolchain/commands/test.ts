import { mkdirSync } from "node:fs";
import { prepare } from "../environment";
import { engineStatus, stopEngine } from "../engine";
import { PlainError, SetupError } from "../errors";
import { progressOn } from "../progress";
import { type Counts, report, runSuite, suites, totals } from "../suites";
import { localFiles } from "../workspace";

function selected(args: readonly string[]) {
  const names = suites.map(({ name }) => name);
  const unknown = args.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new PlainError(`There is no suite ${unknown.join(", ")}; the suites are ${names.join(", ")}.`);
  }
  return args.length === 0 ? suites : suites.filter(({ name }) => args.includes(name));
}

/** Runs everything that CI runs, or the suites that are named; prints one line of counts for all at the end. */
export async function run(args: string[]): Promise<number> {
  const chosen = selected(args);
  const progress = progressOn();
  const startedHere = (await engineStatus()).kind === "none";
  mkdirSync(localFiles.folder, { recursive: true });
  const results: Counts[] = [];
  let stopped = false;
  const stop = async () => {
    if (startedHere && !stopped) {
      stopped = true;
      await stopEngine(progress);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  }
  try {
    for (const suite of chosen) {
      console.log(`\n── ${suite.name}: ${suite.what}`);
      let env: NodeJS.ProcessEnv;
      try {
        env = await prepare(suite.needs, progress);
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        results.push(report(suite, { passed: 0, failed: 0, skipped: 1 }, 0, error.message));
        continue;
      }
      const started = Date.now();
      const counts = await runSuite(suite, env);
      results.push(report(suite, counts, Date.now() - started));
    }
  } finally {
    await stop();
  }
  const { passed, failed, skipped } = totals(results);
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}
