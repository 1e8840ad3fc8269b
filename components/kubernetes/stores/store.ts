import { StatefulSet, type StatefulSetArgs } from "@pulumi/kubernetes/apps/v1";
import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import type { input } from "@pulumi/kubernetes/types";
import { all, ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { engineContainer, type EngineContainer, type Postgres, type Server } from "../../model";
import { certificateFolder } from "../../render/server-certificate";
import { additions } from "./additions.args";
import { account } from "../workload/account";
import { awaited } from "../awaited";
import type { Saved } from "../backup/backup.args";
import { unawaited, type KubernetesContext } from "../context";
import { configuration } from "../workload/files";
import { labels, selector } from "../labels";
import { apart, placement } from "../workload/placement.args";
import { identityOf, podSpec, portName } from "../workload/pod.args";
import { recovery, releaseDeadline } from "../workload/service.args";
import { claim } from "./volume";
import { sizeOf } from "./volume.args";
import { serverCertificate } from "../../shared/certificate";
import { certificateFiles, encrypted, isEncrypted, type Encryption } from "../../shared/encryption";
import { replicated } from "../../shared/replicas";
import { hasOwnReplicas, readHost, serversOf } from "./replicas/replicas.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface StoreArgs {
  readonly store: Server;
  /** Whether the data outlives its resource and is protected against deletion. */
  readonly protect: boolean;
  /** What it has in addition, so that it can be saved. */
  readonly saved?: Saved;
}

/** Engines write their buffers out before they leave. */
const grace = 60;

/** A database, cache or broker: one pod of its engine, found under the store's name, and a disk for its data. */
export class Store extends ComponentResource {
  readonly statefulSet: StatefulSet;
  /** The pod once it answers. */
  readonly ready: Output<StatefulSet>;
  /** What it has in addition where it speaks TLS. */
  readonly encryption: Encryption | undefined;

  constructor(
    private readonly context: KubernetesContext,
    args: StoreArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { store } = args;
    const name = `${context.prefix}-${store.name}`;
    super("trireme:kubernetes:Store", name, {}, opts);
    const engine = engineContainer(store);
    const address = this.createAddress(name, store, engine);
    this.encryption = isEncrypted(store) ? this.certified(name, store) : undefined;
    this.statefulSet = this.createStatefulSet(name, args, engine);
    const rolledOut = awaited(context, this.statefulSet, `store "${store.name}"`, (cluster, object) =>
      cluster.rolledOut("StatefulSet", object, { deadline: releaseDeadline(engine), recovery }),
    );
    this.ready = all([rolledOut, address.id]).apply(([made]) => made);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.store> {
    return nodesOf(this, children.store);
  }

  private createAddress(
    name: string,
    { name: component }: Server,
    { ports, datagrams }: EngineContainer,
  ): ClusterService {
    const { context } = this;
    return new ClusterService(
      name,
      {
        metadata: {
          name: component,
          namespace: context.namespace,
          labels: labels(context, component, "store"),
          annotations: { ...unawaited },
        },
        spec: {
          selector: { ...selector(context, component, "store") },
          // There is one server: what asks for it waits for it, and Kafka asks for itself before it is ready.
          publishNotReadyAddresses: true,
          ports: Object.entries(ports)
            .sort(([a], [b]) => a.localeCompare(b))
            .flatMap(([port, number]) => [
              { name: portName(port), port: number, targetPort: portName(port), protocol: "TCP" },
              ...(port === datagrams
                ? [{ name: portName(`${port}-udp`), port: number, targetPort: number, protocol: "UDP" }]
                : []),
            ]),
        },
      },
      { parent: this },
    );
  }

  private createStatefulSet(name: string, args: StoreArgs, engine: EngineContainer): StatefulSet {
    const { context } = this;
    const { store, saved = { command: [], files: {}, mounts: [], volumes: [] } } = args;
    // Where several say who may connect, the last one does.
    const further = [hasOwnReplicas(store) ? replicated(store) : [], saved, this.encryption ?? []].flat();
    const added = additions(context, engine);
    const own = selector(context, store.name, "store");
    const { group } = identityOf(engine.user);
    const given = configuration(context, {
      component: store.name,
      role: "store",
      env: engine.env,
      files: {
        ...engine.files,
        ...Object.fromEntries(further.flatMap(({ files }) => Object.entries(files))),
      },
      group,
      resolve: context.initially,
      parent: this,
    });
    const shape: StatefulSetArgs = {
      metadata: {
        name: store.name,
        namespace: context.namespace,
        labels: labels(context, store.name, "store"),
        annotations: { ...unawaited },
      },
      spec: {
        replicas: 1,
        serviceName: store.name,
        selector: { matchLabels: { ...own } },
        // One that never gets ready must not keep its own fix from being rolled out.
        podManagementPolicy: "Parallel",
        revisionHistoryLimit: 3,
        template: {
          metadata: { labels: labels(context, store.name, "store") },
          spec: podSpec({
            containers: [
              {
                name: store.engine,
                image: context.engineImage(engine.image),
                ...(engine.entrypoint === undefined ? {} : { entrypoint: engine.entrypoint }),
                command:
                  engine.command === undefined
                    ? undefined
                    : [...engine.command, ...further.flatMap((more) => more.command)],
                env: given.env,
                user: engine.user,
                scratch: engine.scratch,
                mounts: [...this.dataMounts(engine), ...saved.mounts, ...given.mounts, ...added.mounts],
                ports: engine.ports,
                health: engine.health,
                startup: engine.alive,
                liveness: engine.alive,
                resources: store.resources,
              },
            ],
            initContainers: added.initContainers,
            volumes: [
              ...this.dataVolumes(args, engine),
              ...saved.volumes,
              ...given.volumes,
              ...added.volumes,
            ],
            grace,
            serviceAccount: account(context, store.name, "store", this),
            ...(hasOwnReplicas(store) ? { affinity: apart(serversOf(context, store)) } : {}),
            placed: placement(store.name, context.settings),
          }),
        },
      },
    };
    return new StatefulSet(name, shape, { parent: this });
  }

  /** By a certificate that it reads when it starts: another one is another pod on the same disk. */
  private certified(name: string, store: Postgres): Encryption {
    const { command, files } = encrypted(store);
    // Its replicas have the same.
    const hosts = [store.name, ...(hasOwnReplicas(store) ? [readHost(store)] : [])];
    const certificate = serverCertificate(name, { hosts }, this);
    return { command, files: { ...files, ...certificateFiles(certificateFolder, certificate) } };
  }

  private dataMounts({ dataPath }: EngineContainer): readonly input.core.v1.VolumeMount[] {
    return dataPath === undefined ? [] : [{ name: "data", mountPath: dataPath }];
  }

  private dataVolumes(
    { store, protect }: StoreArgs,
    { dataPath }: EngineContainer,
  ): readonly input.core.v1.Volume[] {
    if (dataPath === undefined) return [];
    const { metadata } = claim(
      this.context,
      { component: store.name, role: "store", name: `${store.name}-data`, size: sizeOf(store), protect },
      { parent: this },
    );
    return [{ name: "data", persistentVolumeClaim: { claimName: metadata.name } }];
  }
}
