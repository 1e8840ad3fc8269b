import { describe, expect, it } from "vitest";
import {
  clusterSpec,
  endpointsOf,
  instancesOf,
  objectStoreSpec,
  poolerSpec,
  retention,
  scheduledBackupSpec,
} from "../../../../../components/kubernetes/stores/cloudnative.args";
import {
  backup,
  operatedImage,
  postgres,
  type Backup,
  type BackupDestination,
} from "../../../../../components/model";
import { resources } from "../../../../support/valid";
import { settings } from "../../../../support/kubernetes";

const owner = { prefix: "shop-prod", system: "shop" };
const db = postgres("db", {
  version: "16",
  database: "shop",
  user: "shop",
  extensions: ["vector"],
  parameters: { max_connections: "200" },
  readReplicas: 2,
  tls: true,
  connectionLimit: 20,
  size: "500Gi",
  resources,
  operator: "cloudnative-pg",
});
const key = { ref: "secret", name: "key", part: "value" } as const;
const bucket: Extract<BackupDestination, { to: "bucket" }> = {
  to: "bucket",
  bucket: "backups",
  prefix: "postgres/",
  endpoint: "https://s3.example.com",
  accessKey: key,
  secretKey: key,
};
const daily = (keep: Backup["keep"], schedule = "0 2 * * *") =>
  backup("db-daily", { of: db, schedule, keep, destinations: [bucket] });

describe("servers of an operator", () => {
  const placed = {
    ...settings,
    nodes: { pool: "data" },
    tolerations: [{ key: "pool", value: "data", effect: "NoSchedule" }],
    spread: { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
    priorityClasses: { [db.name]: "data" },
  } as const;

  it("run where the stack's file says, in the operator's words", () => {
    const own = clusterSpec(db, { owner, settings: placed, image: operatedImage(db), credentials: "x" });
    expect(own).toMatchObject({
      affinity: {
        nodeSelector: { pool: "data" },
        tolerations: [{ key: "pool", operator: "Equal", value: "data", effect: "NoSchedule" }],
      },
      priorityClassName: "data",
      topologySpreadConstraints: [
        {
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: { matchLabels: { "cnpg.io/cluster": db.name, "cnpg.io/podRole": "instance" } },
        },
        { topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
      ],
    });
    expect(poolerSpec(db, owner, placed, {})).toMatchObject({
      template: { spec: { nodeSelector: { pool: "data" }, priorityClassName: "data" } },
    });
  });

  it("are the operator's own business where it says nothing", () => {
    const own = clusterSpec(db, { owner, settings, image: operatedImage(db), credentials: "x" });
    expect(own).not.toHaveProperty("topologySpreadConstraints");
    expect(own).not.toHaveProperty("priorityClassName");
  });
});

describe("a cluster of CloudNativePG", () => {
  const spec = clusterSpec(db, {
    owner,
    image: operatedImage(db),
    credentials: "db-owner",
    settings: { ...settings, storageClass: "fast" },
    archive: "db-daily",
  });

  it("is what the store asks for", () => {
    expect(spec).toMatchObject({
      instances: 3,
      imageName: "ghcr.io/cloudnative-pg/postgresql:16-standard-bookworm",
      enableSuperuserAccess: false,
      bootstrap: {
        initdb: {
          database: "shop",
          owner: "shop",
          secret: { name: "db-owner" },
          postInitApplicationSQL: ['create extension if not exists "vector"'],
        },
      },
      managed: { roles: [{ name: "shop", connectionLimit: 20, passwordSecret: { name: "db-owner" } }] },
      postgresql: { parameters: { max_connections: "200" }, pg_hba: ["hostnossl all all all reject"] },
      storage: { size: "500Gi", storageClass: "fast" },
    });
  });

  it("copies itself and its log by the plugin", () => {
    expect(spec.plugins).toEqual([
      {
        name: "barman-cloud.cloudnative-pg.io",
        isWALArchiver: true,
        parameters: { barmanObjectName: "db-daily" },
      },
    ]);
    expect(
      clusterSpec(db, { owner, settings, image: operatedImage(db), credentials: "x" }).plugins,
    ).toBeUndefined();
    expect(objectStoreSpec(daily({ age: "7d" }), bucket, "keys")).toEqual({
      retentionPolicy: "7d",
      configuration: {
        destinationPath: "s3://backups/postgres/",
        endpointURL: "https://s3.example.com",
        s3Credentials: {
          accessKeyId: { name: "keys", key: "access-key" },
          secretAccessKey: { name: "keys", key: "secret-key" },
        },
        wal: { compression: "gzip" },
        data: { compression: "gzip" },
      },
    });
    // Its cron counts seconds first.
    expect(scheduledBackupSpec(daily({ count: 7 }), "db")).toMatchObject({
      schedule: "0 0 2 * * *",
      method: "plugin",
      cluster: { name: "db" },
    });
  });

  it("has a third server for the vote, and one for each reader", () => {
    expect([0, 2, 4].map((readReplicas) => instancesOf({ ...db, readReplicas }))).toEqual([3, 3, 5]);
    expect(instancesOf({ ...db, readReplicas: 2, standby: true })).toBe(4);
  });

  it("is written to through its pooler where it has one", () => {
    expect(endpointsOf(db)).toEqual({ write: "db-rw", read: "db-ro", direct: "db-rw" });
    expect(endpointsOf({ ...db, pooler: true }).write).toBe("db-pooler");
    expect(poolerSpec(db, owner, settings, {})).toMatchObject({
      cluster: { name: "db" },
      type: "rw",
      pgbouncer: { poolMode: "session", parameters: { default_pool_size: "20" } },
    });
  });
});

it("keeps as many days as backups are promised", () => {
  expect(retention(daily({ count: 7 }))).toBe("7d");
  expect(retention(daily({ count: 24 }, "0 * * * *"))).toBe("1d");
  expect(retention(daily({ count: 4 }, "0 3 * * 0"))).toBe("28d");
  expect(retention(daily({ age: "36h" }))).toBe("2d");
});
