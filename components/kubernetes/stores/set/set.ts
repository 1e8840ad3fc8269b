import { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import { all, type Output, type Resource } from "@pulumi/pulumi";
import { bytes, engineContainer, type Server } from "../../../model";
import { awaited } from "../../awaited";
import { unawaited, type KubernetesContext } from "../../context";
import { labels, selector } from "../../labels";
import { account } from "../../workload/account";
import { placement, spreading } from "../../workload/placement.args";
import { podSpec, portName, quantity, type PodOptions } from "../../workload/pod.args";
import { recovery, releaseDeadline } from "../../workload/service.args";
import { membersDomain, type Nodes } from "./set.args";
import { claimSpec, sizeOf } from "../volume.args";

export interface SetArgs {
  /** The name of its resources. */
  readonly name: string;
  readonly store: Server & Nodes;
  /** Whether the data outlives its resource. */
  readonly protect: boolean;
  /** The ports by which its servers, and who asks one of them, find each other. */
  readonly ports: Readonly<Record<string, number>>;
  readonly containers: PodOptions["containers"];
  readonly volumes: PodOptions["volumes"];
}

/** The servers of a store that has several. */
export interface ServerSet {
  readonly statefulSet: StatefulSet;
  /** The servers once all of them answer, on disks as large as is wanted. */
  readonly ready: Output<StatefulSet>;
}

/** Engines write their buffers out before they leave. */
const grace = 60;

/**
 * Several servers of one store: each under a name that stays and with a disk that stays, on different nodes where there are such; one at a
 * time is away for a disruption that is planned.
 */
export function serverSet(context: KubernetesContext, args: SetArgs, parent: Resource): ServerSet {
  const { name, store } = args;
  const own = selector(context, store.name, "store");
  const address = createAddress(context, args, parent);
  const statefulSet = createStatefulSet(context, args, parent);
  new PodDisruptionBudget(
    name,
    {
      metadata: {
        name: store.name,
        namespace: context.namespace,
        labels: labels(context, store.name, "store"),
      },
      spec: {
        // The others are left to agree.
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: { ...own } },
      },
    },
    { parent },
  );
  const { health } = engineContainer(store);
  const rolledOut = awaited(context, statefulSet, `store "${store.name}"`, async (cluster, object) => {
    const grown = () => cluster.grown(object.namespace, own, bytes(sizeOf(store)));
    // One whose disk is full gets ready on a larger one; what was added since has asked for as much as the first.
    const before = await grown();
    if (!before.ok) return before;
    const made = await cluster.rolledOut("StatefulSet", object, {
      deadline: releaseDeadline({ health }),
      recovery,
    });
    return made.ok ? await grown() : made;
  });
  return { statefulSet, ready: all([rolledOut, address.id]).apply(([made]) => made) };
}

function createAddress(
  context: KubernetesContext,
  { name, store, ports }: SetArgs,
  parent: Resource,
): ClusterService {
  return new ClusterService(
    `${name}-nodes`,
    {
      metadata: {
        name: membersDomain(store),
        namespace: context.namespace,
        labels: labels(context, store.name, "store"),
        annotations: { ...unawaited },
      },
      spec: {
        clusterIP: "None",
        // They find each other before any of them is ready.
        publishNotReadyAddresses: true,
        selector: { ...selector(context, store.name, "store") },
        ports: Object.entries(ports).map(([port, number]) => ({
          name: portName(port),
          port: number,
          targetPort: portName(port),
          protocol: "TCP",
        })),
      },
    },
    { parent },
  );
}

function createStatefulSet(
  context: KubernetesContext,
  { name, store, protect, containers, volumes = [] }: SetArgs,
  parent: Resource,
): StatefulSet {
  const own = selector(context, store.name, "store");
  return new StatefulSet(
    name,
    {
      metadata: {
        name: store.name,
        namespace: context.namespace,
        labels: labels(context, store.name, "store"),
        // What the disks are to have, which a preview shows here.
        annotations: { ...unawaited, "dev.trireme.disk": quantity(bytes(sizeOf(store))) },
      },
      spec: {
        replicas: store.nodes ?? 1,
        serviceName: membersDomain(store),
        selector: { matchLabels: { ...own } },
        podManagementPolicy: "Parallel",
        revisionHistoryLimit: 3,
        persistentVolumeClaimRetentionPolicy: {
          whenDeleted: protect ? "Retain" : "Delete",
          whenScaled: "Retain",
        },
        template: {
          metadata: { labels: labels(context, store.name, "store") },
          spec: podSpec({
            containers,
            volumes,
            grace,
            serviceAccount: account(context, store.name, "store", parent),
            ...spreading(own, context.settings, { revision: "controller-revision-hash" }),
            placed: placement(store.name, context.settings),
          }),
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "data", labels: labels(context, store.name, "store") },
            spec: claimSpec({ size: sizeOf(store), storageClass: context.settings.storageClass }),
          },
        ],
      },
    },
    // They cannot be changed, and another set would end all servers at once: the claims themselves are grown.
    { parent, ignoreChanges: ["spec.volumeClaimTemplates"] },
  );
}
