import { describe, expect, it } from "vitest";
import { Backup } from "../../../../../components/kubernetes/backup/backup";
import { keptSize, ordered, saviour, scripts } from "../../../../../components/kubernetes/backup/backup.args";
import {
  backup,
  postgres,
  redis,
  type Backup as BackupModel,
  type Server,
  type System,
  type Volume,
} from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, listed, only } from "../../../../support/mocks";
import { api, db, shop, uploads } from "../../../../support/valid";

const key = { ref: "secret", name: "bucket-key", part: "value" } as const;
const daily = (of: Server | Volume, more: Partial<BackupModel> = {}): BackupModel => ({
  ...backup(`${of.name}-daily`, {
    of,
    schedule: "0 2 * * *",
    keep: { count: 7 },
    destinations: [{ to: "volume" }],
    drill: { schedule: "0 4 * * *" },
  }),
  ...more,
});
const args = (store: Server | Volume, more: Partial<BackupModel> = {}) => ({
  backup: daily(store, more),
  system: shop,
  store,
  claims: { uploads: "uploads" },
  after: [],
  protect: true,
});
const made = (store: Server | Volume, more: Partial<BackupModel> = {}) =>
  deploy(() => new Backup(context, args(store, more)));

interface Pod {
  readonly affinity?: unknown;
  readonly containers: readonly {
    readonly name: string;
    readonly args?: readonly string[];
    readonly env: unknown;
  }[];
}

describe("a backup on Kubernetes", () => {
  it("is taken and tried out by CronJobs, beside a keeper that makes up for what was missed", async () => {
    const deployed = await made(db);
    expect(listed(deployed)).toEqual([
      "Deployment shop-dev-db-daily",
      "CronJob shop-dev-db-daily",
      "CronJob shop-dev-db-daily-drill",
      "ConfigMap shop-dev-db-daily-files",
      "PersistentVolumeClaim shop-dev-db-daily-kept",
      "PersistentVolumeClaim shop-dev-db-daily-metrics",
      "Secret shop-dev-db-daily-secrets",
      "Service shop-dev-db-daily",
      "ServiceAccount shop-dev-db-daily",
      "Backup shop-dev-db-daily",
    ]);
    const run = only(deployed, "CronJob", "shop-dev-db-daily").inputs.spec as {
      schedule: string;
      jobTemplate: { spec: { template: { spec: Pod } } };
    };
    expect(run).toMatchObject({ schedule: "0 2 * * *", timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" });
    const pod = run.jobTemplate.spec.template.spec;
    expect(pod.containers[0]?.args).toEqual(["sh", "/opt/backup/main.sh", "take", "scheduled"]);
    // The disk with the backups is the keeper's as well.
    expect(JSON.stringify(pod.affinity)).toContain('"app.kubernetes.io/component":"backup"');
    expect(only(deployed, "PersistentVolumeClaim", "shop-dev-db-daily-kept")).toMatchObject({
      protect: true,
      inputs: { spec: { resources: { requests: { storage: "20Gi" } } } },
    });
  });

  it("reaches its store over the network, with the password in a file", () => {
    const { env, files } = scripts(daily(db), db);
    expect(Object.keys(env)).toEqual(["PGHOST", "PGPORT", "PGDATABASE", "PGUSER"]);
    expect(files["/run/secrets/password"]?.content).toEqual(db.password);
    expect(files["/opt/backup/settings.sh"]?.content).toMatch("due_take() { return 1; }");
    const operated = { ...db, operator: "cloudnative-pg" } as const;
    const copies = scripts(daily(operated, { pointInTime: { rpo: "5m" } }), operated);
    expect(copies.env.PGHOST).toBe("db-rw");
    // The operator's plugin archives the log, so the scripts promise none of it.
    expect(copies.files["/opt/backup/settings.sh"]?.content).toMatch("POINT_IN_TIME='0'");
    const set = redis("cache", { version: "7", persistence: "append-only", nodes: 3 });
    expect(scripts(daily(set), set).files["/opt/backup/settings.sh"]?.content).toMatch(
      "SENTINELS='cache-0.cache-nodes cache-1.cache-nodes cache-2.cache-nodes'",
    );
  });

  it("of a volume comes after the service whose disk it needs, unless a job of the release waits for it", () => {
    const [uploadsBackup, dbBackup] = [daily(uploads), daily(db)];
    const backups = [uploadsBackup, dbBackup];
    const after = (system: System) => ordered(system)[1].map(({ backup: { name } }) => name);
    expect(ordered({ ...shop, backups })[0]).toEqual([{ backup: dbBackup, store: db }]);
    expect(after({ ...shop, backups })).toEqual([uploadsBackup.name]);
    const [migrate] = shop.jobs;
    if (migrate === undefined) throw new Error("the shop has no job");
    const jobs = [{ ...migrate, backupFirst: uploadsBackup.name }];
    expect(after({ ...shop, backups, jobs })).toEqual([]);
    const many = { ...uploads, access: "many" } as const;
    expect(after({ ...shop, stores: [db, many], backups })).toEqual([]);
  });

  it("to any moment runs where the store's archived log is", async () => {
    const deployed = await made(db, { pointInTime: { rpo: "5m" } });
    const keeper = only(deployed, "Deployment", "shop-dev-db-daily").inputs.spec as {
      template: { spec: Pod };
    };
    expect(JSON.stringify(keeper.template.spec.affinity)).toContain('"app.kubernetes.io/component":"store"');
    expect(JSON.stringify(keeper)).toContain('"claimName":"db-log"');
  });

  it("copies to a bucket by a container that alone has its keys", async () => {
    const bucket = { to: "bucket", bucket: "b", accessKey: key, secretKey: key } as const;
    const deployed = await made(db, { destinations: [bucket] });
    const { containers } = (
      only(deployed, "Deployment", "shop-dev-db-daily").inputs.spec as { template: { spec: Pod } }
    ).template.spec;
    expect(containers.map(({ name }) => name)).toEqual(["backup", "offsite", "metrics"]);
    const [own, copies] = containers.map((one) => JSON.stringify(one));
    expect(own).not.toContain("offsite");
    expect(copies).toContain("offsite-files-run-secrets");
  });

  it("of files reads them as those who write them, and cannot change them", async () => {
    const system = { ...shop, services: [{ ...api, user: "1000:1000" }] };
    expect(saviour(system, uploads)).toEqual({
      ...{ image: "busybox:1.37", user: "1000:1000", tool: false },
    });
    expect(saviour(shop, uploads).user).toBe("65534:65534");
    const deployed = await made(uploads);
    const run = JSON.stringify(only(deployed, "CronJob", "shop-dev-uploads-daily").inputs.spec);
    expect(run).toContain('{"mountPath":"/saved","name":"saved","readOnly":true}');
  });

  it("before a job of the release is taken once for each of its images", async () => {
    const first = await deploy(() => new Backup(context, args(db)).first("migrate", "shop/api:v1"));
    const job = first.resources.find(({ type }) => type === "kubernetes:batch/v1:Job");
    expect(job?.inputs.metadata).toMatchObject({
      name: expect.stringMatching(/^db-daily-before-migrate-[0-9a-f]{10}$/) as string,
      annotations: { "dev.trireme.before": "shop/api:v1" },
    });
    expect(JSON.stringify(job?.inputs.spec)).toContain('"take","release"');
  });

  it("has room for two of its store", () => {
    expect(keptSize(postgres("p", { version: "16", database: "d", user: "u", size: "500Gi" }))).toBe(
      "1024000Mi",
    );
  });
});
