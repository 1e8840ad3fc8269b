import { beforeEach, describe, expect, it } from "vitest";
import type { Instance, InstanceBeside } from "../../../../../components/aws/runtime/keeping";
import { backup, mariadb, postgres, system } from "../../../../../components/model";
import { development, resources } from "../../../../support/valid";
import { made, partsOf, Scene, task } from "./scene";

const db = postgres("db", { version: "16", database: "shop", user: "shop", resources });
const orders = mariadb("orders", { version: "10.11", database: "shop", user: "shop" });
const plan = { schedule: "0 2 * * *", keep: { count: 7 }, destinations: [{ to: "volume" }] } as const;
const shop = system("shop", development, {
  stores: [db, orders],
  backups: [backup("db-daily", { of: db, ...plan }), backup("orders-daily", { of: orders, ...plan })],
});
const parts = (name: string, store: string) => [
  ...partsOf(name),
  task(name, "backup", ["take", "keep"]),
  task(`${name}-restore`, "backup", ["fetch", "restore"]),
  made("aws:rds/instance:Instance", store, "store", {
    identifier: `${store}-replica`,
    replicateSourceDb: `shop-${store}`,
  }),
  made("aws:rds/instance:Instance", store, "store", {
    identifier: `shop-${store}`,
    replicateSourceDb: "",
    dbSubnetGroupName: "subnets",
    parameterGroupName: "parameters",
    vpcSecurityGroupIds: ["sg-db"],
  }),
];
const now = new Date("2026-01-31T14:00:00Z");
const moment = new Date("2026-01-31T13:45:00Z");
const dump = "20260131T141000Z-moment.00000009";

describe("a moment of a database in an account", () => {
  let besides: InstanceBeside[];
  let removed: string[];
  let keys: string[];
  let answers: (Instance | undefined)[];
  let scene: Scene;
  beforeEach(() => {
    [besides, removed, keys] = [[], [], []];
    answers = [
      { status: "available", address: "shop-db.example", until: "2026-01-31T13:55:00Z" },
      { status: "creating" },
      { status: "backing-up", address: "beside.example" },
    ];
    scene = new Scene(shop, [...parts("db-daily", "db"), ...parts("orders-daily", "orders")], {
      instance: () => Promise.resolve(answers.shift() ?? { status: "available", address: "beside.example" }),
      earliest: () => Promise.resolve("2026-01-24T02:00:00Z"),
      restoreBeside: (wanted) => {
        besides.push(wanted);
        return Promise.resolve();
      },
      remove: (name) => {
        removed.push(name);
        return Promise.resolve();
      },
      objects: (_, prefix) =>
        Promise.resolve(keys.map((name) => ({ key: `${prefix}${name}/SHA256SUMS`, size: 1, at: "" }))),
      text: () => Promise.resolve("{}"),
    });
    scene.whileRunning = ({ told }) => {
      if (told.take !== undefined) keys.push(dump);
    };
  });

  it("is made beside by RDS, dumped from there, removed, and restored in place", async () => {
    const kept = await scene.kept("db-daily");
    expect([kept.reachesMoments, await kept.since([])]).toEqual([true, "2026-01-24T02:00:00Z"]);
    const told = await kept.restoreMoment(moment, now);
    expect(besides).toEqual([
      {
        ...{ source: "shop-db", name: "shop-db-20260131t140000z", moment },
        ...{ subnetGroup: "subnets", securityGroups: ["sg-db"], parameterGroup: "parameters" },
      },
    ]);
    expect(scene.started.map(({ told: steps }) => steps)).toEqual([
      { take: { PGHOST: "beside.example", KIND: "moment" } },
      { fetch: { BACKUP_NAME: dump }, restore: { MOMENT: "20260131t140000z" } },
    ]);
    expect(removed).toEqual(["shop-db-20260131t140000z"]);
    expect(scene.noted).toEqual([
      "Having RDS make shop-db-20260131t140000z as db was at 2026-01-31T13:45:00.000Z",
      "Dumping what db was then",
      "Removing shop-db-20260131t140000z",
      `Restoring ${dump}`,
    ]);
    expect(told).toContain("kept as shop_before_20260131t140000z");
  });

  it("of a MariaDB is dumped by its own variable", async () => {
    await (await scene.kept("orders-daily")).restoreMoment(moment, now);
    expect(scene.started[0]?.told.take).toEqual({ STORE_HOST: "beside.example", KIND: "moment" });
    expect(besides[0]?.source).toBe("shop-orders");
  });

  it("changes nothing where the dump fails, removes what was made, and names a cause", async () => {
    scene.codes.take = 1;
    scene.log.take = "password authentication failed";
    const kept = await scene.kept("db-daily");
    await expect(kept.restoreMoment(moment, now)).rejects.toThrow(
      /password authentication failed\ndb is as it was.*password of then/s,
    );
    expect(removed).toEqual(["shop-db-20260131t140000z"]);
    expect(scene.started).toHaveLength(1);
  });

  it.each([
    ["2026-01-31T13:58:00Z", "from 2026-01-24T02:00:00Z to 2026-01-31T13:55:00Z"],
    ["2026-01-20T00:00:00Z", "from 2026-01-24T02:00:00Z to 2026-01-31T13:55:00Z"],
    ["2026-02-01T00:00:00Z", "is not in the past"],
  ])("%s is refused before anything is made", async (wanted, why) => {
    const kept = await scene.kept("db-daily");
    await expect(kept.restoreMoment(new Date(wanted), now)).rejects.toThrow(why);
    expect(besides).toEqual([]);
  });
});
