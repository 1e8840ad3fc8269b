import * as docker from "@pulumi/docker";
import {
  all,
  ComponentResource,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { command, toolsImage, type Health, type Job as JobModel } from "../../model";
import {
  aliveFile,
  renderScheduleSettings,
  renderWords,
  scheduleEntry,
  scheduleFolder,
  scheduleScript,
  scheduleState,
} from "../../render/schedule";
import { metricsFolder } from "../../render/proxy/reload";
import { nodesOf, type Nodes } from "../../shared/children";
import { healthy } from "../awaited";
import { children } from "../children";
import { labels, type DockerContext } from "../context";
import { ownedVolume, type MountedVolume } from "../stores/volume";
import { containerArgs, healthDeadline } from "./container.args";
import { workload } from "./workload";

export interface ScheduledJobArgs {
  readonly job: JobModel;
  /** Five-field cron, UTC. */
  readonly schedule: string;
  readonly volumes: Readonly<Record<string, MountedVolume>>;
  /** What must be ready before it may run. */
  readonly after: readonly Input<Resource>[];
}

const [tools, , script] = scheduleEntry;
/** Seconds that a run has to end in when it is told to stop. */
const grace = 30;

/** The scheduler looks at the clock at least every minute. */
const health: Health = command([tools, "sh", "-c", `test -n "$(${tools} find ${aliveFile} -mmin -3)"`], {
  interval: "30s",
  timeout: "10s",
  retries: 3,
});

/** A command on its schedule: a container of the job's image in which a scheduler runs it, one run at a time. */
export class ScheduledJob extends ComponentResource {
  readonly container: docker.Container;
  /** The container once it keeps the schedule. */
  readonly ready: Output<docker.Container>;

  constructor(context: DockerContext, args: ScheduledJobArgs, opts?: ComponentResourceOptions) {
    const { job } = args;
    const name = `${context.prefix}-${job.name}`;
    super("trireme:docker:ScheduledJob", name, {}, opts);
    const { spec, dependsOn } = workload(context, job, {
      component: job.name,
      volumes: args.volumes,
      files: this.files(context, args),
      parent: this,
    });
    const asks = context.prober();
    const shape = containerArgs({
      ...spec,
      volumes: [
        ...(spec.volumes ?? []),
        { volumeName: this.state(context, job), containerPath: scheduleState },
        ...(context.metrics === undefined
          ? []
          : [{ volumeName: context.metrics.volume, containerPath: metricsFolder }]),
        ...asks.volumes,
      ],
      networks: context.networks(job.name),
      health,
      labels: { ...labels(context, job.name, "schedule"), ...spec.labels },
      stop: { grace },
    });
    this.container = new docker.Container(
      name,
      // What is left of a run that was killed is reaped by the engine's init.
      { ...shape, init: true, entrypoints: [...scheduleEntry], command: ["loop"] },
      {
        parent: this,
        // One of them keeps the schedule.
        deleteBeforeReplace: true,
        dependsOn: [...args.after, ...dependsOn, ...asks.dependsOn],
      },
    );
    this.ready = healthy(context, this.container, `scheduled job "${job.name}"`, {
      deadline: healthDeadline(health),
    });
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.scheduledJob> {
    return nodesOf(this, children.scheduledJob);
  }

  private files(
    context: DockerContext,
    { job, schedule }: ScheduledJobArgs,
  ): NonNullable<Parameters<typeof workload>[2]["files"]> {
    return {
      [script]: { content: scheduleScript },
      [`${scheduleFolder}/settings.sh`]: { content: renderScheduleSettings(job, schedule) },
      [`${scheduleFolder}/command`]: { content: this.words(context, job) },
    };
  }

  /** The words of what runs: the scheduler stands in the place of the image's entry point, and so has to know it. */
  private words(context: DockerContext, job: JobModel): Output<string> {
    const { reference } = context.image(job.image);
    const own = output(reference).apply((image) => context.engine.startOf(image));
    const said = job.command?.map((value) => context.resolve(value));
    return all([own, said === undefined ? output(undefined) : all(said)]).apply(
      // With another entry point than the image's own its usual arguments mean nothing.
      ([{ entrypoint, command: usual }, words]) =>
        job.entrypoint === undefined
          ? renderWords([...entrypoint, ...(words ?? usual)])
          : renderWords([...job.entrypoint, ...(words ?? [])]),
    );
  }

  private state(context: DockerContext, job: JobModel): Output<string> {
    const user = String(job.user ?? "");
    const known = /^\d+(:\d+)?$/.test(user);
    return ownedVolume(
      context,
      `${context.prefix}-${job.name}-schedule`,
      {
        component: job.name,
        owner: known ? user : "0:0",
        image: context.engineImage(toolsImage).reference,
        protect: false,
        // Who the image runs as is not known here where the model does not say it.
        mode: known ? "0700" : "1777",
      },
      { parent: this },
    ).ready;
  }
}
