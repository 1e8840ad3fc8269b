import { identityOf, mountersOf, type Identity, type System, type Volume } from "../../model";

/**
 * Whose the files of a volume are on EFS: an access point makes every client this user.
 *
 * @param fallback of workloads that name no user
 */
export function ownerOf(system: System, volume: Pick<Volume, "name">, fallback?: number): Identity {
  const named = mountersOf(system, volume).flatMap(({ user }) => identityOf(user ?? fallback) ?? []);
  return named[0] ?? { uid: fallback ?? 1000, gid: fallback ?? 1000 };
}
