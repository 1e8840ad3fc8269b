import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { projectRoot } from "../../setup/workspace";

const NAME = "TRIREME_RUN";
const PROC = "/proc";
const POLL_MS = 50;
const PATIENCE_MS = 5_000;

/** A variable by which everything that a run of the CLI starts is found again: its plugins and the program. */
export function runMark(stack: string, folder: string = projectRoot): Readonly<Record<string, string>> {
  return { [NAME]: `${stack}@${folder}` };
}

/** The processes of this machine that carry a mark. None where the system does not show processes as files. */
export function marked(mark: Readonly<Record<string, string>>): readonly number[] {
  if (!existsSync(PROC)) return [];
  const [word = ""] = Object.entries(mark).map(([name, value]) => `${name}=${value}`);
  return readdirSync(PROC).flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
    try {
      return readFileSync(`${PROC}/${name}/environ`, "utf8").split("\0").includes(word) ? [Number(name)] : [];
    } catch {
      // It has ended, or is another user's.
      return [];
    }
  });
}

/**
 * Ends what a killed run of the CLI left running: plugins go on for minutes and would finish making what nobody
 * records. To be called only when that run is known to be dead.
 *
 * @returns how many there were
 */
export async function endSurvivors(mark: Readonly<Record<string, string>>): Promise<number> {
  const found = marked(mark);
  for (const pid of found) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
  const deadline = Date.now() + PATIENCE_MS;
  while (marked(mark).length > 0 && Date.now() < deadline) await delay(POLL_MS);
  return found.length;
}
