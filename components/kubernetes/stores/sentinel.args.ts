import type { Redis } from "../../model";
import type { SentinelOptions } from "../../render/sentinel";

/** Where Sentinels answer beside the servers that they watch. */
export const sentinelPort = 26379;

/** Whether a Redis is watched by Sentinels. */
export function isWatched({ nodes = 1 }: Pick<Redis, "nodes">): boolean {
  return nodes > 1;
}

/** Name of the Service by which each server of a set is found. */
export function membersDomain(store: Pick<Redis, "name">): string {
  return `${store.name}-nodes`;
}

/** Names of the pods of a set. */
export function membersOf(store: Pick<Redis, "name" | "nodes">): readonly string[] {
  return Array.from({ length: store.nodes ?? 1 }, (_, index) => `${store.name}-${index}`);
}

/** Name under which Sentinels know a set. */
export function setNameOf(store: Pick<Redis, "name" | "setName">): string {
  return store.setName ?? store.name;
}

/** What the scripts of a set are told. */
export function sentinelOptions(store: Redis): SentinelOptions {
  return {
    setName: setNameOf(store),
    domain: membersDomain(store),
    members: membersOf(store),
    ports: { server: 6379, sentinel: sentinelPort },
  };
}

/** The Sentinels as clients are told of them: `redis-0.redis-nodes:26379,…`. */
export function sentinelAddresses(store: Redis): string {
  return membersOf(store)
    .map((member) => `${member}.${membersDomain(store)}:${sentinelPort}`)
    .join(",");
}
