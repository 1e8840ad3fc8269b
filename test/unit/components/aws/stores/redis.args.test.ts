import { describe, expect, it } from "vitest";
import { backup, redis } from "../../../../../components/model";
import {
  cacheParameters,
  cacheRefusals,
  cacheShape,
  nodeFor,
  roomOf,
  snapshotDays,
} from "../../../../../components/aws/stores/redis.args";
import { awsSettings } from "../../../../support/aws-stores";

const store = redis("cache", { version: "7", persistence: "append-only" });
const daily = backup("cache-daily", {
  of: store,
  schedule: "30 2 * * *",
  keep: { count: 9 },
  destinations: [{ to: "volume" }],
});
const refused = (changes: Partial<typeof store>, settings = awsSettings()) =>
  cacheRefusals({ ...store, ...changes }, settings)
    .filter(({ set }) => set)
    .map(({ path, message }) => `${path}: ${message}`);

describe("cacheShape", () => {
  it("is exactly this in production", () => {
    expect(
      cacheShape("shop-prod", store, { backups: [daily], settings: awsSettings(), protect: true }),
    ).toEqual({
      description: "Redis cache of shop-prod",
      engine: "redis",
      engineVersion: "7.1",
      nodeType: "cache.t4g.small",
      port: 6379,
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      autoMinorVersionUpgrade: true,
      maintenanceWindow: "sun:04:30-sun:05:30",
      snapshotRetentionLimit: 9,
      snapshotWindow: "02:30-03:30",
      finalSnapshotIdentifier: "shop-prod-cache-final",
      applyImmediately: true,
    });
  });

  it("is one node without failover and snapshots in development", () => {
    const shape = cacheShape("shop", store, {
      backups: [],
      settings: awsSettings("development"),
      protect: false,
    });
    expect(shape).toMatchObject({
      numCacheClusters: 1,
      automaticFailoverEnabled: false,
      multiAzEnabled: false,
    });
    expect(shape).not.toHaveProperty("snapshotRetentionLimit");
    expect(shape).not.toHaveProperty("finalSnapshotIdentifier");
  });

  it("keeps snapshots for as long as its backups", () => {
    expect(snapshotDays(store, [{ ...daily, keep: { age: "30d" } }], awsSettings())).toBe(30);
    expect(snapshotDays(store, [{ ...daily, keep: { count: 20 } }], awsSettings())).toBe(20);
  });

  it("never snapshots a cache that keeps nothing", () => {
    expect(snapshotDays({ ...store, persistence: "none" }, [daily], awsSettings())).toBe(0);
  });
});

describe("cacheParameters", () => {
  it("evict as the store says, and nothing by default", () => {
    expect(cacheParameters(store)).toContainEqual({ name: "maxmemory-policy", value: "noeviction" });
    expect(cacheParameters({ ...store, eviction: "allkeys-lru" })).toContainEqual({
      name: "maxmemory-policy",
      value: "allkeys-lru",
    });
  });
});

describe("cacheRefusals", () => {
  it("refuse nothing of an ordinary store", () => {
    expect(refused({})).toEqual([]);
  });

  it("name the node that would hold what the store asks for", () => {
    expect(refused({ maxMemory: "2Gi" })).toEqual([
      "maxMemory: 2Gi is more than a cache.t4g.small holds (1052Mi beside what ElastiCache keeps for itself); set trireme:aws.stores.cache.node to cache.t4g.medium",
    ]);
    expect(roomOf(store, awsSettings())).toBeGreaterThan(2 ** 30);
    expect(nodeFor(2 ** 40)).toBeUndefined();
  });

  it("refuse versions and numbers of nodes that ElastiCache does not have", () => {
    expect(refused({ version: "8" })).toEqual(['version: ElastiCache has no Redis 8; write version: "7"']);
    expect(refused({ nodes: 7 })).toHaveLength(1);
  });
});
