import { describe, expect, it } from "vitest";
import { kafka, postgres, redis, volume } from "../../../../../components/model";
import { storeAlarms } from "../../../../../components/aws/observability/store-alarms.args";
import { awsSettings, shop } from "../../../../support/aws-stores";

const db = postgres("db", {
  version: "16",
  database: "shop",
  user: "shop",
  size: "100Gi",
  parameters: { max_connections: "200" },
  readReplicas: 1,
});
const cache = redis("cache", { version: "7", persistence: "none", eviction: "allkeys-lru" });
const broker = kafka("kafka", { version: "7.9.1", zookeeper: "zookeeper" });
const place = { prefix: "shop-prod", settings: awsSettings() };
const alarms = storeAlarms(shop({ stores: [db, cache, broker, volume("files")] }), place);
const one = (name: string) => alarms.find((alarm) => alarm.name === name);

describe("the alarms of stores", () => {
  it("are these, one set for each node", () => {
    expect(alarms.map(({ name }) => name)).toEqual([
      "db-cpu",
      "db-storage",
      "db-connections",
      "db-memory",
      "db-down",
      "db-read-1-lag",
      "cache-001-cpu",
      "cache-001-memory",
      "cache-002-cpu",
      "cache-002-memory",
      "kafka-storage",
      "kafka-queue-age",
      "kafka-leaderless",
      "files-throughput",
    ]);
  });

  it("are bounds of this store's own disk and connections", () => {
    expect(one("db-storage")).toMatchObject({ when: "<", threshold: Math.floor(100 * 2 ** 30 * 0.15) });
    expect(one("db-connections")).toMatchObject({ when: ">", threshold: 160 });
    expect(one("db-read-1-lag")).toMatchObject({
      watched: { metric: { dimensions: { DBInstanceIdentifier: "shop-prod-db-read-1" } } },
    });
  });

  it("take a database that measures nothing for one that is down", () => {
    expect(one("db-down")).toMatchObject({ missing: "breaching", when: "<", threshold: 1 });
  });

  it("take a full cache for a failure only where it must not forget", () => {
    expect(one("cache-001-memory")?.severity).toBe("warning");
    const kept = storeAlarms(shop({ stores: [{ ...cache, eviction: "noeviction" }] }), place);
    expect(kept.find(({ name }) => name === "cache-001-memory")?.severity).toBe("critical");
  });

  it("exist for no external store", () => {
    const external = { url: { ref: "secret", name: "url", part: "value" } } as const;
    expect(storeAlarms(shop({ stores: [{ ...db, external }] }), place)).toEqual([]);
  });
});
