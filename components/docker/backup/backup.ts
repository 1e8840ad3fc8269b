import * as docker from "@pulumi/docker";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { command, type Backup as BackupModel, type Health, type Server, type Volume } from "../../model";
import { bucketOf, savedFolder, scriptCommand, socketFolder, walFolder } from "../../render/backup";
import { healthy } from "../awaited";
import { backupResources, scripts, type Saviour, type SharedVolumes } from "./backup.args";
import { containerArgs, healthDeadline, type ContainerSpec } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { containerFiles } from "../workload/files";
import { Offsite } from "./offsite";
import { oneShot } from "../workload/one-shot";
import type { Additions } from "../stores/additions";
import { ownedVolume, type MountedVolume } from "../stores/volume";
import { children } from "../children";
import { passwordFile, sslModeOf } from "../../shared/backups";
import { nodesOf, type Nodes } from "../../shared/children";

export interface BackupArgs {
  readonly backup: BackupModel;
  readonly store: Server | Volume;
  /** What saves it. */
  readonly saviour: Saviour;
  /** The volume that is saved, where it is no server's. */
  readonly volume?: MountedVolume;
  readonly shared: SharedVolumes;
  /** What the image lacks of what the store's engine needs. @default nothing */
  readonly additions?: Additions["volumes"];
  /** The volume that metrics are written to. */
  readonly metrics: Input<string>;
  /** What must be healthy before the first run. */
  readonly after: readonly Input<Resource>[];
  readonly protect: boolean;
}

/** The loop looks at the clock at least every minute. */
const loopHealth: Health = command(["sh", "-c", 'test -n "$(find /tmp/alive -mmin -5)"'], {
  interval: "30s",
  timeout: "10s",
  retries: 3,
});

/** Seconds that a backup before a release may take. */
const firstDeadline = 3600;

/** What those who save a store log in with; a Postgres of the stack's is asked by its socket. */
function passwordOf(store: Server | Volume): Parameters<typeof containerFiles>[2] {
  return store.engine === "postgres" && store.external === undefined ? {} : passwordFile(store);
}

/** As whom a RabbitMQ is asked, and by what variables libpq finds a server that runs elsewhere: encrypted, unless its URL says how. */
function environmentOf(
  context: DockerContext,
  store: Server | Volume,
): Readonly<Record<string, Output<string>>> {
  if (store.engine === "rabbitmq") return { LOGIN: context.resolve(store.user) };
  if (store.engine !== "postgres" || store.external === undefined) return {};
  const { host, port, user, database, url } = store;
  return {
    PGHOST: context.resolve(host),
    PGPORT: context.resolve(port),
    PGUSER: context.resolve(user),
    PGDATABASE: context.resolve(database),
    PGSSLMODE: context.resolve(url).apply(sslModeOf),
  };
}

/** Saves one store on its schedule, beside it, and tries the result out; copies go to a bucket where one is named. */
export class Backup extends ComponentResource {
  readonly container: docker.Container;
  /** The container once it keeps the schedule. */
  readonly ready: Output<docker.Container>;
  private readonly spec: ContainerSpec;
  private readonly dependsOn: readonly Input<Resource>[];

  constructor(
    private readonly context: DockerContext,
    private readonly args: BackupArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { backup, store } = args;
    const name = `${context.prefix}-${backup.name}`;
    super("trireme:docker:Backup", name, {}, opts);
    const { user, dataPath } = args.saviour;
    const image = context.engineImage(args.saviour.image).reference;
    const kept = this.volume("kept", args.protect, image);
    const fetched = bucketOf(backup) === undefined ? undefined : this.volume("fetched", false, image);
    const files = containerFiles(context, backup.name, this.files(), {
      image,
      owner: user,
      parent: this,
    });
    this.dependsOn = [...args.after, ...files.dependsOn];
    this.spec = {
      image,
      user,
      env: environmentOf(context, store),
      // The image declares a volume for data here, which nothing is written to.
      scratch: dataPath === undefined ? [] : [dataPath],
      volumes: [
        { volumeName: kept, containerPath: "/backup" },
        { volumeName: this.volume("scratch", false, image), containerPath: "/scratch" },
        { volumeName: args.metrics, containerPath: "/var/lib/metrics" },
        ...(fetched === undefined ? [] : [{ volumeName: fetched, containerPath: "/fetched" }]),
        ...(args.volume === undefined
          ? []
          : [{ volumeName: args.volume.volume.name, containerPath: savedFolder, readOnly: true }]),
        ...this.sharedMounts(),
        ...files.volumes,
        ...(args.additions ?? []),
      ],
      networks: context.networks(backup.name),
      resources: backupResources(store),
      labels: files.labels,
    };
    const shape = this.shape("backup", "loop", { health: loopHealth });
    this.container = new docker.Container(name, shape, {
      parent: this,
      // One of them keeps the schedule.
      deleteBeforeReplace: true,
      dependsOn: [...this.dependsOn],
    });
    this.ready = healthy(context, this.container, `backup "${backup.name}"`, {
      deadline: healthDeadline(loopHealth),
    });
    if (fetched !== undefined) {
      const { metrics } = args;
      new Offsite(context, { backup, owner: user, kept, fetched, metrics }, { parent: this });
    }
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
  first(job: string, image: Input<string>): Output<docker.Container> {
    const { backup } = this.args;
    const shape = this.shape("backup-first", "take", {
      arguments: ["release"],
      labels: { "dev.trireme.before": image },
    });
    return oneShot(
      this.context,
      `${this.context.prefix}-${backup.name}-before-${job}`,
      { what: `backup "${backup.name}" before job "${job}"`, shape, deadline: firstDeadline },
      { parent: this, dependsOn: [...this.dependsOn] },
    ).succeeded;
  }

  private shape(
    role: "backup" | "backup-first",
    word: string,
    own: Pick<Partial<ContainerSpec>, "health" | "labels"> & { readonly arguments?: readonly string[] },
  ): docker.ContainerArgs {
    const { backup, saviour } = this.args;
    const words = scriptCommand(word, ...(own.arguments ?? []));
    const spec = containerArgs({
      ...this.spec,
      ...(saviour.tool === true ? {} : { command: words }),
      ...(own.health === undefined ? {} : { health: own.health }),
      labels: { ...labels(this.context, backup.name, role), ...this.spec.labels, ...own.labels },
    });
    const shape = saviour.tool === true ? { ...spec, entrypoints: [...words] } : spec;
    // Without a network of its own, the engine would put it on the one that all share.
    return this.context.networks(backup.name).length === 0 ? { ...shape, networkMode: "none" } : shape;
  }

  private files(): Parameters<typeof containerFiles>[2] {
    const { backup, store } = this.args;
    const own = Object.entries(scripts(backup, store)).map(([path, content]) => [path, { content }] as const);
    return {
      ...Object.fromEntries(own),
      ...passwordOf(store),
    };
  }

  private sharedMounts(): ContainerSpec["volumes"] & object {
    const { socket, log } = this.args.shared;
    return [
      ...(socket === undefined ? [] : [{ volumeName: socket, containerPath: socketFolder }]),
      ...(log === undefined ? [] : [{ volumeName: log, containerPath: walFolder }]),
    ];
  }

  private volume(what: string, protect: boolean, image: Input<string>): Output<string> {
    const { backup, saviour } = this.args;
    return ownedVolume(
      this.context,
      `${this.context.prefix}-${backup.name}-${what}`,
      { component: backup.name, owner: saviour.user, image, protect, mode: "0700" },
      { parent: this },
    ).ready;
  }
}
