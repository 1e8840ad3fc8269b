import { describe, expect, it } from "vitest";
import {
  backup,
  consul,
  provided,
  kafka,
  objectStore,
  postgres,
  qdrant,
  redis,
  volume,
  zookeeper,
  type Backup,
} from "../../../../../components/model";
import { wantsBackup } from "../../../../../components/model/check/schedules";
import { db, dbProps, dbBackup, migrate, errors, shop } from "../../../../support/valid";

const saving = (change: Partial<Backup>) => errors({ ...shop, backups: [{ ...dbBackup, ...change }] });
const fields = 'write five fields "minute hour day month weekday", for example "0 2 * * *"';

describe("a backup", () => {
  it("is of a store that exists", () => {
    expect(saving({ store: "orders" })).toEqual([
      'backups.db-daily.of: there is no store "orders"; the stores are "cache", "db" and "uploads"',
    ]);
  });

  it("keeps something, somewhere", () => {
    expect(saving({ keep: { count: 0 }, destinations: [] })).toEqual([
      "backups.db-daily.keep.count: 0 backups cannot be kept; allowed are whole numbers from 1",
      'backups.db-daily.destinations: destinations is empty; write [{ to: "volume" }] or a bucket',
    ]);
  });

  it("may keep by age", () => {
    expect(saving({ keep: { age: "30d" } })).toEqual([]);
  });

  it("remembers its store by name", () => {
    const { of, ...rest } = { of: db, schedule: "0 2 * * *", keep: { count: 1 }, destinations: [] };
    expect(backup("db-daily", { of, ...rest })).toEqual({
      kind: "backup",
      name: "db-daily",
      store: "db",
      ...rest,
    });
  });
});

describe("a schedule", () => {
  it.each([
    ["daily", "1 fields"],
    ["0 0 2 * * *", "6 fields"],
    ["61 2 * * *", 'minute "61" is not one of 0 to 59'],
    ["0 2 * * mo", 'weekday "mo" is not one of 0 to 7, sun to sat'],
    ["0 22-5 * * *", 'hour "22-5" runs backwards; write "22-23,0-5"'],
    ["0 2 * * fri-mon", 'weekday "fri-mon" runs backwards; write "5-6,0-1"'],
    [
      "*/90 * * * *",
      "minute steps by 90, and allowed are steps from 1 to 59, because a step starts again with its field",
    ],
    ["? 2 * * *", 'minute "?" cannot be read'],
    ["0 2 L * *", 'day "L" is not one of 1 to 31'],
    ["0 2 * * 5#2", 'weekday "5#2" cannot be read'],
    ["0 2 15W * *", 'day "15W" is not one of 1 to 31'],
    ["0 2 * * +5", 'weekday "+5" cannot be read'],
    ["@daily", 'a word instead of five fields; write "0 0 * * *"'],
    ["CRON_TZ=Europe/Berlin 0 2 * * *", "it names a time zone; schedules are in UTC"],
    ["0 2 30 2 *", "no such date exists"],
  ])('is not "%s"', (schedule, why) => {
    const problem = saving({ schedule });
    expect(problem).toEqual([
      `backups.db-daily.schedule: "${schedule}" is not a valid schedule (${why}); ${fields}`,
    ]);
  });

  it("of a drill and of a job is checked as well", () => {
    const job = { ...migrate, name: "report", run: { schedule: "nightly" } };
    const drilled = { ...dbBackup, drill: { schedule: "weekly" } };
    expect(errors({ ...shop, backups: [drilled], jobs: [job] })).toEqual([
      `backups.db-daily.drill.schedule: "weekly" is not a valid schedule (1 fields); ${fields}`,
      `jobs.report.run.schedule: "nightly" is not a valid schedule (1 fields); ${fields}`,
    ]);
  });
});

describe("a store's log", () => {
  it("is archived by one backup", () => {
    const pointInTime = { rpo: "5m" } as const;
    const [one, other] = [dbBackup, { ...dbBackup, name: "db-hourly" }];
    expect(errors({ ...shop, backups: [{ ...one, pointInTime }, other] })).toEqual([]);
    expect(
      errors({
        ...shop,
        backups: [
          { ...one, pointInTime },
          { ...other, pointInTime },
        ],
      }),
    ).toEqual([
      'backups.db-hourly.pointInTime: backup "db-daily" already archives the log of store "db"; remove pointInTime from one of the two',
    ]);
  });
});

describe("a job", () => {
  it("is preceded by a backup that exists", () => {
    const job = { ...migrate, backupFirst: "db-hourly" };
    expect(errors({ ...shop, jobs: [job] })).toEqual([
      'jobs.migrate.backupFirst: there is no backup "db-hourly"; the backups are "db-daily" and "uploads-daily"',
    ]);
    expect(errors({ ...shop, jobs: [{ ...migrate, backupFirst: "db-daily" }] })).toEqual([]);
  });
});

describe("a store that wants a backup", () => {
  it("holds what cannot be made again", () => {
    const url = provided("url", { description: "managed" });
    const stores = [
      db,
      postgres("managed", { ...dbProps, external: { url: url.value } }),
      redis("cache", { version: "7", persistence: "none" }),
      redis("queue", { version: "7", persistence: "append-only" }),
      kafka("events", { version: "7", zookeeper: "keeper" }),
      zookeeper("keeper", { version: "3" }),
      objectStore("objects", { version: "1", buckets: [] }),
      qdrant("vectors", { version: "1" }),
      consul("registry", { version: "1" }),
      volume("files"),
    ];
    expect(stores.filter(wantsBackup).map(({ name }) => name)).toEqual([
      "db",
      "queue",
      "objects",
      "vectors",
      "files",
    ]);
  });
});
