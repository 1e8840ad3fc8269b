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
import { labelNames, seconds, type Job as JobModel, type Server } from "../../model";
import { account } from "./account";
import { awaited } from "../awaited";
import { unawaited, type KubernetesContext } from "../context";
import { jobName } from "./job.args";
import { labels } from "../labels";
import { podSpec } from "./pod.args";
import { placement } from "./placement.args";
import { reachSpec } from "../network/reach.args";
import { clusterCron } from "./schedule.args";
import type { Configuration } from "./files";
import { workload, type Claims } from "./workload";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface JobArgs {
  readonly job: JobModel;
  readonly claims: Claims;
  /** The stores that it names and the system runs. */
  readonly stores: readonly Server[];
  /** What must be ready before it runs. */
  readonly after: readonly Input<Resource>[];
}

/** Seconds for finding a node and pulling an image, on top of the run itself. */
const scheduling = 120;

/** Seconds after its moment in which a run that is not made up for may still start: the controller looks every ten. */
const onTime = 120;

/** A command that ends: once for each release, or on its schedule; its exit code decides. */
export class Job extends ComponentResource {
  /** Of a job of the release, once it has succeeded; otherwise the deployment ends with its exit code and last lines. */
  readonly succeeded: Output<ClusterJob> | undefined;

  constructor(
    private readonly context: KubernetesContext,
    args: JobArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { job } = args;
    super("trireme:kubernetes:Job", `${context.prefix}-${job.name}`, {}, opts);
    if (job.run === "release") this.succeeded = this.createRelease(args);
    else this.createScheduled(args, job.run.schedule);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.job> {
    return nodesOf(this, children.job);
  }

  private spec(
    { job, claims, stores }: JobArgs,
    tries: number,
  ): { readonly spec: input.batch.v1.JobSpec; readonly names: Configuration["names"] } {
    const { context } = this;
    const { spec, volumes, group, names } = workload(context, job, { role: "job", claims, parent: this });
    const jobSpec: input.batch.v1.JobSpec = {
      backoffLimit: tries,
      activeDeadlineSeconds: Math.ceil(seconds(job.timeout ?? "10m")),
      template: {
        metadata: { labels: labels(context, job.name, "job") },
        spec: podSpec({
          containers: [spec],
          initContainers: stores.flatMap((store) => reachSpec(store, this.context) ?? []),
          volumes,
          group,
          restart: "Never",
          serviceAccount: account(context, job.name, "job", this),
          placed: placement(job.name, context.settings, job),
        }),
      },
    };
    return { spec: jobSpec, names };
  }

  private createRelease(args: JobArgs): Output<ClusterJob> {
    const { context } = this;
    const { job } = args;
    const image = context.image(job.image);
    // Whether a migration may be run twice in a row is for a person to say.
    const { spec, names } = this.spec(args, 0);
    const made = new ClusterJob(
      `${context.prefix}-${job.name}`,
      {
        metadata: {
          name: all([...names]).apply((given) => jobName(job, image, given)),
          namespace: context.namespace,
          labels: labels(context, job.name, "job"),
          annotations: { ...unawaited, [labelNames.image]: image },
        },
        spec,
      },
      { parent: this, dependsOn: [...args.after] },
    );
    const deadline = seconds(job.timeout ?? "10m") + scheduling;
    return awaited(context, made, `job "${job.name}"`, (cluster, object) =>
      cluster.completed(object, { deadline }),
    );
  }

  private createScheduled(args: JobArgs, schedule: string): void {
    const { context } = this;
    const { job } = args;
    new CronJob(
      `${context.prefix}-${job.name}`,
      {
        metadata: {
          name: job.name,
          namespace: context.namespace,
          labels: labels(context, job.name, "job"),
        },
        spec: {
          schedule: clusterCron(schedule),
          timeZone: "Etc/UTC",
          concurrencyPolicy: "Forbid",
          // A cluster that was away makes up for what it missed, if it is not too late.
          startingDeadlineSeconds: job.missed === "skip" ? onTime : 3600,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            metadata: { labels: labels(context, job.name, "job") },
            spec: this.spec(args, 2).spec,
          },
        },
      },
      { parent: this, dependsOn: [...args.after] },
    );
  }
}
