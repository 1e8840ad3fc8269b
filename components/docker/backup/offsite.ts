import * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { bucketImage, command, type Backup, type Health } from "../../model";
import {
  bucketKeyPaths,
  bucketOf,
  offsiteFolder,
  offsiteScript,
  renderOffsiteSettings,
} from "../../render/backup";
import { healthy } from "../awaited";
import { containerArgs, healthDeadline } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { containerFiles } from "../workload/files";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface OffsiteArgs {
  /** A backup with a bucket among its destinations. */
  readonly backup: Backup;
  /** Numeric user and group that the backups belong to. */
  readonly owner: string;
  /** Volume with the backups. */
  readonly kept: Input<string>;
  /** Volume for what comes back from the bucket. */
  readonly fetched: Input<string>;
  readonly metrics: Input<string>;
}

/** From 2.23 on the CLI sends checksums by default that other makers' buckets refuse. */

const health: Health = command(["sh", "-c", 'test -n "$(find /tmp/alive -mmin -60)"'], {
  interval: "30s",
  timeout: "10s",
  retries: 3,
});

/** Copies a backup's results to an S3-compatible bucket; the bucket's keys are with it alone. */
export class Offsite extends ComponentResource {
  readonly container: docker.Container;
  readonly ready: Output<docker.Container>;

  constructor(context: DockerContext, args: OffsiteArgs, opts?: ComponentResourceOptions) {
    const { backup } = args;
    const component = `${backup.name}-offsite`;
    const name = `${context.prefix}-${component}`;
    super("trireme:docker:Offsite", name, {}, opts);
    const bucket = bucketOf(backup);
    if (bucket === undefined) throw new RangeError(`backup "${backup.name}" has no bucket`);
    const { reference } = context.engineImage(bucketImage);
    const files = containerFiles(
      context,
      component,
      {
        [`${offsiteFolder}/main.sh`]: { content: offsiteScript },
        [`${offsiteFolder}/settings.sh`]: {
          content: renderOffsiteSettings(backup, bucket, `${context.system}-${context.stack}`),
        },
        [bucketKeyPaths.accessKey]: { content: bucket.accessKey },
        [bucketKeyPaths.secretKey]: { content: bucket.secretKey },
      },
      { image: reference, owner: args.owner, parent: this },
    );
    const shape = containerArgs({
      image: reference,
      user: args.owner,
      volumes: [
        { volumeName: args.kept, containerPath: "/backup", readOnly: true },
        { volumeName: args.fetched, containerPath: "/fetched" },
        { volumeName: args.metrics, containerPath: "/var/lib/metrics" },
        ...files.volumes,
      ],
      networks: [context.outside(component)],
      health,
      resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "64Mi", limit: "512Mi" } },
      labels: { ...labels(context, backup.name, "offsite"), ...files.labels },
    });
    this.container = new docker.Container(
      name,
      {
        ...shape,
        entrypoints: ["sh", `${offsiteFolder}/main.sh`, "loop"],
      },
      { parent: this, deleteBeforeReplace: true, dependsOn: [...files.dependsOn] },
    );
    this.ready = healthy(context, this.container, `the copies of backup "${backup.name}"`, {
      deadline: healthDeadline(health),
    });
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.offsite> {
    return nodesOf(this, children.offsite);
  }
}
