import { describe, expect, it } from "vitest";
import {
  backupBucket,
  sizeOf,
  testingName,
  testingSchedule,
  vaulted,
  vaultRule,
} from "../../../../../components/aws/backup/backup.args";
import { objectStore, postgres, redis, type Bytes } from "../../../../../components/model";
import { awsSettings, environment, systems } from "../../../../support/aws-stores";

const simplr = systems.simplr(environment("production"));

describe("what the tasks of a backup get", () => {
  const database = (size?: Bytes) =>
    postgres("db", {
      version: "16",
      database: "shop",
      user: "shop",
      ...(size === undefined ? {} : { size }),
    });

  it.each([
    ["20Gi", 30],
    ["1Gi", 21],
    ["500Gi", 200],
  ] as const)("is room for the dump: of %s %s GiB", (size, disk) => {
    expect(sizeOf({ engine: "postgres", store: database(size) }, awsSettings())).toEqual({
      size: { cpu: "1024", memory: "2048" },
      disk,
    });
  });

  it("is room for what an archive is made of beside it, and memory for a cache's data", () => {
    const objects = objectStore("objects", { version: "4.48", buckets: ["a"], size: "50Gi" });
    expect(sizeOf({ engine: "minio", store: objects }, awsSettings()).disk).toBe(111);
    const cache = redis("cache", { version: "7", persistence: "append-only" });
    // A cache.t4g.small holds 1.03 GiB.
    expect(sizeOf({ engine: "exported", store: cache }, awsSettings())).toEqual({
      size: { cpu: "1024", memory: "4096" },
      disk: 21,
    });
    expect(sizeOf({ engine: "redis", store: cache }, awsSettings()).disk).toBeUndefined();
  });
});

describe("AWS Backup", () => {
  it("saves databases and volumes, each once, and no caches", () => {
    expect(vaulted(simplr).map(({ store }) => store.name)).toEqual(["db", "app-storage"]);
    expect(vaulted(systems.syfthub(environment("production"))).map(({ store }) => store.name)).toEqual([
      "db",
    ]);
  });

  it("starts four hours after the dump, outside RDS's own windows, and keeps as long", () => {
    const [daily] = simplr.backups;
    expect(daily === undefined ? undefined : vaultRule(daily)).toEqual({
      ruleName: "db-daily",
      schedule: "cron(0 6 ? * * *)",
      startWindow: 60,
      completionWindow: 720,
      deleteAfter: 31,
    });
  });

  it("tries out what it saved every Monday, when the night's copy is there", () => {
    expect(testingSchedule(simplr)).toBe("cron(0 12 ? * 2 *)");
  });

  it("names what it tries out in letters, digits and underscores", () => {
    expect(testingName("simplr-aws", "db-daily")).toBe("simplr_aws_db_daily");
    expect(testingName("a".repeat(80))).toMatch(/^[A-Za-z0-9_]{1,50}$/);
  });
});

describe("the bucket for backups", () => {
  it("has a name that no other account takes, within S3's 63 characters", () => {
    const place = { account: "123456789012", region: "eu-west-1" };
    expect(backupBucket("simplr-aws", place)).toBe("simplr-aws-backups-123456789012-eu-west-1");
    expect(backupBucket("a".repeat(60), place).length).toBeLessThanOrEqual(63);
  });
});
