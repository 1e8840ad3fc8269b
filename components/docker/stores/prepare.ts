import type { Output, Resource } from "@pulumi/pulumi";
import { isRotating, type Server } from "../../model";
import type { GeneratedSecrets } from "../../shared/secrets";
import type { DockerContext } from "../context";
import { Buckets } from "./buckets";
import { needsCredentials } from "../../shared/credentials";
import { Credentials } from "./credentials";
import { Replicas } from "./replicas";
import { isReplicated } from "../../shared/replicas";
import type { Servers } from "./servers";

export interface PrepareArgs {
  readonly stores: readonly Server[];
  /** The servers of each. */
  readonly servers: ReadonlyMap<string, Servers>;
  readonly secrets: Pick<GeneratedSecrets, "storePasswords">;
}

/**
 * Makes what stands between stores and their consumers: credentials of those whose password was rotated or whose connections are limited,
 * the read replicas of databases, the buckets of object stores.
 *
 * @returns what is waited for before a store is used
 */
export function prepareStores(
  context: DockerContext,
  { stores, servers, secrets }: PrepareArgs,
  parent: Resource,
): (store: string) => readonly Output<Resource>[] {
  const ready = new Map<string, readonly Output<Resource>[]>(
    [...servers].map(([name, made]) => [name, made.ready]),
  );
  for (const store of stores.filter(isRotating)) {
    const passwords = secrets.storePasswords(store.name);
    const of = servers.get(store.name)?.first;
    if (of === undefined || !needsCredentials(store, passwords.generation)) continue;
    const made = new Credentials(context, { store, passwords, of }, { parent });
    ready.set(store.name, [made.ready]);
  }
  for (const store of stores.filter(isReplicated)) {
    const of = servers.get(store.name)?.first;
    if (of === undefined) continue;
    const before = ready.get(store.name) ?? [];
    const made = new Replicas(context, { store, of, after: before }, { parent });
    ready.set(store.name, [...before, made.ready]);
  }
  for (const store of stores) {
    const of = servers.get(store.name)?.first;
    if (store.engine !== "minio" || store.buckets.length === 0 || of === undefined) continue;
    ready.set(store.name, [new Buckets(context, { store, of }, { parent }).ready]);
  }
  return (store) => ready.get(store) ?? [];
}
