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
import { fail, failureMessage } from "../failure";
import { workload } from "./workload";

export interface JobArgs {
  readonly job: JobModel;
  readonly volumes: Readonly<Record<string, Input<string>>>;
  /** What must be healthy before it runs. */
  readonly after: readonly Input<Resource>[];
  readonly transform?: { readonly container?: ContainerTransform };
}

/** A command of the release, run to completion in a container of its own; its exit code decides. */
export class Job extends ComponentResource {
  readonly container: docker.Container;
  /** The container once it has succeeded; otherwise the deployment ends with its exit code and last lines. */
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
    this.succeeded = all([this.container.exitCode, this.container.containerLogs]).apply(
      async ([code, log]) => {
        if (code !== 0) await fail(failureMessage(`job "${job.name}"`, code, log), this.container);
        return this.container;
      },
    );
    this.registerOutputs({});
  }
}
