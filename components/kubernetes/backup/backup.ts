import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { CronJob, Job as ClusterJob } from "@pulumi/kubernetes/batch/v1";
import type { input } from "@pulumi/kubernetes/types";
import {
  all,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import {
  engineContainer,
  isServer,
  labelNames,
  type Backup as BackupModel,
  type Role,
  type Server,
  type System,
  type Volume,
} from "../../model";
import { scriptCommand, walFolder } from "../../render/backup";
import { metricsFolder } from "../../render/proxy/reload";
import { account } from "../workload/account";
import { awaited } from "../awaited";
import {
  archives,
  backupResources,
  beside,
  drillName,
  holder,
  isExchanged,
  keptSize,
  loopHealth,
  logClaim,
  savedVolume,
  saviour,
  scripts,
} from "./backup.args";
import { unawaited, type KubernetesContext } from "../context";
import { configuration, type Configuration } from "../workload/files";
import { jobName } from "../workload/job.args";
import { labels, selector } from "../labels";
import { exporter, exporterAddress } from "../observability/metrics";
import { offsite } from "./offsite";
import { placement } from "../workload/placement.args";
import { identityOf, podSpec, type ContainerSpec } from "../workload/pod.args";
import { clusterCron } from "../workload/schedule.args";
import { releaseDeadline } from "../workload/service.args";
import { additions, noAdditions, type Additions } from "../stores/additions.args";
import { claim } from "../stores/volume";
import type { Claims } from "../workload/workload";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface BackupArgs {
  readonly backup: BackupModel;
  readonly system: System;
  readonly store: Server | Volume;
  readonly claims: Claims;
  /** What must be ready before the first run. */
  readonly after: readonly Input<Resource>[];
  readonly protect: boolean;
}

/** Seconds after which a run that hangs is ended. */
const deadline = 6 * 3600;
/** Seconds that a backup before a release may take. */
const firstDeadline = 3600;
/** Nothing that waits for a run to end needs long. */
const grace = 30;

/**
 * Saves one store: CronJobs take backups and try them out; a keeper beside them makes up for what was missed, measures what
 * they left, and is where a person looks at it. Copies go to a bucket where one is named.
 */
export class Backup extends ComponentResource {
  readonly keeper: Deployment;
  /** The keeper once it watches. */
  readonly ready: Output<Deployment>;
  private readonly given: Configuration;
  private readonly added: Additions;
  private readonly spec: ContainerSpec;
  private readonly volumes: readonly input.core.v1.Volume[];
  private readonly serviceAccount: Output<string>;

  constructor(
    private readonly context: KubernetesContext,
    private readonly args: BackupArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { backup } = args;
    const name = `${context.prefix}-${backup.name}`;
    super("trireme:kubernetes:Backup", name, {}, opts);
    this.serviceAccount = account(context, backup.name, "backup", this);
    this.given = this.createConfiguration();
    this.added = isServer(args.store) ? additions(context, engineContainer(args.store)) : noAdditions;
    this.volumes = [...this.createDisks(), ...this.given.volumes, ...this.added.volumes];
    this.spec = this.containerSpec(this.given);
    this.keeper = this.createKeeper();
    this.createSchedule("backup-run", backup.name, backup.schedule, scriptCommand("take", "scheduled"));
    if (backup.drill !== undefined)
      this.createSchedule("drill", drillName(backup.name), backup.drill.schedule, scriptCommand("drill"));
    exporterAddress(context, backup.name, this);
    this.ready = awaited(context, this.keeper, `backup "${backup.name}"`, (cluster, object) =>
      cluster.rolledOut("Deployment", object, { deadline: releaseDeadline({ health: loopHealth }) }),
    );
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
  first(job: string, image: string): Output<ClusterJob> {
    const { backup } = this.args;
    const component = `${backup.name}-before-${job}`;
    const words = scriptCommand("take", "release");
    const made = new ClusterJob(
      `${this.context.prefix}-${component}`,
      {
        metadata: {
          name: all([...this.given.names]).apply((given) =>
            jobName({ name: component, command: [...words] }, image, given),
          ),
          namespace: this.context.namespace,
          labels: labels(this.context, backup.name, "backup-first"),
          annotations: { ...unawaited, "dev.trireme.before": image },
        },
        spec: this.runSpec("backup-first", words, { tries: 1, deadline: firstDeadline }),
      },
      { parent: this, dependsOn: this.ready },
    );
    return awaited(this.context, made, `backup "${backup.name}" before job "${job}"`, (cluster, object) =>
      cluster.completed(object, { deadline: firstDeadline }),
    );
  }

  private createConfiguration(): Configuration {
    const { backup, store, system } = this.args;
    const { user } = saviour(system, store);
    return configuration(this.context, {
      component: backup.name,
      role: "backup",
      ...scripts(backup, store),
      group: identityOf(user).group,
      parent: this,
    });
  }

  private containerSpec(given: Configuration): ContainerSpec {
    const { store, system, claims, backup } = this.args;
    const { image, user } = saviour(system, store);
    const dataPath = isServer(store) ? engineContainer(store).dataPath : undefined;
    return {
      name: "backup",
      image: this.context.engineImage(image),
      env: given.env,
      user,
      // The image declares a volume for data here, which nothing is written to.
      scratch: dataPath === undefined ? [] : [dataPath],
      mounts: [
        { name: "kept", mountPath: "/backup" },
        { name: "scratch", mountPath: "/scratch" },
        { name: "fetched", mountPath: "/fetched" },
        { name: "metrics", mountPath: metricsFolder },
        ...(archives(store, [backup]) ? [{ name: "log", mountPath: walFolder }] : []),
        ...savedVolume(store, claims).mounts,
        ...given.mounts,
        ...this.added.mounts,
      ],
      resources: backupResources(store),
    };
  }

  /** The container with one of the scripts' commands; an image that starts its own tool is told to start the shell instead. */
  private told(words: readonly string[]): ContainerSpec {
    const { tool } = saviour(this.args.system, this.args.store);
    return { ...this.spec, ...(tool ? { entrypoint: words } : { command: [...words] }) };
  }

  private createDisks(): readonly input.core.v1.Volume[] {
    const { backup, store, protect, claims } = this.args;
    const disk = (what: string, size: Parameters<typeof claim>[1]["size"], own: boolean) => {
      const part = { component: backup.name, role: "backup", name: `${backup.name}-${what}` } as const;
      const made = claim(this.context, { ...part, size, protect: own }, { parent: this });
      return { name: what, persistentVolumeClaim: { claimName: made.metadata.name } };
    };
    return [
      disk("kept", keptSize(store), protect),
      // Apart from the backups, so that a full disk cannot hide that they fail.
      disk("metrics", "64Mi", false),
      { name: "scratch", emptyDir: {} },
      isExchanged(store) ? disk("fetched", keptSize(store), false) : { name: "fetched", emptyDir: {} },
      ...(archives(store, [backup])
        ? [{ name: "log", persistentVolumeClaim: { claimName: logClaim(store) } }]
        : []),
      ...savedVolume(store, claims).volumes,
    ];
  }

  private createKeeper(): Deployment {
    const { context } = this;
    const { backup, store, system, after } = this.args;
    const { user } = saviour(system, store);
    const copies = offsite(context, { backup, user }, this);
    const own = selector(context, backup.name, "backup");
    const near = holder(system, store, backup);
    return new Deployment(
      `${context.prefix}-${backup.name}`,
      {
        metadata: {
          name: backup.name,
          namespace: context.namespace,
          labels: labels(context, backup.name, "backup"),
          annotations: { ...unawaited },
        },
        spec: {
          replicas: 1,
          selector: { matchLabels: { ...own } },
          // One of them makes up for what was missed.
          strategy: { type: "Recreate" },
          revisionHistoryLimit: 3,
          template: {
            metadata: { labels: labels(context, backup.name, "backup") },
            spec: podSpec({
              containers: [
                { ...this.told(scriptCommand("loop")), health: loopHealth },
                ...(copies === undefined ? [] : [copies.spec]),
                exporter(context, { group: identityOf(user).group }),
              ],
              initContainers: this.added.initContainers,
              volumes: [...this.volumes, ...(copies?.volumes ?? [])],
              grace,
              ...{ serviceAccount: this.serviceAccount, placed: placement(backup.name, context.settings) },
              ...(near === undefined ? {} : { affinity: beside(context, near.component, near.role) }),
            }),
          },
        },
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  private runSpec(
    role: Role,
    words: readonly string[],
    options: { readonly tries: number; readonly deadline: number },
  ): input.batch.v1.JobSpec {
    const { context } = this;
    const { backup } = this.args;
    return {
      backoffLimit: options.tries,
      activeDeadlineSeconds: options.deadline,
      template: {
        metadata: { labels: labels(context, backup.name, role) },
        spec: podSpec({
          containers: [this.told(words)],
          initContainers: this.added.initContainers,
          volumes: this.volumes,
          grace,
          restart: "Never",
          ...{ serviceAccount: this.serviceAccount, placed: placement(backup.name, context.settings) },
          affinity: beside(context, backup.name, "backup"),
        }),
      },
    };
  }

  private createSchedule(role: Role, name: string, schedule: string, words: readonly string[]): void {
    const { context } = this;
    const { backup } = this.args;
    const own = { ...labels(context, backup.name, role), [labelNames.of]: backup.store };
    new CronJob(
      `${context.prefix}-${name}`,
      {
        metadata: { name, namespace: context.namespace, labels: own },
        spec: {
          schedule: clusterCron(schedule),
          timeZone: "Etc/UTC",
          concurrencyPolicy: "Forbid",
          startingDeadlineSeconds: 3600,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: { metadata: { labels: own }, spec: this.runSpec(role, words, { tries: 1, deadline }) },
        },
      },
      { parent: this, dependsOn: this.keeper },
    );
  }
}
