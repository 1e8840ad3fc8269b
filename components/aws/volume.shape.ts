import type { Job, Service, System, Volume } from "../model";

/** Whose files a volume's are: numeric user and group. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** `1000` and `"1000:1001"` as numbers; undefined for a name. */
export function identityOf(user: number | string | undefined): Identity | undefined {
  const [, uid, gid] = /^(\d+)(?::(\d+))?$/.exec(String(user ?? "")) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid ?? uid) };
}

/** Who mounts a volume, sorted by name. */
export function mountersOf(system: System, volume: Pick<Volume, "name">): readonly (Service | Job)[] {
  return [...system.services, ...system.jobs]
    .filter(({ mounts }) => mounts?.some((mount) => mount.volume === volume.name) === true)
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Whose the files of a volume are on EFS: an access point makes every client this user.
 *
 * @param fallback of workloads that name no user
 */
export function ownerOf(system: System, volume: Pick<Volume, "name">, fallback?: number): Identity {
  const named = mountersOf(system, volume).flatMap(({ user }) => identityOf(user ?? fallback) ?? []);
  return named[0] ?? { uid: fallback ?? 1000, gid: fallback ?? 1000 };
}
