import type { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import { all, ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { engineContainer, type Qdrant } from "../../../model";
import { nodesOf, type Nodes } from "../../../shared/children";
import { children } from "../../children";
import { unawaited, type KubernetesContext } from "../../context";
import { labels, selector } from "../../labels";
import { configuration } from "../../workload/files";
import { identityOf, portName } from "../../workload/pod.args";
import { peerPort, peerScript } from "./peers.args";
import { serverSet } from "./set";

export interface PeersArgs {
  readonly store: Qdrant;
  /** Whether the data outlives its resource. */
  readonly protect: boolean;
}

/** Several nodes of a Qdrant that share its collections; any of them answers for all, under the store's name. */
export class Peers extends ComponentResource {
  readonly statefulSet: StatefulSet;
  /** The nodes once all of them answer. */
  readonly ready: Output<StatefulSet>;

  constructor(context: KubernetesContext, args: PeersArgs, opts?: ComponentResourceOptions) {
    const { store, protect } = args;
    const name = `${context.prefix}-${store.name}`;
    super("trireme:kubernetes:Peers", name, {}, opts);
    const engine = engineContainer(store);
    const address = new ClusterService(
      name,
      {
        metadata: {
          name: store.name,
          namespace: context.namespace,
          labels: labels(context, store.name, "store"),
          annotations: { ...unawaited },
        },
        spec: {
          selector: { ...selector(context, store.name, "store") },
          ports: Object.entries(engine.ports)
            .sort(([a], [b]) => a.localeCompare(b))
            .map(([port, number]) => ({
              name: portName(port),
              port: number,
              targetPort: portName(port),
              protocol: "TCP",
            })),
        },
      },
      { parent: this },
    );
    const given = configuration(context, {
      component: store.name,
      role: "store",
      env: { ...engine.env, QDRANT__CLUSTER__ENABLED: true },
      group: identityOf(engine.user).group,
      resolve: context.initially,
      parent: this,
    });
    const ports = { ...engine.ports, peers: peerPort };
    const made = serverSet(
      context,
      {
        name,
        store,
        protect,
        ports,
        containers: [
          {
            name: store.engine,
            image: context.engineImage(engine.image),
            entrypoint: ["bash", "-c", peerScript(store)],
            env: given.env,
            user: engine.user,
            scratch: engine.scratch,
            mounts: [{ name: "data", mountPath: engine.dataPath ?? "" }, ...given.mounts],
            ports,
            health: engine.health,
            startup: engine.alive,
            liveness: engine.alive,
            resources: store.resources,
          },
        ],
        volumes: given.volumes,
      },
      this,
    );
    this.statefulSet = made.statefulSet;
    this.ready = all([made.ready, address.id]).apply(([set]) => set);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.peers> {
    return nodesOf(this, children.peers);
  }
}
