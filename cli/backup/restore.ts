import { isSavable, isServer, type System } from "../../components/model";
import { savedFolder, scriptCommand } from "../../components/render/backup";
import { PlainError } from "../../setup/errors";
import type { Progress } from "../../setup/progress";
import type { ContainerRuntime } from "../runtime/runtime";
import type { Listed } from "./listing";
import { ask, writersOf, type Saved } from "./saved";

/** What a restore works on. */
export interface Site {
  readonly stack: string;
  readonly system: System;
  readonly saved: Saved;
  readonly runtime: ContainerRuntime;
  readonly progress: Progress;
}

/** `20261121t060000z`: part of the names of what a restore makes. */
export function stamp(now: Date): string {
  return now
    .toISOString()
    .replace(/[-:]|\.\d+/g, "")
    .toLowerCase();
}

/** The name of a database beside the one in force; 63 bytes are Postgres' limit. */
export function besideName(database: string, what: "before" | "scratch" | "restore", now: Date): string {
  return `${database.slice(0, 36)}_${what}_${stamp(now)}`;
}

/** Runs one of the scripts' commands beside the store; its last words are the error. */
async function must({ saved, runtime, progress }: Site, what: string, ...words: string[]): Promise<string> {
  const { code, output } = await progress.step(what, () => ask(runtime, saved, words));
  if (code !== 0) throw new PlainError(output.trim());
  return output.trim();
}

/** Runs one of the scripts' commands in a container of its own, which has the store's data and the backups. */
async function mustBeside(site: Site, what: string, ...words: string[]): Promise<string> {
  const { saved, runtime, progress } = site;
  const { code, output } = await progress.step(what, () => runtime.beside(saved, scriptCommand(...words)));
  if (code !== 0) throw new PlainError(output.trim());
  return output.trim();
}

/** Brings a backup from the bucket, unless it is here. */
export async function fetched(site: Site, { name, where }: Listed): Promise<void> {
  const { saved, runtime, progress } = site;
  const { offsite } = saved;
  if (where !== "bucket" || offsite === undefined) return;
  const { code, output } = await progress.step(`Fetching ${name} from the bucket`, () =>
    runtime.exec(offsite.id, ["sh", "/opt/offsite/main.sh", "fetch", name]),
  );
  if (code !== 0) throw new PlainError(output);
}

/**
 * Puts a backup in the place of the store's data.
 *
 * @returns what a person must know: where the old data is
 */
export async function restoreInPlace(site: Site, { name }: Listed, now: Date): Promise<string> {
  const { saved, system, stack, runtime, progress } = site;
  const { store } = saved;
  if (!isSavable(store))
    throw new PlainError(
      `Backups of ${store.engine} cannot be restored by this command; it restores what a system can save.`,
    );
  await must(site, `Checking ${name}`, "check", name);
  return await runtime.withoutWriters(writersOf(system, store.name), progress, async () => {
    if (saved.live) return await restoreLive(site, name, now);
    switch (store.engine) {
      case "postgres": {
        const fresh = besideName(store.databaseName, "restore", now);
        const before = besideName(store.databaseName, "before", now);
        await must(site, `Restoring ${name} into a new database`, "restore", name, fresh);
        await must(site, `Putting it in the place of ${store.databaseName}`, "swap", fresh, before);
        return `The database before is kept as ${before}. Remove it: npx trireme restore ${stack} --forget ${before}`;
      }
      case "redis": {
        const before = `before_${stamp(now)}`;
        await exchange(site, before, ["replace", name, before], () =>
          must(site, "Counting what the store holds", "verify", name),
        );
        return `The data before is kept as ${before}. Remove it: npx trireme restore ${stack} --forget ${before} --backup ${saved.backup.name}`;
      }
      case "mariadb":
      case "minio":
      case "qdrant":
      case "rabbitmq":
        return await restoreLive(site, name, now);
      case "volume": {
        const before = `before_${stamp(now)}`;
        await exchange(site, before, ["replace", name, before], () => Promise.resolve());
        return `The files before are kept as .${before} in the volume. Remove them: npx trireme restore ${stack} --forget ${before} --backup ${saved.backup.name}`;
      }
      default:
        return store satisfies never;
    }
  });
}

/** Puts a backup into a store that runs on; what was in it is saved beside the backups. */
async function restoreLive(site: Site, name: string, now: Date): Promise<string> {
  const before = `before_${stamp(now)}`;
  try {
    await must(site, `Saving what is there, and putting ${name} in its place`, "replace", name, before);
  } catch (error) {
    await must(site, "Putting the old data back", "putback", before);
    throw error;
  }
  return `The data before is kept as ${before}. Remove it: npx trireme restore ${site.stack} --forget ${before} --backup ${site.saved.backup.name}`;
}

/** Exchanges the data of a store, whose server is stopped if it has one; when that does not come up with the new data, the old is put back. */
async function exchange(
  site: Site,
  before: string,
  words: readonly string[],
  check: () => Promise<unknown>,
): Promise<void> {
  const { saved, runtime, progress } = site;
  const stopped = (body: () => Promise<unknown>) =>
    isServer(saved.store) ? runtime.stopped(saved, progress, body) : body();
  try {
    await stopped(() => mustBeside(site, "Exchanging the data", ...words));
    await check();
  } catch (error) {
    const putBack = stopped(() => mustBeside(site, "Putting the old data back", "putback", before));
    await putBack.catch((also: unknown) => {
      // Why it began is what a person can act on.
      throw new PlainError(`${said(error)}\nPutting the old data back failed as well: ${said(also)}`);
    });
    throw error;
  }
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Restores a backup beside what is in force, which stays as it is. */
export async function restoreBeside(site: Site, { name }: Listed, now: Date): Promise<string> {
  const { saved, stack, runtime } = site;
  const { store } = saved;
  await must(site, `Checking ${name}`, "check", name);
  if (store.engine !== "postgres") {
    await must(site, `Trying out ${name}`, "try", name);
    return `${name} loads and holds what its manifest says. ${store.name} is as it was.`;
  }
  const database = besideName(store.databaseName, "scratch", now);
  await must(site, `Restoring ${name} into ${database}`, "restore", name, database);
  return [
    `${name} is in the database ${database}; ${store.databaseName} is as it was.`,
    ...(saved.server === undefined
      ? []
      : [`  look into it: ${runtime.interactive(saved.server, ["psql", "-U", store.owner, database])}`]),
    `  remove it:    npx trireme restore ${stack} --forget ${database}`,
  ].join("\n");
}

/** Brings the whole server back to a moment: from the newest base before it, and the archived log. */
export async function restoreToMoment(site: Site, moment: Date, now: Date): Promise<string> {
  const { saved, system, stack, runtime, progress } = site;
  const { store, backup } = saved;
  if (store.engine !== "postgres" || backup.pointInTime === undefined)
    throw new PlainError(
      `Backup ${backup.name} cannot restore a moment: its description has no pointInTime. Name a backup instead: --from NAME`,
    );
  if (!(moment.getTime() < now.getTime()))
    throw new PlainError(
      `${moment.toISOString()} is not in the past: it is ${now.toISOString()} now. Give an earlier moment.`,
    );
  const before = `pgdata_before_${stamp(now)}`;
  const reached = await runtime.withoutWriters(writersOf(system, store.name), progress, async () => {
    await must(site, "Archiving the log up to now", "archive_now");
    const told = await mustBeside(
      site,
      `Restoring the state of ${moment.toISOString()}`,
      "rewind",
      moment.toISOString(),
    );
    await exchange(site, before, ["exchange", before], () => Promise.resolve());
    return told;
  });
  // The next restore to a moment starts from here.
  await must(site, "Saving the restored state", "take", "manual");
  return [
    reached.split("\n").at(-1) ?? "",
    `The data before is kept as ${before}. Remove it: npx trireme restore ${stack} --forget ${before}`,
  ].join("\n");
}

/** What a restore names: after a database, whose name the check has bound to these letters, or after the data. */
export const kept = /^(?:[A-Za-z0-9_.-]{1,40}_(?:before|scratch|restore)|pgdata_before|before)_\d{8}t\d{6}z$/;

/** Removes what an earlier restore has kept. */
export async function forget(site: Site, name: string): Promise<void> {
  const { saved, runtime, progress } = site;
  const { store, backup } = saved;
  if (!kept.test(name))
    throw new PlainError(
      `"${name}" was not kept by a restore; such names end in _before_<time> or _scratch_<time>.`,
    );
  if (store.engine === "postgres" && !name.startsWith("pgdata_")) {
    await must(site, `Removing ${name}`, "drop", name);
    return;
  }
  if (saved.live) {
    await must(site, `Removing ${name}`, "forget", name);
    return;
  }
  const remove = (folder: string) => ["sh", "-c", 'test -d "$1" && rm -rf "$1"', "sh", folder];
  const { code } = await progress.step(`Removing ${name}`, async () => {
    if (store.engine === "volume")
      return await runtime.beside(saved, remove([savedFolder, backup.folder ?? ".", `.${name}`].join("/")));
    const folder = store.engine === "redis" ? `/data/${name}` : `/var/lib/postgresql/data/${name}`;
    return await runtime.exec(saved.server?.id ?? "", remove(folder));
  });
  if (code !== 0) throw new PlainError(`${store.name} has no ${name}.`);
}
