import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { run } from "../../setup/processes";
import type { Progress } from "../../setup/progress";
import { localFiles, projectRoot } from "../../setup/workspace";
import { rotated } from "./command";
import type { ProgramCost } from "./growth-program";
import { sampleOf, type Sample } from "./statistics";

/** What the program cost at one size. */
export interface Growth {
  readonly services: number;
  readonly resources: number;
  readonly seconds: Sample;
  readonly mebibytes: Sample;
}

/** The program as a stack starts it: one bundle, and what `stacks/start` does before it. */
function bundled(): string {
  const start = (file: string) => JSON.stringify(join(projectRoot, "stacks", "start", file));
  const outfile = join(localFiles.folder, "bench", "growth-program.js");
  mkdirSync(join(localFiles.folder, "bench"), { recursive: true });
  buildSync({
    absWorkingDir: projectRoot,
    entryPoints: [join(projectRoot, "lab", "bench", "growth-program.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node22",
    packages: "external",
    banner: {
      js: [
        `require(${start("deferred.cjs")}).deferSdkModules();`,
        `require(${start("traces.cjs")}).spareTracesOfPromises();`,
      ].join("\n"),
    },
  });
  return outfile;
}

/** Runs the program alone, without an engine, for synthetic systems of several sizes. */
export async function measureGrowth(
  sizes: readonly number[],
  repetitions: number,
  progress: Progress,
): Promise<readonly Growth[]> {
  const program = bundled();
  const costs = new Map<number, ProgramCost[]>(sizes.map((size) => [size, []]));
  for (let round = 0; round < repetitions; round++) {
    await progress.step(`Growth of the program, round ${round + 1} of ${repetitions}`, async (step) => {
      for (const size of rotated(sizes, round)) {
        step.say(`${size} services`);
        const { stdout } = await run(process.execPath, [program, String(size)]);
        costs.get(size)?.push(JSON.parse(stdout) as ProgramCost);
      }
    });
  }
  return [...costs].map(([services, runs]) => ({
    services,
    resources: runs[0]?.resources ?? 0,
    seconds: sampleOf(runs.map(({ seconds }) => seconds)),
    mebibytes: sampleOf(runs.map(({ mebibytes }) => mebibytes)),
  }));
}
