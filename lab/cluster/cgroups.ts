import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PlainError } from "../../setup/errors";

const ROOT = "/sys/fs/cgroup";
const POLL_MS = 50;
const EMPTY_MS = 15_000;

/** The hierarchies of control groups: one with version 2, one a controller with version 1. */
function hierarchies(): readonly string[] {
  if (existsSync(join(ROOT, "cgroup.controllers"))) return [ROOT];
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(ROOT, name));
}

/** Makes the group below which a node's pods get theirs. */
export function makeCgroup(name: string): void {
  for (const hierarchy of hierarchies()) {
    const folder = join(hierarchy, name);
    mkdirSync(folder, { recursive: true });
    // With version 1 a new group may use no processor and no memory node until it is told which.
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      const [own, theirs] = [join(folder, file), join(hierarchy, file)];
      if (existsSync(own) && existsSync(theirs)) writeFileSync(own, readText(theirs));
    }
  }
}

function readText(path: string): string {
  return readFileSync(path, "utf8").trim();
}

function removeTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeTree(join(folder, entry.name));
  rmdirSync(folder);
}

/**
 * Removes a node's group and all below it, once its processes are gone.
 *
 * @throws PlainError when something is still in it after 15 s
 */
export async function removeCgroup(name: string): Promise<void> {
  const deadline = Date.now() + EMPTY_MS;
  for (const hierarchy of hierarchies()) {
    const folder = join(hierarchy, name);
    while (existsSync(folder)) {
      try {
        removeTree(folder);
      } catch (error) {
        if (Date.now() > deadline)
          throw new PlainError(`The control group ${folder} is still in use: ${(error as Error).message}`);
        await delay(POLL_MS);
      }
    }
  }
}
