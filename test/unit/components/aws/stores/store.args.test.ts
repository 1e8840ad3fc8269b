import { describe, expect, it } from "vitest";
import {
  backup,
  consul,
  kafka,
  postgres,
  redis,
  service,
  template,
  volume,
  zookeeper,
  type Backup,
} from "../../../../../components/model";
import { beyondAws } from "../../../../../components/aws/unsupported";
import { systemNames, systems as described, type SystemName } from "../../../../../stacks/systems";
import { beyondStores } from "../../../../../components/aws/stores/store.args";
import { awsSettings, environment, shop, systems } from "../../../../support/aws-stores";

const image = { name: "app", reference: "ghcr.io/acme/app:v1" };
const db = postgres("db", { version: "16", database: "shop", user: "shop" });
const cache = redis("cache", { version: "7", persistence: "append-only" });
const problems = (parts: Parameters<typeof shop>[0]) =>
  beyondStores(shop(parts), awsSettings()).map(({ path, message }) => `${path}: ${message}`);
const kept = { schedule: "0 2 * * *", keep: { count: 7 }, destinations: [{ to: "volume" }] } as const;

/** What AWS refuses of the stores and backups of a system, as its stack describes it. */
function refusedOf(name: SystemName, in_: "development" | "production"): readonly string[] {
  const model = described[name](environment(in_));
  return beyondAws(model, awsSettings(in_))
    .filter(({ path }) => /^(?:stores|backups)\b/.test(path))
    .map(({ path, message }) => `${path}: ${message}`);
}

describe("what AWS does not have", () => {
  it.each(
    systemNames.flatMap((name) =>
      (["development", "production"] as const).map((in_) => [name, in_] as const),
    ),
  )("is no store and no backup of %s in %s", (name, in_) => {
    expect(refusedOf(name, in_)).toEqual([]);
  });

  it.each(["development", "staging", "production"] as const)(
    "is nothing that Simplr or SyftHub asks for in %s",
    (name) => {
      for (const describeSystem of Object.values(systems))
        expect(beyondStores(describeSystem(environment(name)), awsSettings(name))).toEqual([]);
    },
  );

  it("are versions and extensions of Postgres that RDS lacks", () => {
    const strange = {
      ...db,
      version: "9.6",
      extensions: ["timescaledb"],
      operator: "cloudnative-pg",
    } as const;
    expect(problems({ stores: [strange] })).toEqual([
      'stores.db.version: RDS has no PostgreSQL 9.6; write a major version from "13" to "18", or with its minor one: "16.9"',
      "stores.db.extensions: RDS has no extension timescaledb; leave it out, or run the database elsewhere: external: { url: … }",
      "stores.db.operator: CloudNativePG runs on Kubernetes; leave operator out, RDS has standby and replicas itself",
    ]);
  });

  it("is pgvector before 15.2", () => {
    const vector = { ...db, extensions: ["vector"] };
    expect(problems({ stores: [{ ...vector, version: "15.1" }] })).toHaveLength(1);
    expect(problems({ stores: [{ ...vector, version: "15.4" }] })).toEqual([]);
    expect(problems({ stores: [{ ...vector, version: "15" }] })).toEqual([]);
  });

  it("is Redis without TLS, in a template and in a URL's scheme", () => {
    const app = service("app", {
      image,
      env: {
        PLAIN: template`redis://:${cache.password}@${cache.host}:6379/1`,
        SAFE: template`rediss://:${cache.password}@${cache.host}:6379/1`,
        OWN: cache.url,
        NAMED: { ...cache.url, scheme: "redis" },
      },
    });
    const told =
      "ElastiCache accepts only TLS, and redis:// is unencrypted; write rediss://, or name the store's own url";
    expect(problems({ services: [app], stores: [cache] })).toEqual([
      `services.app.env.PLAIN: ${told}`,
      `services.app.env.NAMED: ${told}`,
    ]);
  });

  it("is a ZooKeeper that others reach: MSK brings its own", () => {
    const keeper = zookeeper("zookeeper", { version: "3.9" });
    const broker = kafka("kafka", { version: "7.9.1", zookeeper: "zookeeper" });
    const app = service("app", { image, env: { ZOO: keeper.url } });
    expect(problems({ stores: [keeper, broker] })).toEqual([]);
    expect(problems({ stores: [keeper] })).toHaveLength(1);
    expect(problems({ services: [app], stores: [keeper, broker] })).toEqual([
      "stores.zookeeper.engine: app names it in env.ZOO, but other components cannot reach MSK's ZooKeeper; name the broker instead",
    ]);
  });
});

describe("backups that AWS cannot take", () => {
  it("promise less than five minutes", () => {
    const backups = [backup("db-daily", { ...kept, of: db, pointInTime: { rpo: "1m" } })];
    expect(problems({ stores: [db], backups })).toEqual([
      'backups.db-daily.pointInTime.rpo: RDS saves its log every five minutes, so 1m cannot be promised; write rpo: "5m" or more',
    ]);
  });

  it("ask a cache's nodes for more snapshots than ElastiCache gives", () => {
    const saved = (schedule: string) => [backup("cache-often", { ...kept, of: cache, schedule })];
    // Two nodes in production.
    expect(problems({ stores: [cache], backups: saved("0 * * * *") })).toEqual([]);
    expect(problems({ stores: [cache], backups: saved("*/30 * * * *") })).toEqual([
      'backups.cache-often.schedule: ElastiCache gives 20 snapshots of a node a day, and "*/30 * * * *" asks 2 of them for 8 more; write one like "0 */2 * * *", or more nodes',
    ]);
  });

  it("are of engines that nothing saves", () => {
    const registry = consul("registry", { version: "1.21" });
    expect(problems({ stores: [registry], backups: [backup("daily", { ...kept, of: registry })] })).toEqual([
      "backups.daily: the AWS target does not back up consul; back it up by its own tools, and leave this backup out",
    ]);
  });

  it("name days of the month and of the week at once", () => {
    const files = volume("files");
    const backups = [backup("files-daily", { ...kept, of: files, schedule: "0 2 1 * 1" })];
    expect(problems({ stores: [files], backups })).toHaveLength(1);
  });

  it("are of external stores, but for a Postgres without a promise of any moment", () => {
    const external = { url: { ref: "secret", name: "url", part: "value" } } as const;
    const away = { ...db, external };
    const daily = backup("db-daily", { ...kept, of: away });
    expect(problems({ stores: [away], backups: [daily] })).toEqual([]);
    expect(problems({ stores: [away], backups: [{ ...daily, pointInTime: { rpo: "5m" } }] })).toEqual([
      'backups.db-daily.pointInTime: "db" is an external store, which archives its own log; leave pointInTime out',
    ]);
    const cached = { ...cache, external };
    expect(
      problems({ stores: [cached], backups: [backup("cache-daily", { ...kept, of: cached })] }),
    ).toHaveLength(1);
  });
});

it("refuses to keep what RDS and ElastiCache remove after 35 days", () => {
  const keeping = (of: typeof db | typeof cache, keep: Backup["keep"], more: Partial<Backup> = {}) => {
    const saved = {
      ...backup("saved", { of, schedule: "0 2 * * *", keep, destinations: [{ to: "volume" }] }),
      ...more,
    };
    return beyondStores(shop({ stores: [db, cache], backups: [saved] }), awsSettings())
      .filter(({ path }) => path.endsWith(".keep"))
      .map(({ message }) => message);
  };
  const log = { pointInTime: { rpo: "5m" } } as const;
  expect([
    keeping(cache, { age: "35d" }),
    keeping(cache, { count: 35 }),
    keeping(db, { age: "35d" }, log),
  ]).toEqual([[], [], []]);
  // Dumps are kept for longer; any moment is not.
  expect(keeping(db, { age: "90d" })).toEqual([]);
  expect(keeping(cache, { age: "90d" })).toEqual([
    'ElastiCache keeps daily snapshots for at most 35 days, not 90; write keep: { age: "35d" } or less',
  ]);
  expect(keeping(cache, { count: 36 })).toHaveLength(1);
  expect(keeping(db, { age: "90d" }, log)).toEqual([
    'RDS can restore any moment of the last 35 days, and these backups are kept for 90; write keep: { age: "35d" } or less, or leave pointInTime out',
  ]);
  expect(keeping(db, { count: 36 }, log)).toHaveLength(1);
});
