import { ComponentResource } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import {
  backup,
  mariadb,
  objectStore,
  postgres,
  qdrant,
  redis,
  type Backup as BackupModel,
  type Postgres,
} from "../../../../../components/model";
import type { AwsContext } from "../../../../../components/aws/context";
import type { Saved } from "../../../../../components/aws/backup/grants";
import { Cache } from "../../../../../components/aws/stores/redis";
import { Objects } from "../../../../../components/aws/stores/objects";
import { Server } from "../../../../../components/aws/stores/server";
import { Backup } from "../../../../../components/aws/backup/backup";
import { vaulted } from "../../../../../components/aws/backup/backup.args";
import { createBucket } from "../../../../../components/aws/stores/bucket";
import { Database } from "../../../../../components/aws/stores/postgres";
import { awsContext, environment, shop, systems } from "../../../../support/aws-stores";
import { deploy, listed, only, valueOf, type Deployment } from "../../../../support/mocks";

const simplr = systems.simplr(environment("production"));
const store = simplr.stores.find((one): one is Postgres => one.engine === "postgres");
const [daily] = simplr.backups;
const [migration] = simplr.jobs;
if (store === undefined || daily === undefined || migration === undefined)
  throw new Error("Simplr has a database, its backup and a migration");

class Scene extends ComponentResource {
  readonly backup: Backup;

  constructor() {
    super("test:Scene", "scene");
    const context = awsContext(simplr);
    const opts = { parent: this };
    const component = new Database(context, { store: store as Postgres }, opts);
    const bucket = createBucket(
      context,
      { component: "backups", role: "backup", name: "backups", rules: [] },
      this,
    );
    const saved = { engine: "postgres", store: store as Postgres, component } as const;
    if (daily === undefined || migration === undefined) throw new Error("there is no backup");
    this.backup = new Backup(context, { backup: daily, saved, bucket }, opts);
    this.backup.first(migration, "ghcr.io/acme/app:v2");
    this.registerOutputs({});
  }
}

const answers = {
  "simplr-prod-db": { endpoint: "db.example:5432", address: "db.example" },
  "simplr-prod-backups": { arn: "arn:aws:s3:::backups" },
  "simplr-prod-db-credentials": { arn: "arn:credentials" },
};
const deployed = () => deploy(() => new Scene(), { answers });

interface Definition {
  readonly name: string;
  readonly essential: boolean;
  readonly user: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
}

function containers(deployment: Deployment<unknown>, task: string): readonly Definition[] {
  const { inputs } = only(deployment, "TaskDefinition", task);
  return JSON.parse(String(inputs.containerDefinitions)) as readonly Definition[];
}

describe("a backup of a database", { timeout: 120_000 }, () => {
  it("is a task on its schedule, a drill on another, one that restores, and one before the migration", async () => {
    const deployment = await deployed();
    expect(listed(deployment).filter((name) => /^(TaskDefinition|Schedule) /.test(name))).toEqual([
      "TaskDefinition simplr-prod-db-daily",
      "TaskDefinition simplr-prod-db-daily-before-init-db",
      "TaskDefinition simplr-prod-db-daily-drill",
      "TaskDefinition simplr-prod-db-daily-restore",
      "Schedule simplr-prod-db-daily",
      "Schedule simplr-prod-db-daily-drill",
    ]);
  });

  it("runs its steps one after the other, as nobody's root, and the last one decides", async () => {
    const steps = containers(await deployed(), "simplr-prod-db-daily");
    expect(
      steps.map(({ name, essential, dependsOn }) => [name, essential, dependsOn?.[0]?.containerName]),
    ).toEqual([
      ["prepare-work", false, undefined],
      ["number", false, "prepare-work"],
      ["take", false, "number"],
      ["keep", false, "take"],
      ["copy", true, "keep"],
    ]);
    expect(new Set(steps.map(({ user }) => user))).toEqual(new Set(["70:70"]));
  });

  it("gives the password to the dump alone, and the bucket's keys to the copy alone", async () => {
    const steps = containers(await deployed(), "simplr-prod-db-daily");
    expect(steps.map(({ secrets }) => secrets.map(({ name }) => name))).toEqual([
      [],
      [],
      ["PGPASSWORD"],
      [],
      ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    ]);
    expect(steps[2]?.environment).toEqual(expect.arrayContaining([{ name: "PGHOST", value: "db.example" }]));
  });

  it("may write into its own folder of the bucket, and nowhere else", async () => {
    const { policy } = only(await deployed(), "RolePolicy", "simplr-prod-db-daily-task").inputs;
    const { Statement } = JSON.parse(String(policy)) as {
      Statement: { Sid: string; Action: string[]; Resource: string[] }[];
    };
    expect(Statement.map(({ Sid, Resource }) => [Sid, ...Resource])).toEqual([
      ["ListBackups", "arn:aws:s3:::backups"],
      ["UseBackups", "arn:aws:s3:::backups/db-daily/*"],
      ["UseKey", "arn:aws:kms:eu-west-1:123456789012:key/ours"],
    ]);
    expect(Statement.flatMap(({ Action }) => Action)).not.toContain("s3:DeleteObject");
  });

  it("is taken once more for each image before the migration", async () => {
    const [, , take] = containers(await deployed(), "simplr-prod-db-daily-before-init-db");
    expect(take?.environment).toContainEqual({ name: "BEFORE", value: "ghcr.io/acme/app:v2" });
  });

  it("says by which command a person restores", async () => {
    const { result } = await deployed();
    if (result.backup.restore === undefined) throw new Error("there is no command");
    const command = await valueOf(result.backup.restore);
    expect(command).toContain("aws ecs run-task --region eu-west-1 --cluster shop");
    expect(command).toContain('{"name":"BACKUP_NAME","value":"NAME"}');
    expect(command).toContain("subnets=[private-a,private-b],securityGroups=[sg-db-daily]");
  });
});

describe("a backup of a store that RDS does not run", { timeout: 120_000 }, () => {
  const url = { ref: "secret", name: "database-url", part: "value" } as const;
  const away = postgres("db", { version: "16", database: "shop", user: "shop", external: { url } });
  const vectors = qdrant("vectors", { version: "v1.17.0" });
  const cache = redis("cache", { version: "7", persistence: "append-only" });
  const objects = objectStore("objects", { version: "4.48", buckets: ["uploads"] });
  const of = (store: { readonly name: string }, schedule = "0 2 * * *") =>
    backup("saved", {
      of: store,
      schedule,
      keep: { count: 7 },
      destinations: [{ to: "volume" }],
      drill: { schedule: "0 4 * * *" },
    });

  class Elsewhere extends ComponentResource {
    readonly backup: Backup;

    constructor(make: (context: AwsContext, parent: ComponentResource) => Saved, model: BackupModel) {
      super("test:Scene", "scene");
      const context = awsContext(shop({ stores: [away, vectors, cache, objects], backups: [model] }));
      const name = { component: "backups", role: "backup", name: "backups", rules: [] } as const;
      const bucket = createBucket(context, name, this);
      this.backup = new Backup(
        context,
        { backup: model, saved: make(context, this), bucket },
        { parent: this },
      );
      this.registerOutputs({});
    }
  }

  it("asks an external Postgres by its URL, which is a secret whole", async () => {
    const deployment = await deploy(
      () => new Elsewhere(() => ({ engine: "external", store: away }), of(away)),
    );
    const take = containers(deployment, "shop-prod-saved").find(({ name }) => name === "take");
    expect(take?.secrets.map(({ name }) => name)).toEqual([
      "PGDATABASE",
      "PGHOST",
      "PGPASSWORD",
      "PGPORT",
      "PGSSLMODE",
      "PGUSER",
    ]);
    expect(take?.environment.map(({ name }) => name)).toEqual(["SYSTEM"]);
    expect(await valueOf(deployment.result.backup.restore as never)).toContain("aws ecs run-task");
  });

  it("saves a Qdrant by its API with its key, and restores it", async () => {
    const made = await deploy(
      () =>
        new Elsewhere(
          (context, parent) => ({
            engine: "qdrant",
            store: vectors,
            component: new Server(context, { store: vectors }, { parent }),
          }),
          of(vectors),
        ),
    );
    const take = containers(made, "shop-prod-saved").find(({ name }) => name === "take");
    expect(take?.secrets.map(({ name }) => name)).toEqual(["PASSWORD"]);
    expect(listed(made)).toContain("TaskDefinition shop-prod-saved-restore");
    expect(listed(made)).toContain("Schedule shop-prod-saved-drill");
  });

  it("reaches a MariaDB of RDS with the password that RDS has, which AWS Backup saves too", async () => {
    const orders = mariadb("orders", { version: "10.11", database: "shop", user: "shop" });
    const made = await deploy(
      () =>
        new Elsewhere(
          (context, parent) => ({
            engine: "mariadb",
            store: orders,
            component: new Database(context, { store: orders }, { parent }),
          }),
          of(orders),
        ),
    );
    const take = containers(made, "shop-prod-saved").find(({ name }) => name === "take");
    expect(take?.environment.map(({ name }) => name)).toEqual(["STORE_HOST", "SYSTEM"]);
    expect(take?.secrets.map(({ name }) => name)).toEqual(["PASSWORD"]);
    const model = shop({ stores: [orders], backups: [of(orders)] });
    expect(vaulted(model).map(({ store: { name } }) => name)).toEqual(["orders"]);
    expect(only(made, "ParameterGroup", "shop-prod-orders").inputs.family).toBe("mariadb10.11");
    expect(listed(made).filter((name) => name.startsWith("LogGroup"))).toEqual([
      "LogGroup shop-prod-orders-error",
      "LogGroup shop-prod-orders-slowquery",
    ]);
  });

  it("has ElastiCache write snapshots of this backup alone, and has no way to restore but its service", async () => {
    const made = await deploy(
      () =>
        new Elsewhere(
          (context, parent) => ({
            engine: "exported",
            store: cache,
            component: new Cache(context, { store: cache }, { parent }),
          }),
          of(cache, "0 */3 * * *"),
        ),
    );
    const policy = String(only(made, "RolePolicy", "shop-prod-saved-task").inputs.policy);
    expect(policy).toContain("elasticache:CreateSnapshot");
    expect(policy).toContain("snapshot:shop-prod-saved-*");
    expect(policy).not.toContain("elasticache:CreateReplicationGroup");
    expect(made.result.backup.restore).toBeUndefined();
    expect(containers(made, "shop-prod-saved").map(({ name }) => name)).toEqual([
      "prepare-work",
      "prepare-room",
      "export",
      "number",
      "take",
      "keep",
    ]);
  });

  it("reads the buckets of an object store by its role", async () => {
    const made = await deploy(
      () =>
        new Elsewhere(
          (context, parent) => ({
            engine: "minio",
            store: objects,
            component: new Objects(context, { store: objects }, { parent }),
          }),
          of(objects),
        ),
    );
    const policy = String(only(made, "RolePolicy", "shop-prod-saved-task").inputs.policy);
    expect(policy).toContain("UseObjects");
    expect(policy).toContain("UseBackups");
    expect(policy.match(/"Sid":"UseKey"/g)).toHaveLength(1);
  });
});
