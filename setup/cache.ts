import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock";
import type { Step } from "./progress";
import { cacheFolder } from "./workspace";

const UNUSED_DAYS = 30;

/** A short hash of everything that decides what a cached thing contains; the order of the parts does not matter. */
export function contentKey(parts: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 12);
}

/** Name → content of every file below a folder, for a content key. */
export function filesBelow(folder: string, prefix = ""): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = prefix + entry.name;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) Object.assign(files, filesBelow(path, `${name}/`));
    // The mode matters: an image keeps it.
    else files[name] = `${(statSync(path).mode & 0o111) === 0 ? "-" : "x"} ${readFileSync(path, "base64")}`;
  }
  return files;
}

/** The folder of a cache entry, whether it exists or not. */
export function entryFolder(name: string, key: string): string {
  return join(cacheFolder(), `${name}-${key}`);
}

/** The folder of a cache entry if it is complete. */
export function cachedEntry(name: string, key: string): string | undefined {
  const folder = entryFolder(name, key);
  if (!existsSync(folder)) return undefined;
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}

function removeUnused(name: string, keep: string): void {
  const root = cacheFolder();
  const oldest = Date.now() - UNUSED_DAYS * 24 * 3600 * 1000;
  for (const entry of readdirSync(root)) {
    const folder = join(root, entry);
    const key = entry.startsWith(`${name}-`) ? entry.slice(name.length + 1) : "";
    if (!/^[0-9a-f]{12}$/.test(key) || folder === keep) continue;
    if (statSync(folder).mtimeMs < oldest) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Makes a cache entry unless it is there. Two runs never make the same one twice: the second waits for the first.
 *
 * @param make fills the folder it is given; the entry appears, whole, when it is done
 * @returns the entry's folder
 */
export async function cacheEntry(
  name: string,
  key: string,
  step: Step,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = entryFolder(name, key);
  return await withLock(
    join(cacheFolder(), "locks", `${name}-${key}`),
    async () => {
      const ready = cachedEntry(name, key);
      if (ready !== undefined) return ready;
      const partial = `${folder}.partial`;
      rmSync(partial, { recursive: true, force: true });
      mkdirSync(partial, { recursive: true });
      await make(partial);
      renameSync(partial, folder);
      removeUnused(name, folder);
      return folder;
    },
    (pid) => step.say(`waiting for process ${pid}, which is making it already`),
  );
}
