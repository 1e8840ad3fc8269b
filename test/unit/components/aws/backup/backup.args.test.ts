import { describe, expect, it } from "vitest";
import {
  backupBucket,
  testingName,
  testingSchedule,
  vaulted,
  vaultRule,
} from "../../../../../components/aws/backup/backup.args";
import { environment, systems } from "../../../../support/aws-stores";

const simplr = systems.simplr(environment("production"));

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
