import type { TaskDefinition } from "@pulumi/aws/ecs";
import {
  all,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { seconds, type Job as JobModel } from "../../model";
import { awaited } from "../../shared/awaited";
import type { AwsContext, MadeVolume } from "../context";
import { plainImage } from "./images.args";
import type { Statement } from "../iam/policy.args";
import { createSchedule } from "./schedule";
import type { ContainerSpec } from "./task.args";
import { createTask, workload, type MadeTask } from "./workload";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";
import type { WantedTask } from "../runtime";

export interface JobArgs {
  readonly job: JobModel;
  readonly volumes: Readonly<Record<string, MadeVolume>>;
  readonly grants: readonly Statement[];
  /** What must be ready before it runs. */
  readonly after: readonly Input<Resource>[];
}

/** Seconds for finding a place and pulling an image, on top of the run itself. */
const placing = 180;

/** Exit code of what was given up. */
const lateExit = 124;

/** A container that ends a task which takes too long: ECS itself lets one run for ever. */
function watchdog(image: string, timeout: number, rest: Pick<ContainerSpec, "log" | "user">): ContainerSpec {
  return {
    name: "deadline",
    image,
    command: ["sh", "-c", `sleep ${timeout}; echo "not done after ${timeout} s"; exit ${lateExit}`],
    ...rest,
    log: { ...rest.log, prefix: "deadline" },
  };
}

/** A command that ends: once for each release, or on its schedule; its exit code decides. */
export class Job extends ComponentResource {
  readonly task: MadeTask;
  /** Of a job of the release, once it has succeeded; otherwise the deployment ends with its exit code and last lines. */
  readonly succeeded: Output<TaskDefinition> | undefined;

  constructor(
    private readonly context: AwsContext,
    private readonly args: JobArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { job } = args;
    super("trireme:aws:Job", `${context.prefix}-${job.name}`, {}, opts);
    this.task = this.createTask();
    if (job.run === "release") this.succeeded = this.createRelease();
    else {
      const { schedule } = job.run;
      const skips = job.missed === "skip";
      createSchedule(context, { component: job.name, task: this.task, schedule, skips }, this);
    }
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.job> {
    return nodesOf(this, children.job);
  }

  private createTask(): MadeTask {
    const { context } = this;
    const { job, volumes, grants, after } = this.args;
    const release = job.run === "release";
    // A job runs once for each release: a new password alone does not run it again.
    const made = workload(
      context,
      job,
      { role: "job", volumes, pinned: false, proxied: false, more: {} },
      this,
    );
    const image = context.engineImage(plainImage);
    const limit = Math.ceil(seconds(job.timeout ?? "10m"));
    const log = { group: context.logGroupOf(job.name).name, region: context.settings.region, prefix: "" };
    return createTask(
      context,
      {
        ...made,
        containers: [...made.containers, watchdog(image, limit, { log, user: 65_534 })],
        images: [...made.images, image],
        component: job.name,
        role: "job",
        grants,
        marked: release,
        after,
      },
      this,
    );
  }

  private createRelease(): Output<TaskDefinition> {
    const { context, task } = this;
    const { job } = this.args;
    const { network } = context;
    return awaited(
      task.definition,
      `job "${job.name}"`,
      {
        cluster: context.cluster.arn,
        taskDefinition: task.definition.arn,
        container: job.name,
        logGroup: context.logGroupOf(job.name).name,
        subnets: all([...network.tasks.subnets]),
        securityGroups: all([network.securityGroupOf(job.name)]),
        publicAddress: network.tasks.publicAddress,
      },
      (wanted: WantedTask) =>
        context.api.completed(wanted, { deadline: seconds(job.timeout ?? "10m") + placing }),
    );
  }
}
