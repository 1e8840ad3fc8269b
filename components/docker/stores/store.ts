import * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import {
  engineContainer,
  labelNames,
  opened,
  type EngineContainer,
  type Postgres,
  type Server,
} from "../../model";
import { healthy } from "../awaited";
import { containerArgs, healthDeadline, type PublishedPort } from "../workload/container.args";
import type { Saved } from "../backup/backup.args";
import { labels, type DockerContext } from "../context";
import type { Waiting } from "../runtime";
import { containerFiles } from "../workload/files";
import { additions, type Additions } from "./additions";
import { serverCertificate } from "../../shared/certificate";
import { broughtCertificate, type BroughtCertificate } from "./encryption";
import { encrypted, isEncrypted } from "../../shared/encryption";
import { isReplicated, replicated } from "../../shared/replicas";
import { readHost } from "./replicas.args";
import { asMember, ownNames, type Member } from "./members.args";
import { dataVolume, type DataVolume } from "./volume";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface StoreArgs {
  readonly store: Server;
  /** Whether the data outlives its resource and is protected against deletion. */
  readonly protect: boolean;
  /** What it has in addition, so that it can be saved. */
  readonly saved?: Saved;
  /** Which of several servers it is. @default the only one */
  readonly member?: Member;
}

/** A database, cache or broker, or one server of it: a container of its engine, and a volume for its data. */
export class Store extends ComponentResource {
  readonly container: docker.Container;
  /** The container once it answers. */
  readonly ready: Output<docker.Container>;
  readonly volume: docker.Volume | undefined;
  /** What its image lacks, for every container of that image. */
  readonly additions: Additions;
  /** Where it speaks TLS. */
  readonly certificate: BroughtCertificate | undefined;

  constructor(context: DockerContext, args: StoreArgs, opts?: ComponentResourceOptions) {
    const { store, member, saved = { command: [], files: {}, volumes: [] } } = args;
    const component = `${store.name}${member?.ending ?? ""}`;
    const name = `${context.prefix}-${component}`;
    super("trireme:docker:Store", name, {}, opts);
    const engine = member?.engine ?? engineContainer(store);
    const data = engine.dataPath === undefined ? undefined : this.createVolume(context, name, args);
    this.volume = data?.volume;
    const image = context.engineImage(engine.image).reference;
    this.certificate = isEncrypted(store)
      ? broughtCertificate(context, store, serverCertificate(name, { hosts: certified(store) }, this), this)
      : undefined;
    const further = [
      ...(isEncrypted(store) ? [encrypted(store)] : []),
      ...(isReplicated(store) ? [replicated(store)] : []),
    ];
    this.additions = additions(context, store.name, engine, this);
    const files = containerFiles(
      { ...context, resolve: context.initially },
      component,
      { ...engine.files, ...saved.files, ...further[0]?.files, ...further[1]?.files },
      {
        image,
        owner: engine.user,
        parent: this,
      },
    );
    const shape = containerArgs({
      image,
      command:
        engine.command === undefined
          ? undefined
          : [...engine.command, ...saved.command, ...further.flatMap((more) => more.command)],
      env: Object.fromEntries(
        Object.entries(engine.env).map(([key, value]) => [key, context.initially(value)]),
      ),
      user: engine.user,
      scratch: engine.scratch,
      volumes: [
        ...(this.volume === undefined
          ? []
          : [{ volumeName: this.volume.name, containerPath: engine.dataPath }]),
        ...saved.volumes,
        ...files.volumes,
        ...(this.certificate === undefined ? [] : [this.certificate.mount]),
        ...this.additions.volumes,
      ],
      networks: context
        .networks(store.name, publishedPorts(store, engine).length > 0)
        .map((one) => (member === undefined ? one : asMember(one, member.alias))),
      ports: publishedPorts(store, engine),
      health: engine.health,
      containerPorts: engine.ports,
      resources: store.resources,
      labels: { ...labels(context, store.name, "store"), ...files.labels },
      // Engines write their buffers out before they leave.
      stop: { grace: 60 },
    });
    this.container = new docker.Container(
      name,
      {
        ...shape,
        ...(engine.entrypoint === undefined ? {} : { entrypoints: [...engine.entrypoint] }),
        ...(member === undefined ? {} : { hostname: member.hostname, ...ownNames }),
      },
      // Two engines never write one volume.
      {
        parent: this,
        deleteBeforeReplace: true,
        dependsOn: [
          ...files.dependsOn,
          ...this.additions.dependsOn,
          ...(data?.handedOver ?? []),
          ...(this.certificate === undefined ? [] : [this.certificate.brought]),
        ],
      },
    );
    this.ready = healthy(context, this.container, `store "${component}"`, {
      deadline: healthDeadline(engine.health),
      ...recoveryOf(engine),
    });
    this.certificate?.reloaded("", this.ready, this);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.store> {
    return nodesOf(this, children.store);
  }

  private createVolume(context: DockerContext, name: string, { protect, store }: StoreArgs): DataVolume {
    return dataVolume(
      context,
      `${name}-data`,
      {
        component: store.name,
        owner: engineContainer(store).user,
        protect,
        args: { labels: [{ label: labelNames.component, value: store.name }] },
      },
      { parent: this },
    );
  }
}

/** The names that a database's certificate is for: its replicas have the same. */
function certified(store: Postgres): readonly string[] {
  return [store.name, ...(isReplicated(store) ? [readHost(store)] : [])];
}

/** Seconds for which the release waits for a store that lives and does not serve yet. */
const recoveryDeadline = 3600;

export function recoveryOf({ alive: { probe } }: EngineContainer): Pick<Waiting, "recovery"> {
  return "command" in probe ? { recovery: { alive: probe.command, deadline: recoveryDeadline } } : {};
}

/** The ports of a store that its model opens on the host. */
function publishedPorts(
  store: Server,
  { ports, published = "main", datagrams }: EngineContainer,
): readonly PublishedPort[] {
  return [
    ...(store.publish === undefined
      ? []
      : [{ internal: ports[published] ?? ports.main, host: store.publish }]),
    ...Object.entries(opened(store)).map(([name, host]) => ({
      internal: ports[name] ?? ports.main,
      host,
      datagrams: name === datagrams,
    })),
  ];
}
