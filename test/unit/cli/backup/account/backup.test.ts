import { beforeEach, describe, expect, it } from "vitest";
import type { KeptObject } from "../../../../../components/aws/runtime/keeping";
import { backup, http, postgres, redis, service, system, volume } from "../../../../../components/model";
import { awsTypes } from "../../../../../cli/runtime/account";
import { development, image, resources } from "../../../../support/valid";
import { made, partsOf, Scene, task } from "./scene";

const db = postgres("db", { version: "16", database: "shop", user: "shop", resources });
const cache = redis("cache", { version: "7", persistence: "append-only", resources });
const uploads = volume("uploads");
const plan = { schedule: "0 2 * * *", keep: { count: 7 }, destinations: [{ to: "volume" }] } as const;
const api = service("api", {
  image: image("api"),
  port: 8000,
  env: { DATABASE_URL: db.url },
  health: http("/health"),
  resources,
});
const shop = system("shop", development, {
  services: [api],
  stores: [db, cache, uploads],
  backups: [
    backup("db-daily", { of: db, ...plan }),
    backup("cache-daily", { of: cache, ...plan }),
    backup("uploads-daily", { of: uploads, ...plan }),
  ],
});

const service1 = made(awsTypes.service, "api", "service", { cluster: "arn:cluster", name: "shop-api" });
const database = [
  ...partsOf("db-daily"),
  task("db-daily", "backup", ["prepare-work", "number", "take", "keep"]),
  task("db-daily-drill", "drill", ["prepare-work", "fetch", "drill"]),
  task("db-daily-restore", "backup", ["prepare-work", "fetch", "restore"]),
  made("aws:rds/instance:Instance", "db", "store", {
    identifier: "shop-db",
    dbSubnetGroupName: "subnets",
    parameterGroupName: "parameters",
    vpcSecurityGroupIds: ["sg-db"],
  }),
  service1,
];
const now = new Date("2026-01-31T13:45:09Z");
const first = "20260101T020000Z.00000001";
const second = "20260102T020000Z-manual.00000002";
const at = "2026-01-01T02:00:00.000Z";
const complete = (name: string): readonly KeptObject[] =>
  ["manifest.json", "dump", "SHA256SUMS"].map((file) => ({ key: `db-daily/${name}/${file}`, size: 9, at }));
const manifest = (name: string) =>
  JSON.stringify({
    time: name.startsWith("20260101") ? "2026-01-01T02:00:00Z" : "2026-01-02T02:00:00Z",
    size: 4200,
    version: "16.4",
    rows: { "public.orders": 40, "public.users": 2 },
  });

describe("a backup of a database in an account", () => {
  let objects: readonly KeptObject[];
  let counts: Record<string, number>;
  let scene: Scene;
  beforeEach(() => {
    objects = complete(first);
    counts = { "shop-api": 2 };
    scene = new Scene(shop, database, {
      objects: () => Promise.resolve(objects),
      text: (_, key) => Promise.resolve(manifest(key.split("/")[1] ?? "")),
      count: (_, name) => Promise.resolve({ wanted: counts[name] ?? 0, running: counts[name] ?? 0 }),
      setCount: (_, name, count) => {
        counts[name] = count;
        scene.noted.push(`${name}: ${count}`);
        return Promise.resolve();
      },
    });
  });

  it("is taken by its own task now, as one that was asked for, and the manifest's figures are told", async () => {
    scene.log.take = `2026-01-02T02:00:00Z took ${second}: 4200 bytes in 3 s\n`;
    scene.log.keep = '{"_aws":{}}\n';
    scene.whileRunning = () => {
      objects = [...complete(first), ...complete(second)];
    };
    const { code, output } = await (await scene.kept("db-daily")).take();
    expect(scene.started).toEqual([{ definition: "arn:db-daily:1", told: { take: { KIND: "manual" } } }]);
    expect(code).toBe(0);
    expect(output.split("\n")).toEqual([
      `2026-01-02T02:00:00Z took ${second}: 4200 bytes in 3 s`,
      "backup    name                              taken (UTC)          where   size    rows  version  checksum",
      `db-daily  ${second}  2026-01-02 02:00:00  bucket  4.2 kB  42    16.4     checked when fetched`,
    ]);
  });

  it("that fails says at which step, why, and its last lines", async () => {
    scene.codes.take = 1;
    scene.log.take = "pg_dump: error: connection failed";
    const { code, output } = await (await scene.kept("db-daily")).take();
    expect(code).toBe(1);
    expect(output).toBe(
      "Step take of 77 ended: container take has exit code 1\npg_dump: error: connection failed",
    );
  });

  it("is tried out by its drill's task", async () => {
    scene.log.drill = 'the backup x of db was restored and is complete\n{"_aws":{}}';
    expect(await (await scene.kept("db-daily")).drill()).toEqual({
      code: 0,
      output: "the backup x of db was restored and is complete",
    });
    expect(scene.started).toEqual([{ definition: "arn:db-daily-drill:1", told: {} }]);
  });

  it("is listed by what is complete in the bucket", async () => {
    objects = [...complete(first), { key: `db-daily/${second}/dump`, size: 1, at }];
    expect(await (await scene.kept("db-daily")).list()).toEqual([
      {
        ...{ backup: "db-daily", name: first, where: "bucket" },
        ...{ time: "2026-01-01T02:00:00Z", size: 4200, version: "16.4", rows: 42, base: undefined },
      },
    ]);
  });

  it("is restored while who writes is stopped, and tells where the data of before is", async () => {
    const kept = await scene.kept("db-daily");
    expect(kept.announcement("the backup x of db-daily")).toBe(
      "db gets the backup x of db-daily. Meanwhile api are stopped; what is in it now is kept.",
    );
    scene.log.restore = `shop is the backup ${first}`;
    const told = await kept.restore({ backup: "db-daily", name: first, where: "bucket" }, now);
    expect(scene.started).toEqual([
      {
        definition: "arn:db-daily-restore:1",
        told: { fetch: { BACKUP_NAME: first }, restore: { MOMENT: "20260131t134509z" } },
      },
    ]);
    expect(scene.noted).toEqual([
      "Stopping api",
      "shop-api: 0",
      `Restoring ${first}`,
      "Starting api",
      "shop-api: 2",
    ]);
    expect(told).toBe(
      `shop is the backup ${first}\nThe database before is kept as shop_before_20260131t134509z. Remove it: npx trireme restore shop-aws --forget shop_before_20260131t134509z --backup db-daily`,
    );
  });

  it("starts who writes again when a restore fails", async () => {
    scene.codes.fetch = 1;
    scene.log.fetch = "it came back from the bucket with a wrong checksum";
    const kept = await scene.kept("db-daily");
    await expect(kept.restore({ backup: "db-daily", name: first, where: "bucket" }, now)).rejects.toThrow(
      "Step fetch of 77 ended: container fetch has exit code 1\nit came back from the bucket with a wrong checksum",
    );
    expect(counts).toEqual({ "shop-api": 2 });
  });

  it("is restored beside the database, and removed by the name that was told", async () => {
    const kept = await scene.kept("db-daily");
    const told = await kept.restoreBeside({ backup: "db-daily", name: first, where: "bucket" }, now);
    expect(told).toContain("is in the database shop_scratch_20260131t134509z; shop is as it was");
    await kept.forget("shop_scratch_20260131t134509z");
    expect(scene.started.map(({ told: steps }) => steps)).toEqual([
      { fetch: { BACKUP_NAME: first }, restore: { MOMENT: "20260131t134509z", BESIDE: "1" } },
      { fetch: { BACKUP_NAME: "none" }, restore: { FORGET: "shop_scratch_20260131t134509z" } },
    ]);
    await expect(kept.forget("shop")).rejects.toThrow('"shop" was not kept by a restore');
  });
});

describe("a backup of a cache in an account", () => {
  const group = "aws:elasticache/replicationGroup:ReplicationGroup";
  const parts = [
    ...partsOf("cache-daily"),
    made(group, "cache", "store", { replicationGroupId: "shop-cache", nodeType: "cache.t4g.small" }),
  ];
  const snapshot = {
    name: "automatic.shop-cache",
    at: "2026-01-01T02:30:00.5Z",
    size: "5 MB",
    version: "7.1",
  };

  it("is a snapshot that ElastiCache takes now", async () => {
    const asked: string[] = [];
    const answers = [[], [{ ...snapshot, status: "creating" }]];
    const scene = new Scene(shop, parts, {
      takeSnapshot: (of, name) => {
        asked.push(of, name);
        return Promise.resolve();
      },
      snapshots: () =>
        Promise.resolve(answers.shift() ?? [{ ...snapshot, name: asked[1] ?? "", status: "available" }]),
    });
    const { code, output } = await (await scene.kept("cache-daily")).take();
    expect([code, asked[0]]).toEqual([0, "shop-cache"]);
    expect(asked[1]).toMatch(/^shop-cache-manual-\d{8}t\d{6}z$/);
    expect(output).toMatch(/snapshot {2}5\.0 MB {2}\? +Redis 7\.1 +by its service/);
    expect(output).toContain(`aws elasticache delete-snapshot --snapshot-name ${asked[1]}`);
  });

  it("that ElastiCache cannot make has failed", async () => {
    const scene = new Scene(shop, parts, {
      takeSnapshot: () => Promise.resolve(),
      snapshots: () => Promise.resolve([]),
    });
    expect(await (await scene.kept("cache-daily")).take()).toMatchObject({ code: 1 });
  });

  it("is restored by hand: ElastiCache has no way back into a group that runs", async () => {
    const scene = new Scene(shop, parts, {
      snapshots: () => Promise.resolve([{ ...snapshot, status: "available" }]),
    });
    const kept = await scene.kept("cache-daily");
    const [listed] = await kept.list();
    expect(listed).toMatchObject({ where: "snapshot", size: 5_000_000, time: "2026-01-01T02:30:00Z" });
    if (listed === undefined) throw new Error("nothing is listed");
    await expect(kept.restore(listed, now)).rejects.toThrow(
      /Nothing was changed. In this order:\n {2}1\. .*--replication-group-id shop-cache-restored .*--snapshot-name automatic.shop-cache .*--cache-node-type cache.t4g.small/,
    );
    await expect(kept.restoreMoment(new Date(0), now)).rejects.toThrow("cache is none");
  });
});

it("tries out an older backup of a volume without telling CloudWatch of the newest", async () => {
  const scene = new Scene(shop, [
    ...partsOf("uploads-daily"),
    task("uploads-daily-drill", "drill", ["prepare-work", "fetch", "drill"]),
  ]);
  const kept = await scene.kept("uploads-daily");
  await kept.restoreBeside({ backup: "uploads-daily", name: first, where: "bucket" }, now);
  expect(scene.started[0]?.told).toEqual({ fetch: { BACKUP_NAME: first }, drill: { TRIED: "1" } });
});

it("says what is not deployed, and which backups there are", async () => {
  const scene = new Scene(shop, []);
  await expect((await scene.kept("uploads-daily")).take()).rejects.toThrow(
    "uploads-daily is not deployed yet: npx trireme up shop-aws",
  );
  await expect(scene.kept("other")).rejects.toThrow("there are db-daily, cache-daily, uploads-daily");
});
