import {
  all,
  ComponentResource,
  interpolate,
  type ComponentResourceOptions,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { Job } from "../../model";
import { bucketOf, type BackupPlace } from "../../render/backup";
import { awaited } from "../../shared/awaited";
import type { WantedTask } from "../runtime";
import { backupBucket, firstDeadline, firstName, sizeOf } from "./backup.args";
import { cacheDrillSteps, scratchGroup } from "./cache-drill.args";
import { grantsOf, type BackupArgs } from "./grants";
import type { AwsContext } from "../context";
import { drillSteps } from "./drill.args";
import { exportStep } from "./export.args";
import { placeOf, reachOf, type Reach } from "./reach";
import { restoreArchive, restoreFiles, restoreSteps } from "./restore.args";
import { nodeOf, nodesOf as cacheNodes } from "../stores/redis.args";
import { savingUser, takeSteps, type Kind, type Place, type Step } from "./saving.args";
import { toolDrill, toolRestore, toolTake } from "./tools.args";
import { createSchedule } from "../workload/schedule";
import { createSecret, type TaskSecret } from "../workload/secrets";
import type { ContainerSpec } from "../workload/task.args";
import { createTask, type MadeTask } from "../workload/workload";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

/**
 * Saves one store with the scripts and in the format of the other targets, by tasks on a schedule: one takes a backup and
 * sends it away, one proves the newest, one restores when a person starts it. ElastiCache saves a cache itself, and a task
 * proves its snapshots.
 */
export class Backup extends ComponentResource {
  /** The command by which a person restores; not of a cache. `NAME` stands for one of its backups. */
  readonly restore: Output<string> | undefined;
  private readonly keys: TaskSecret | undefined;
  private readonly reach: Reach;

  constructor(
    private readonly context: AwsContext,
    private readonly args: BackupArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { backup, saved } = args;
    super("trireme:aws:Backup", `${context.prefix}-${backup.name}`, {}, opts);
    this.keys = this.createKeys();
    this.reach = reachOf(context, args, this);
    if (saved.engine !== "redis") this.createRun(backup.name, backup.schedule, this.take("scheduled"));
    if (backup.drill !== undefined)
      this.createRun(`${backup.name}-drill`, backup.drill.schedule, this.drill());
    // Without a schedule of its own a person starts it.
    else if (saved.engine !== "redis") this.createTask(`${backup.name}-drill`, this.drill());
    this.restore = this.createRestore();
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.backup> {
    return nodesOf(this, children.backup);
  }

  /**
   * A backup before a job of the release: once for each of its images.
   *
   * @returns what the job waits for; a backup that fails ends the deployment
   */
  first(job: Job, image: string): Output<Resource> {
    const { backup, saved } = this.args;
    if (saved.engine === "redis")
      throw new RangeError(`backup "${backup.name}" is of a cache, which is not saved before a release`);
    const name = firstName(backup, job);
    const steps = this.take("release");
    const { definition } = this.createTask(name, steps, { BEFORE: image });
    const { network, cluster } = this.context;
    return awaited(
      definition,
      `backup "${backup.name}" before job "${job.name}"`,
      {
        cluster: cluster.arn,
        taskDefinition: definition.arn,
        container: steps.at(-1)?.name ?? "",
        logGroup: this.context.logGroupOf(backup.name).name,
        subnets: all([...network.tasks.subnets]),
        securityGroups: all([network.securityGroupOf(backup.name)]),
        publicAddress: network.tasks.publicAddress,
      },
      (wanted: WantedTask) => this.context.api.completed(wanted, { deadline: firstDeadline }),
    );
  }

  private take(kind: Kind): readonly Step[] {
    const { backup, saved } = this.args;
    const { prefix, settings } = this.context;
    switch (saved.engine) {
      case "postgres":
      case "external":
      case "volume":
        return takeSteps(backup, saved.store, this.place, kind);
      case "exported": {
        const before = exportStep(prefix, backup, {
          group: saved.component.replicationGroup.id,
          nodes: cacheNodes(saved.store, settings),
          bucket: this.place.bucket,
          region: settings.region,
        });
        return toolTake(backup, saved.store, this.place, { kind, before: [before] });
      }
      case "mariadb":
      case "minio":
      case "qdrant":
      case "rabbitmq":
        return toolTake(backup, saved.store, this.place, { kind });
      case "redis":
        return [];
      default:
        return saved satisfies never;
    }
  }

  private restoring(): readonly Step[] | undefined {
    const { backup, saved } = this.args;
    if (saved.engine === "postgres" || saved.engine === "external")
      return restoreSteps(backup, saved.store, this.place);
    switch (saved.engine) {
      case "mariadb":
      case "minio":
      case "qdrant":
      case "rabbitmq":
        return toolRestore(backup, saved.store, this.place);
      case "volume":
        return backup.form === "files"
          ? restoreFiles(backup, this.place)
          : restoreArchive(backup, saved.store, this.place);
      case "exported":
      case "redis":
        return undefined;
      default:
        return saved satisfies never;
    }
  }

  private createRestore(): Output<string> | undefined {
    const { backup } = this.args;
    const { network, cluster, settings } = this.context;
    const steps = this.restoring();
    if (steps === undefined) return undefined;
    const { definition } = this.createTask(`${backup.name}-restore`, steps);
    const subnets = all([...network.tasks.subnets]).apply((ids) => ids.join(","));
    const group = network.securityGroupOf(backup.name);
    const address = network.tasks.publicAddress ? "ENABLED" : "DISABLED";
    const place = interpolate`awsvpcConfiguration={subnets=[${subnets}],securityGroups=[${group}],assignPublicIp=${address}}`;
    const chosen = JSON.stringify({
      containerOverrides: [{ name: "fetch", environment: [{ name: "BACKUP_NAME", value: "NAME" }] }],
    });
    return interpolate`aws ecs run-task --region ${settings.region} --cluster ${cluster.name} --launch-type FARGATE --task-definition ${definition.family} --network-configuration '${place}' --overrides '${chosen}'`;
  }

  /** All tasks of one backup write its log, and have its way to the store. */
  private get shared(): AwsContext {
    const { context } = this;
    const { name } = this.args.backup;
    return {
      ...context,
      logGroupOf: () => context.logGroupOf(name),
      network: { ...context.network, securityGroupOf: () => context.network.securityGroupOf(name) },
    };
  }

  private get place(): Place & { readonly reach: BackupPlace } {
    const { prefix, settings } = this.context;
    const bucket = backupBucket(prefix, settings);
    return { prefix, bucket, region: settings.region, reach: placeOf(this.context, this.args) };
  }

  private createKeys(): TaskSecret | undefined {
    const { backup } = this.args;
    const bucket = bucketOf(backup);
    if (bucket === undefined) return undefined;
    const values = {
      AWS_ACCESS_KEY_ID: this.context.resolve(bucket.accessKey),
      AWS_SECRET_ACCESS_KEY: this.context.resolve(bucket.secretKey),
    };
    return createSecret(this.context, { component: `${backup.name}-bucket`, role: "offsite", values }, this);
  }

  private drill(): readonly Step[] {
    const { backup, saved } = this.args;
    const { prefix, settings, network } = this.context;
    if (saved.engine === "postgres" || saved.engine === "external" || saved.engine === "volume")
      return drillSteps(backup, saved.store, this.place);
    if (saved.engine !== "redis") return toolDrill(backup, saved.store, this.place);
    return cacheDrillSteps(backup, saved.store, {
      group: saved.component.replicationGroup.id,
      scratch: scratchGroup(prefix, saved.store.name),
      region: settings.region,
      subnetGroup: saved.component.subnetGroup.name,
      securityGroup: network.securityGroupOf(saved.store.name),
      nodeType: nodeOf(saved.store, settings),
    });
  }

  /** How a step reaches what it needs: plain variables, and secrets. */
  private reaching(step: Step): Pick<ContainerSpec, "env" | "secrets"> {
    const { keys, reach } = this;
    const common = { SYSTEM: this.context.prefix, ...step.env };
    if (step.needs === "bucket" && keys !== undefined)
      return {
        env: common,
        secrets: {
          AWS_ACCESS_KEY_ID: keys.reference("AWS_ACCESS_KEY_ID", false),
          AWS_SECRET_ACCESS_KEY: keys.reference("AWS_SECRET_ACCESS_KEY", false),
        },
      };
    if (step.needs !== "store") return { env: common };
    return { env: { ...common, ...reach.env }, secrets: reach.secrets };
  }

  private containers(
    steps: readonly Step[],
    env: Readonly<Record<string, string>>,
  ): readonly ContainerSpec[] {
    const { context } = this;
    const { backup } = this.args;
    return steps.map((step, index) => {
      const before = steps[index - 1];
      const { env: own, secrets } = this.reaching(step);
      return {
        name: step.name,
        image: context.engineImage(step.image),
        essential: index === steps.length - 1,
        entryPoint: ["sh", "-c"],
        command: [step.program],
        env: { ...own, ...env },
        ...(secrets === undefined ? {} : { secrets }),
        user: savingUser,
        scratch: step.scratch,
        mounts: step.mounts.map(({ readOnly = false, ...mount }) => ({ ...mount, readOnly })),
        ...(before === undefined
          ? {}
          : { after: [{ container: before.name, condition: step.after ?? "SUCCESS" }] }),
        log: {
          group: context.logGroupOf(backup.name).name,
          region: context.settings.region,
          prefix: step.name,
        },
      };
    });
  }

  private createTask(
    name: string,
    steps: readonly Step[],
    env: Readonly<Record<string, string>> = {},
  ): MadeTask {
    const { context } = this;
    const { saved } = this.args;
    const used = new Set(steps.flatMap(({ mounts }) => mounts.map(({ volume }) => volume)));
    const needs = new Set(steps.map((step) => step.needs));
    return createTask(
      this.shared,
      {
        component: name,
        role: name.endsWith("-drill") ? "drill" : "backup",
        containers: this.containers(steps, env),
        volumes: saved.engine === "volume" && used.has("saved") ? { saved: saved.made } : {},
        ownVolumes: (["work", "room", "fetched"] as const).filter((volume) => used.has(volume)),
        ...sizeOf(saved, context.settings),
        secrets: [
          ...(needs.has("bucket") && this.keys !== undefined ? [this.keys.arn] : []),
          ...(needs.has("store") ? this.reach.arns : []),
        ],
        images: [...new Set(steps.map(({ image }) => context.engineImage(image)))],
        grants: grantsOf(context, this.args),
        // Those before a release run once.
        marked: env.BEFORE !== undefined,
      },
      this,
    );
  }

  private createRun(name: string, schedule: string, steps: readonly Step[]): void {
    const task = this.createTask(name, steps);
    createSchedule(this.shared, { component: name, schedule, task }, this);
  }
}
