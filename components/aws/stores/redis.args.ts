import type { ReplicationGroupArgs } from "@pulumi/aws/elasticache";
import { bytes, expandSchedule, longestGap, seconds, type Backup, type Redis } from "../../model";
import type { Refusal } from "../../shared/refusal";
import { fixedName } from "../naming.args";
import type { AwsSettings } from "../settings";
import { windowsOf } from "../workload/windows.args";

/** What ElastiCache runs for a major version of Redis: its newest minor one. */
const versions: Readonly<Record<string, { readonly engineVersion: string; readonly family: string }>> = {
  "6": { engineVersion: "6.2", family: "redis6.x" },
  "7": { engineVersion: "7.1", family: "redis7" },
};

/** Memory in GiB that each size of node has for data (AWS: `maxmemory` by node type). */
const nodeMemory: Readonly<Record<string, number>> = {
  "cache.t4g.micro": 0.5,
  "cache.t4g.small": 1.37,
  "cache.t4g.medium": 3.09,
  "cache.t3.micro": 0.5,
  "cache.t3.small": 1.37,
  "cache.t3.medium": 3.09,
  "cache.m7g.large": 6.38,
  "cache.m7g.xlarge": 12.93,
  "cache.m6g.large": 6.38,
  "cache.m6g.xlarge": 12.94,
  "cache.r7g.large": 13.07,
  "cache.r7g.xlarge": 26.32,
  "cache.r6g.large": 13.07,
  "cache.r6g.xlarge": 26.32,
};

/** Share of a node's memory that ElastiCache keeps for itself: failovers and snapshots need it. */
const reserved = 0.25;

/** The version that ElastiCache runs for a store; undefined where it has none. */
export function cacheVersion(
  version: string,
): { readonly engineVersion: string; readonly family: string } | undefined {
  return versions[version.split(".")[0] ?? ""];
}

/** The size of a store's nodes. */
export function nodeOf(store: Redis, settings: AwsSettings): string {
  return settings.stores[store.name]?.node ?? settings.sizes.cache.node;
}

/** Bytes that a store may hold on its nodes; undefined for a size of node that this project does not know. */
export function roomOf(store: Redis, settings: AwsSettings): number | undefined {
  const memory = nodeMemory[nodeOf(store, settings)];
  return memory === undefined ? undefined : Math.floor(memory * (1 - reserved) * 2 ** 30);
}

/** The smallest size of node of the same family as the stack's that holds so many bytes. */
export function nodeFor(wanted: number): string | undefined {
  return Object.entries(nodeMemory)
    .filter(([name, memory]) => /\.(t4g|r7g)\./.test(name) && memory * (1 - reserved) * 2 ** 30 >= wanted)
    .sort(([, a], [, b]) => a - b)[0]?.[0];
}

/** Nodes in all: the main one and its copies. */
export function nodesOf(store: Redis, settings: AwsSettings): number {
  return Math.max(1 + settings.sizes.cache.replicas, store.nodes ?? 1);
}

/** Longest pause of a schedule in seconds; undefined where it cannot be read, which the model's own check tells. */
export function gapOf(schedule: string): number | undefined {
  try {
    return longestGap(expandSchedule(schedule));
  } catch {
    return undefined;
  }
}

/**
 * Whether a backup of a cache is a task of ours that has ElastiCache write a snapshot to the bucket: ElastiCache itself takes one a day,
 * and sends none elsewhere.
 */
export function isExported({ destinations, schedule }: Pick<Backup, "destinations" | "schedule">): boolean {
  return destinations.some(({ to }) => to === "bucket") || (gapOf(schedule) ?? 86_400) < 86_400;
}

/** Snapshots that a node gives in a day, at most, beside ElastiCache's own. */
const snapshotsPerNode = 20;

/** How many more snapshots a day a schedule asks for than a store's nodes give; 0 where they give all. */
export function beyondSnapshots(
  store: Redis,
  { schedule }: Pick<Backup, "schedule">,
  settings: AwsSettings,
): number {
  try {
    const { minutes, hours } = expandSchedule(schedule);
    return Math.max(0, minutes.length * hours.length - snapshotsPerNode * nodesOf(store, settings));
  } catch {
    return 0;
  }
}

/** Snapshots that a backup of a cache keeps: one each day. */
export function snapshotsOf({ keep }: Pick<Backup, "keep">): number {
  return "count" in keep ? keep.count : Math.ceil(seconds(keep.age) / 86_400);
}

/** Days for which snapshots of a store are kept: as long as its backups, or as its environment says; none of a cache. */
export function snapshotDays(store: Redis, backups: readonly Backup[], settings: AwsSettings): number {
  if (store.persistence === "none") return 0;
  const kept = backups
    .filter((backup) => backup.store === store.name && !isExported(backup))
    .map(snapshotsOf);
  return Math.max(settings.sizes.cache.snapshotDays, ...kept);
}

/** The server's own parameters, sorted. */
export function cacheParameters(store: Redis): readonly { readonly name: string; readonly value: string }[] {
  const values: Readonly<Record<string, string>> = {
    "maxmemory-policy": store.eviction ?? "noeviction",
    "reserved-memory-percent": String(100 * reserved),
  };
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

type Plain = Omit<ReplicationGroupArgs, "description"> & { readonly description: string };

/** What the plain arguments of a store's replication group are. */
export function cacheShape(
  prefix: string,
  store: Redis,
  given: { readonly backups: readonly Backup[]; readonly settings: AwsSettings; readonly protect: boolean },
): Plain {
  const { backups, settings, protect } = given;
  const nodes = nodesOf(store, settings);
  const { backup, maintenance } = windowsOf(
    backups.find((candidate) => candidate.store === store.name && !isExported(candidate))?.schedule ??
      "30 2 * * *",
  );
  const days = snapshotDays(store, backups, settings);
  return {
    description: `Redis ${store.name} of ${prefix}`,
    engine: "redis",
    engineVersion: cacheVersion(store.version)?.engineVersion ?? store.version,
    nodeType: nodeOf(store, settings),
    port: 6379,
    numCacheClusters: nodes,
    automaticFailoverEnabled: nodes > 1,
    multiAzEnabled: nodes > 1,
    atRestEncryptionEnabled: true,
    transitEncryptionEnabled: true,
    transitEncryptionMode: "required",
    autoMinorVersionUpgrade: true,
    maintenanceWindow: maintenance,
    ...(days === 0 ? {} : { snapshotRetentionLimit: days, snapshotWindow: backup }),
    ...(protect && store.persistence !== "none"
      ? { finalSnapshotIdentifier: fixedName("snapshot", prefix, store.name, "final") }
      : {}),
    applyImmediately: true,
  };
}

/** What a store asks for that ElastiCache does not have: where, and what to write instead. */
export function cacheRefusals(store: Redis, settings: AwsSettings): readonly Refusal[] {
  const room = roomOf(store, settings);
  const wanted = store.maxMemory === undefined ? 0 : bytes(store.maxMemory);
  const larger = nodeFor(wanted);
  return [
    {
      path: "version",
      set: cacheVersion(store.version) === undefined,
      message: `ElastiCache has no Redis ${store.version}; write version: "7"`,
    },
    {
      path: "maxMemory",
      set: room !== undefined && wanted > room,
      message: `${store.maxMemory} is more than a ${nodeOf(store, settings)} holds (${Math.floor((room ?? 0) / 2 ** 20)}Mi beside what ElastiCache keeps for itself); set trireme:aws.stores.${store.name}.node to ${larger ?? "a larger one"}`,
    },
    {
      path: "nodes",
      set: (store.nodes ?? 1) > 6,
      message: `a replication group has 6 nodes at most, not ${store.nodes}; set nodes to 6 or fewer`,
    },
  ];
}
