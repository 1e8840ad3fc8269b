import { run } from "../../setup/processes";

/** A command that is measured. */
export interface Command {
  readonly title: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a command and takes the time, in seconds. */
export async function timed({ file, args, cwd, env }: Command): Promise<number> {
  const started = performance.now();
  await run(file, args, { cwd, env });
  return (performance.now() - started) / 1000;
}

/** An order for round `round` that gives nobody always the same neighbour: A B C, B C A, C A B, … */
export function rotated<T>(items: readonly T[], round: number): readonly T[] {
  const start = items.length === 0 ? 0 : round % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
