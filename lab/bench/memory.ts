import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../setup/processes";
import { projectRoot } from "../../setup/workspace";
import type { Command } from "./command";

const SAMPLE_MS = 25;

/** What one run of a command took beside time. */
export interface Footprint {
  /** All processes of the command together: proportional set size, where the system tells (Linux). */
  readonly wholeMebibytes: number | undefined;
  /** The Node.js process that runs the program; absent for a command without one. */
  readonly program: { readonly mebibytes: number; readonly cpuSeconds: number } | undefined;
}

/** The processes below one, by what each names as its parent. */
export function descendants(root: number, parents: ReadonlyMap<number, number>): readonly number[] {
  const found = new Set<number>();
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    if (parent === undefined || parent === 0) return false;
    return parent === root || found.has(parent) || isBelow(parent);
  };
  for (const pid of parents.keys()) if (isBelow(pid)) found.add(pid);
  return [...found];
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It has ended since it was listed.
    return "";
  }
}

function processParents(): ReadonlyMap<number, number> {
  const pids = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);
  return new Map(
    pids.map((pid) => {
      const stat = readProc(pid, "stat");
      return [pid, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0)];
    }),
  );
}

/** Memory of a process in mebibytes, pages that several share counted by their share. */
function proportionalSize(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readProc(pid, "smaps_rollup"))?.[1] ?? 0) / 1024;
}

/** Runs a command and observes the memory of all its processes. */
export async function footprint(command: Command, folder: string): Promise<Footprint> {
  const record = join(folder, "program.json");
  rmSync(record, { force: true });
  const options = [
    command.env.NODE_OPTIONS,
    `--require ${JSON.stringify(join(projectRoot, "lab", "bench", "record.cjs"))}`,
  ];
  const observable = existsSync("/proc/self/smaps_rollup");
  const before = observable ? new Set(descendants(process.pid, processParents())) : new Set<number>();
  let peak = 0;
  const sample = () => {
    const pids = descendants(process.pid, processParents()).filter((pid) => !before.has(pid));
    peak = Math.max(
      peak,
      pids.reduce((sum, pid) => sum + proportionalSize(pid), 0),
    );
  };
  const timer = observable ? setInterval(sample, SAMPLE_MS) : undefined;
  try {
    await run(command.file, command.args, {
      cwd: command.cwd,
      env: {
        ...command.env,
        NODE_OPTIONS: options.filter((option) => option !== undefined).join(" "),
        TRIREME_BENCH_RECORD: record,
      },
    });
  } finally {
    clearInterval(timer);
  }
  return {
    wholeMebibytes: observable ? peak : undefined,
    program: existsSync(record)
      ? (JSON.parse(readFileSync(record, "utf8")) as { mebibytes: number; cpuSeconds: number })
      : undefined,
  };
}
