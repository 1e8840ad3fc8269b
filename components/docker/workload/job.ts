import type * as docker from "@pulumi/docker";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { labelNames, seconds, type Job as JobModel } from "../../model";
import { containerArgs } from "./container.args";
import { labels, type DockerContext } from "../context";
import { oneShot } from "./one-shot";
import type { MountedVolume } from "../stores/volume";
import { workload } from "./workload";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface JobArgs {
  readonly job: JobModel;
  readonly volumes: Readonly<Record<string, MountedVolume>>;
  /** What must be healthy before it runs. */
  readonly after: readonly Input<Resource>[];
}

/** A command of the release, run to completion in a container of its own; its exit code decides. */
export class Job extends ComponentResource {
  readonly container: docker.Container;
  /** The container once it has succeeded; otherwise the deployment ends with its exit code and last lines. */
  readonly succeeded: Output<docker.Container>;

  constructor(context: DockerContext, args: JobArgs, opts?: ComponentResourceOptions) {
    const { job } = args;
    const name = `${context.prefix}-${job.name}`;
    super("trireme:docker:Job", name, {}, opts);
    const { spec, dependsOn } = workload(context, job, {
      component: job.name,
      volumes: args.volumes,
      parent: this,
    });
    const shape = containerArgs({
      ...spec,
      networks: context.networks(job.name),
      labels: {
        ...labels(context, job.name, "job"),
        ...spec.labels,
        [labelNames.image]: job.image.reference,
      },
    });
    const { container, succeeded } = oneShot(
      context,
      name,
      {
        what: `job "${job.name}"`,
        shape,
        deadline: seconds(job.timeout ?? "10m"),
      },
      { parent: this, dependsOn: [...args.after, ...dependsOn] },
    );
    this.container = container;
    this.succeeded = succeeded;
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.job> {
    return nodesOf(this, children.job);
  }
}
