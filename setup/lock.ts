import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PlainError } from "./errors";

const POLL_MS = 100;
const DEADLINE_MS = 60 * 60 * 1000;

/** Who holds a lock. `born` tells a process from a later one with the same id; empty where the system does not tell. */
export interface Owner {
  readonly pid: number;
  readonly born: string;
}

/** Identifies a process by its id and the time it was born. */
export function processBirth(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces; the birth is the 20th field after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** True while the very process that is meant is running. */
export function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return owner.born === "" || owner.born === processBirth(owner.pid);
}

function readOwner(path: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, "utf8")) as Partial<Owner>;
    return typeof owner.pid === "number" ? { pid: owner.pid, born: owner.born ?? "" } : undefined;
  } catch {
    return undefined;
  }
}

function tryLock(path: string): boolean {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, born: processBirth(process.pid) }));
  try {
    // A link appears whole or not at all: nobody ever reads a half-written owner.
    linkSync(mine, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Takes a dead owner's lock away. Another process may have been faster: a live lock caught that way is put back. */
function breakStale(path: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const owner = readOwner(aside);
  if (owner && isAlive(owner)) {
    try {
      linkSync(aside, path);
    } catch {
      // Someone holds a newer one already.
    }
  }
  rmSync(aside, { force: true });
}

/**
 * Runs `body` while holding the lock file `path`; waits for a living owner, breaks the lock of a dead one.
 *
 * @param onWait called once with the owner's process id when there is something to wait for
 * @throws PlainError when another process holds it for more than an hour
 */
export async function withLock<T>(
  path: string,
  body: () => Promise<T>,
  onWait: (pid: number) => void = () => undefined,
): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const deadline = Date.now() + DEADLINE_MS;
  let told = false;
  while (!tryLock(path)) {
    const owner = readOwner(path);
    if (owner && !isAlive(owner)) {
      breakStale(path);
      continue;
    }
    if (owner && !told) onWait(owner.pid);
    told = owner !== undefined;
    if (Date.now() > deadline) {
      throw new PlainError(
        `${path} has been held for an hour by process ${owner?.pid ?? "?"}; end it or remove the file.`,
      );
    }
    await delay(POLL_MS);
  }
  try {
    return await body();
  } finally {
    rmSync(path, { force: true });
  }
}
