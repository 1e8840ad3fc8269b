import * as docker from "@pulumi/docker";
import {
  all,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { seconds, type Job as JobModel } from "../model";
import { containerArgs } from "./container.shape";
import { labels, type ContainerTransform, type DockerContext } from "./context";
import { workload } from "./workload";

export interface JobArgs {
  readonly job: JobModel;
  readonly volumes: Readonly<Record<string, Input<string>>>;
  /** What must be healthy before it runs. */
  readonly after: readonly Input<Resource>[];
  readonly transform?: { readonly container?: ContainerTransform };
}

/** How many lines of a failed job's log an error shows. */
const shownLines = 20;

/** A command of the release, run to completion in a container of its own; its exit code decides. */
export class Job extends ComponentResource {
  readonly container: docker.Container;
  /** Resolves to the container once it has succeeded; fails with its exit code and last log lines. */
  readonly succeeded: Output<docker.Container>;

  constructor(context: DockerContext, args: JobArgs, opts?: ComponentResourceOptions) {
    const { job, transform } = args;
    const name = `${context.prefix}-${job.name}`;
    super("trireme:docker:Job", name, {}, opts);
    const { spec, dependsOn } = workload(context, job, {
      part: job.name,
      volumes: args.volumes,
      parent: this,
    });
    const shape = containerArgs({
      ...spec,
      networks: [...context.networks(job.name), ...(job.egress === true ? [context.outside(job.name)] : [])],
      labels: { ...labels(context, job.name, "job"), ...spec.labels },
    });
    const deadline = `${seconds(job.timeout ?? "10m")}s`;
    this.container = new docker.Container(
      name,
      (transform?.container ?? ((same) => same))({
        ...shape,
        mustRun: false,
        attach: true,
        logs: true,
        restart: "no",
      }),
      {
        parent: this,
        deleteBeforeReplace: true,
        dependsOn: [...args.after, ...dependsOn],
        customTimeouts: { create: deadline },
      },
    );
    this.succeeded = all([this.container.exitCode, this.container.containerLogs]).apply(([code, log]) => {
      if (code !== 0) throw new Error(jobFailure(job.name, code, log));
      return this.container;
    });
    this.registerOutputs({});
  }
}

/** What a person reads when a job fails. */
export function jobFailure(job: string, exitCode: number, log: string | undefined): string {
  const lines = (log ?? "").trimEnd().split("\n").slice(-shownLines);
  return [
    `job "${job}" failed with exit code ${exitCode}, so nothing that waits for it was changed. Its last lines:`,
    ...lines.map((line) => `  | ${line}`),
  ].join("\n");
}
