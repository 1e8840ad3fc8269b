import {
  all,
  ComponentResource,
  interpolate,
  type ComponentResourceOptions,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { Job, Postgres } from "../../model";
import { bucketOf } from "../../render/backup";
import { awaited } from "../../shared/awaited";
import type { WantedTask } from "../runtime";
import { backupBucket, firstDeadline, firstName, stepResources } from "./backup.args";
import { cacheDrillSteps, scratchGroup } from "./cache-drill.args";
import { grantsOf, type BackupArgs } from "./grants";
import type { AwsContext } from "../context";
import { drillSteps, restoreSteps } from "./drill.args";
import { taskSize } from "../workload/fargate.args";
import { nodeOf } from "../stores/redis.args";
import { roomFor, savingUser, takeSteps, type Place, type Step } from "./saving.args";
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
  /** The command by which a person restores; only of a database. `NAME` stands for one of its backups. */
  readonly restore: Output<string> | undefined;
  private readonly keys: TaskSecret | undefined;
  private readonly password: TaskSecret | undefined;

  constructor(
    private readonly context: AwsContext,
    private readonly args: BackupArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { backup, saved } = args;
    super("trireme:aws:Backup", `${context.prefix}-${backup.name}`, {}, opts);
    this.keys = this.createKeys();
    this.password = this.createPassword();
    if (saved.engine !== "redis")
      this.createRun(backup.name, backup.schedule, takeSteps(backup, saved.store, this.place));
    if (backup.drill !== undefined)
      this.createRun(`${backup.name}-drill`, backup.drill.schedule, this.drill());
    this.restore = saved.engine === "postgres" ? this.createRestore(saved.store) : undefined;
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
    const steps = takeSteps(backup, saved.store, this.place, "release");
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

  private createRestore(store: Postgres): Output<string> {
    const { backup } = this.args;
    const { network, cluster, settings } = this.context;
    const steps = restoreSteps(backup, store, this.place);
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

  private get place(): Place {
    const { prefix, settings } = this.context;
    return { prefix, bucket: backupBucket(prefix, settings), region: settings.region };
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

  private createPassword(): TaskSecret | undefined {
    const { backup, saved } = this.args;
    if (saved.engine !== "redis" || backup.drill === undefined) return undefined;
    const values = { PASSWORD: this.context.passwordOf(saved.store.name) };
    return createSecret(this.context, { component: backup.name, role: "drill", values }, this);
  }

  private drill(): readonly Step[] {
    const { backup, saved } = this.args;
    const { prefix, settings, network } = this.context;
    if (saved.engine !== "redis") return drillSteps(backup, saved.store, this.place);
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
  private reach(step: Step): Pick<ContainerSpec, "env" | "secrets"> {
    const { saved } = this.args;
    const { keys, password } = this;
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
    switch (saved.engine) {
      case "postgres":
        return {
          env: {
            ...common,
            PGHOST: saved.component.instance.address,
            PGPORT: "5432",
            PGUSER: saved.store.owner,
            PGDATABASE: saved.store.databaseName,
            PGSSLMODE: "require",
          },
          secrets: { PGPASSWORD: interpolate`${saved.component.credentials.arn}:password::` },
        };
      case "redis":
        return {
          env: { ...common, HOST: saved.component.replicationGroup.primaryEndpointAddress },
          secrets: password === undefined ? {} : { PASSWORD: password.reference("PASSWORD", false) },
        };
      case "volume":
        return { env: common };
      default:
        return saved satisfies never;
    }
  }

  private containers(
    steps: readonly Step[],
    env: Readonly<Record<string, string>>,
  ): readonly ContainerSpec[] {
    const { context } = this;
    const { backup } = this.args;
    return steps.map((step, index) => {
      const before = steps[index - 1];
      const { env: own, secrets } = this.reach(step);
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
        ownVolumes: (["work", "room"] as const).filter((volume) => used.has(volume)),
        size: taskSize({ resources: stepResources }),
        secrets: [
          ...(needs.has("bucket") && this.keys !== undefined ? [this.keys.arn] : []),
          ...(needs.has("store") && saved.engine === "postgres" ? [saved.component.credentials.arn] : []),
          ...(needs.has("store") && this.password !== undefined ? [this.password.arn] : []),
        ],
        images: [...new Set(steps.map(({ image }) => context.engineImage(image)))],
        grants: grantsOf(context, this.args),
        ...(saved.engine === "redis" ? {} : { disk: roomFor(saved.store) }),
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
