import { describe, expect, it } from "vitest";
import { backup, postgres } from "../../../../../components/model";
import { backupRules, keptDays, lifecycleRules } from "../../../../../components/aws/stores/bucket.args";

const db = postgres("db", { version: "16", database: "shop", user: "shop" });
const of = (props: Partial<Parameters<typeof backup>[1]>) =>
  backup("db-daily", {
    of: db,
    schedule: "0 2 * * *",
    keep: { count: 7 },
    destinations: [{ to: "volume" }],
    ...props,
  });

describe("keptDays", () => {
  it.each([
    [{ keep: { age: "30d" } as const }, 31],
    [{ keep: { count: 7 } }, 8],
    [{ keep: { count: 7 }, schedule: "0 2 * * 0" }, 50],
    [{ keep: { count: 24 }, schedule: "0 * * * *" }, 2],
  ])("of %j are %s", (props, days) => {
    expect(keptDays(of(props))).toBe(days);
  });
});

describe("backupRules", () => {
  it("let each backup's own folder expire, and clean up broken uploads", () => {
    expect(backupRules([of({})])).toEqual([
      {
        id: "broken-uploads",
        status: "Enabled",
        filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        id: "db-daily",
        status: "Enabled",
        filter: { prefix: "db-daily/" },
        expiration: { days: 8 },
        noncurrentVersionExpiration: { noncurrentDays: 8 },
      },
    ]);
  });

  it("never expire files that are kept as they are, only what was deleted at their source", () => {
    const [, rule] = backupRules([of({ form: "files", keep: { age: "30d" } })]);
    expect(rule).not.toHaveProperty("expiration");
    expect(rule).toMatchObject({ noncurrentVersionExpiration: { noncurrentDays: 31 } });
  });

  it("move what is kept for long to the class for what is seldom read", () => {
    const [, rule] = backupRules([of({ keep: { age: "90d" } })]);
    expect(rule).toMatchObject({ transitions: [{ days: 30, storageClass: "STANDARD_IA" }] });
  });
});

describe("every bucket", () => {
  it("moves files to STANDARD_IA after a month and forgets old versions", () => {
    expect(lifecycleRules().map(({ id }) => id)).toEqual([
      "broken-uploads",
      "former-versions",
      "seldom-read",
    ]);
  });
});
