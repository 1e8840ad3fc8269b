import { workloadRefs, type Backup, type System } from "../../components/model";
import { isSavedByApi, isServer } from "../../components/model";
import { scriptCommand } from "../../components/render/backup";
import { PlainError } from "../../setup/errors";
import type { Ended, Instance, Runtime, SavedStore } from "../runtime/runtime";
import { parseList, type Listed } from "./listing";

/** A backup with its store and the containers that work for it. */
export interface Saved extends SavedStore {
  readonly backup: Backup;
  /** Copies to the bucket, where there is one. */
  readonly offsite?: Instance;
  /** Whether the store takes what is restored while it runs. */
  readonly live: boolean;
}

/** The names of the services and jobs that write to a store. */
export function writersOf(system: System, store: string): readonly string[] {
  return [...system.services, ...system.jobs]
    .filter(
      (workload) =>
        workloadRefs(workload).some((ref) => ref.ref === "store" && ref.name === store) ||
        workload.mounts?.some(({ volume }) => volume === store) === true,
    )
    .map(({ name }) => name);
}

/**
 * The backups of a stack that are deployed.
 *
 * @param wanted the name of one; absent: all
 * @throws PlainError naming those that there are
 */
export async function savedOf(
  system: System,
  stack: string,
  wanted: string | undefined,
  runtime: Runtime,
): Promise<readonly Saved[]> {
  const names = system.backups.map(({ name }) => name);
  if (names.length === 0) throw new PlainError(`The system of stack ${stack} has no backups.`);
  if (wanted !== undefined && !names.includes(wanted))
    throw new PlainError(`There is no backup "${wanted}" in stack ${stack}; there are ${names.join(", ")}.`);
  const containers = await runtime.instances();
  const find = (component: string, role: string): Instance | undefined =>
    containers.find(
      (container) =>
        container.component === component && container.role === role && container.replaced !== true,
    );
  return system.backups
    .filter(({ name }) => wanted === undefined || name === wanted)
    .map((backup) => {
      const store = system.stores.find(({ name }) => name === backup.store);
      const saver = find(backup.name, "backup");
      const server = find(backup.store, "store");
      const served = store !== undefined && isServer(store) && store.external === undefined;
      if (store === undefined || saver === undefined || (served && server === undefined))
        throw new PlainError(`Backup ${backup.name} is not deployed yet: npx trireme up ${stack}`);
      const offsite = find(backup.name, "offsite");
      return {
        ...{ backup, store, saver },
        live: isSavedByApi(store) || find(backup.store, "sentinel") !== undefined,
        ...(server === undefined ? {} : { server }),
        ...(offsite === undefined ? {} : { offsite }),
      };
    });
}

/** Runs one of the scripts' commands beside the store. */
export async function ask(runtime: Runtime, { saver }: Saved, words: readonly string[]): Promise<Ended> {
  return await runtime.exec(saver.id, scriptCommand(...words));
}

/** What there is of a backup, in its volume and in its bucket. */
export async function listOf(runtime: Runtime, saved: Saved): Promise<readonly Listed[]> {
  const { backup, offsite } = saved;
  const here = await ask(runtime, saved, ["list"]);
  if (here.code !== 0) throw new PlainError(`The backups of ${backup.name} cannot be listed: ${here.output}`);
  const there =
    offsite === undefined
      ? undefined
      : await runtime.exec(offsite.id, ["sh", "/opt/offsite/main.sh", "list"]);
  if (there !== undefined && there.code !== 0)
    console.error(`The bucket of ${backup.name} cannot be listed: ${there.output}`);
  return [
    ...parseList(backup.name, here.output),
    ...(there?.code === 0 ? parseList(backup.name, there.output) : []),
  ];
}
