import type { Bucket } from "@pulumi/aws/s3";
import { ComponentResource, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { Backup as BackupModel, Job } from "../../model";
import { Backup } from "./backup";
import type { Saved } from "./grants";
import { backupBucket, exportsCaches, vaulted } from "./backup.args";
import { snapshotWriter } from "../iam/statements";
import { createBucket } from "../stores/bucket";
import { backupRules } from "../stores/bucket.args";
import { isExported } from "../stores/redis.args";
import type { AwsContext } from "../context";
import type { Store } from "../stores/store";
import { Vaults, type VaultItem } from "./vault";
import type { Volume } from "../stores/volume";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface BackupsArgs {
  readonly stores: ReadonlyMap<string, Store>;
  readonly volumes: Readonly<Record<string, Volume>>;
}

/** All backups of a system: their bucket, the tasks that write and prove them, and whole copies in AWS Backup. */
export class Backups extends ComponentResource {
  private readonly made = new Map<string, Backup>();

  constructor(
    private readonly context: AwsContext,
    private readonly args: BackupsArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:aws:Backups", `${context.prefix}-backups`, {}, opts);
    const { backups } = context.model;
    if (backups.length > 0) {
      const bucket = this.createBucket();
      for (const backup of backups) this.createBackup(backup, bucket);
      this.createVaults();
    }
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.backups> {
    return nodesOf(this, children.backups);
  }

  /** Commands by which a person restores a database, by the name of the stack's output. */
  get restores(): Readonly<Record<string, Output<string>>> {
    return Object.fromEntries(
      [...this.made].flatMap(([name, { restore }]) =>
        restore === undefined ? [] : [[`${name}-restore`, restore] as const],
      ),
    );
  }

  /** What a job waits for that is to run after a backup. */
  before(job: Job): readonly Output<Resource>[] {
    const backup = job.backupFirst === undefined ? undefined : this.made.get(job.backupFirst);
    return backup === undefined ? [] : [backup.first(job, this.context.image(job.image))];
  }

  private createBucket(): Bucket {
    const { context } = this;
    return createBucket(
      context,
      {
        component: "backups",
        role: "backup",
        name: "backups",
        bucket: backupBucket(context.prefix, context.settings),
        rules: backupRules(context.model.backups),
        statements: (arn) => (exportsCaches(context.model) ? [snapshotWriter(arn, context.settings)] : []),
      },
      this,
    );
  }

  private savedOf(backup: BackupModel): Saved | undefined {
    const { store: name } = backup;
    const store = this.args.stores.get(name);
    const model = this.context.model.stores.find((one) => one.name === name);
    const volume = this.args.volumes[name];
    if (model?.engine === "postgres" && model.external !== undefined)
      return { engine: "external", store: model };
    if (model?.engine === "volume" && volume !== undefined)
      return { engine: "volume", store: model, made: volume.made };
    if (model?.engine === "postgres" && store?.engine === "postgres")
      return { engine: "postgres", store: model, component: store.component };
    if (model?.engine === "redis" && store?.engine === "redis")
      return {
        engine: isExported(backup) ? "exported" : "redis",
        store: model,
        component: store.component,
      };
    if (model?.engine === "mariadb" && store?.engine === "mariadb")
      return { engine: "mariadb", store: model, component: store.component };
    if (model?.engine === "rabbitmq" && store?.engine === "rabbitmq")
      return { engine: "rabbitmq", store: model, component: store.component };
    if (model?.engine === "minio" && store?.engine === "minio")
      return { engine: "minio", store: model, component: store.component };
    if (model?.engine === "qdrant" && store?.engine === "qdrant")
      return { engine: "qdrant", store: model, component: store.component };
    return undefined;
  }

  private createBackup(backup: BackupModel, bucket: Bucket): void {
    const saved = this.savedOf(backup);
    // What cannot be saved `scope.ts` has refused.
    if (saved === undefined) return;
    this.made.set(backup.name, new Backup(this.context, { backup, saved, bucket }, { parent: this }));
  }

  private createVaults(): void {
    const { context } = this;
    const items = vaulted(context.model).flatMap(({ backup, store }): readonly VaultItem[] => {
      const volume = this.args.volumes[store.name];
      if (volume !== undefined) return [{ backup, arn: volume.fileSystem.arn, type: "EFS" }];
      const database = this.args.stores.get(store.name);
      if (database?.engine !== "postgres" && database?.engine !== "mariadb") return [];
      const { instance } = database.component;
      const placement = {
        subnetGroup: instance.dbSubnetGroupName,
        securityGroup: context.network.securityGroupOf(store.name),
      };
      return [{ backup, arn: instance.arn, type: "RDS", placement }];
    });
    if (items.length > 0) new Vaults(context, { items }, { parent: this });
  }
}
