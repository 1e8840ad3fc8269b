import type { Redis } from "../../model";
import type { CredentialMembers } from "../../render/sentinel-credentials";
import type { SentinelOptions } from "../../render/sentinel";
import { memberHosts, membersDomain, membersOf } from "./set/set.args";

/** Where Sentinels answer beside the servers that they watch. */
export const sentinelPort = 26379;

/** Whether a Redis is watched by Sentinels. */
export function isWatched({ nodes = 1 }: Pick<Redis, "nodes">): boolean {
  return nodes > 1;
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

/** All servers and all Sentinels, for who changes their password. */
export function credentialMembers(store: Redis): CredentialMembers {
  const at = (port: number) => memberHosts(store).map((host) => `${host}:${port}`);
  return { setName: setNameOf(store), servers: at(6379), sentinels: at(sentinelPort) };
}

/** The Sentinels as clients are told of them: `redis-0.redis-nodes:26379,…`. */
export function sentinelAddresses(store: Redis): string {
  return memberHosts(store)
    .map((host) => `${host}:${sentinelPort}`)
    .join(",");
}
