import { StatefulSet, type StatefulSetArgs } from "@pulumi/kubernetes/apps/v1";
import { Service as ClusterService } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import { all, ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { command, engineContainer, passwordFile, type Health, type Redis } from "../../model";
import { renderMember, renderSentinel } from "../../render/sentinel";
import { account } from "../workload/account";
import { awaited } from "../awaited";
import { unawaited, type KubernetesContext } from "../context";
import { configuration } from "../workload/files";
import { labels, selector } from "../labels";
import { identityOf, podSpec, spreading } from "../workload/pod.args";
import { membersDomain, sentinelOptions, sentinelPort } from "./sentinel.args";
import { recovery, releaseDeadline } from "../workload/service.args";
import { claimSpec, sizeOf } from "./volume.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface SentinelArgs {
  readonly store: Redis;
  /** Whether the data outlives its resource. */
  readonly protect: boolean;
}

const grace = 60;

const health: Health = command(
  [
    "sh",
    "-c",
    `REDISCLI_AUTH=$(cat ${passwordFile}) redis-cli --no-auth-warning -p ${sentinelPort} ping | grep -qx PONG`,
  ],
  { interval: "10s", timeout: "5s", retries: 5 },
);

/** Three Redis servers, each with a Sentinel beside it: when the master is lost, two of them choose another. */
export class Sentinel extends ComponentResource {
  readonly statefulSet: StatefulSet;
  /** The servers once all of them answer. */
  readonly ready: Output<StatefulSet>;

  constructor(
    private readonly context: KubernetesContext,
    args: SentinelArgs,
    opts?: ComponentResourceOptions,
  ) {
    const { store } = args;
    const name = `${context.prefix}-${store.name}`;
    super("trireme:kubernetes:Sentinel", name, {}, opts);
    const members = this.createAddress(name, store);
    this.statefulSet = this.createStatefulSet(name, args);
    new PodDisruptionBudget(
      name,
      {
        metadata: {
          name: store.name,
          namespace: context.namespace,
          labels: labels(context, store.name, "store"),
        },
        spec: {
          // Two of three are left to agree.
          maxUnavailable: 1,
          unhealthyPodEvictionPolicy: "AlwaysAllow",
          selector: { matchLabels: { ...selector(context, store.name, "store") } },
        },
      },
      { parent: this },
    );
    const rolledOut = awaited(context, this.statefulSet, `store "${store.name}"`, (cluster, object) =>
      cluster.rolledOut("StatefulSet", object, {
        deadline: releaseDeadline(engineContainer(store)),
        recovery,
      }),
    );
    this.ready = all([rolledOut, members.id]).apply(([made]) => made);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.sentinel> {
    return nodesOf(this, children.sentinel);
  }

  private createAddress(name: string, store: Redis): ClusterService {
    const { context } = this;
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
          ports: [
            { name: "main", port: 6379, targetPort: "main", protocol: "TCP" },
            { name: "sentinel", port: sentinelPort, targetPort: "sentinel", protocol: "TCP" },
          ],
        },
      },
      { parent: this },
    );
  }

  private createStatefulSet(name: string, { store, protect }: SentinelArgs): StatefulSet {
    const { context } = this;
    const engine = engineContainer(store);
    const options = sentinelOptions(store);
    const own = selector(context, store.name, "store");
    const given = configuration(context, {
      component: store.name,
      role: "store",
      files: {
        ...engine.files,
        "/run/scripts/member.sh": { content: renderMember(options, engine) },
        "/run/scripts/sentinel.sh": { content: renderSentinel(options) },
      },
      group: identityOf(engine.user).group,
      resolve: context.initially,
      parent: this,
    });
    const image = context.engineImage(engine.image);
    const mounts = [{ name: "data", mountPath: "/data" }, ...given.mounts];
    const shape: StatefulSetArgs = {
      metadata: {
        name: store.name,
        namespace: context.namespace,
        labels: labels(context, store.name, "store"),
        annotations: { ...unawaited },
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
            containers: [
              {
                name: "redis",
                image,
                command: ["sh", "/run/scripts/member.sh"],
                user: engine.user,
                mounts,
                ports: { main: 6379 },
                health: engine.health,
                startup: engine.alive,
                liveness: engine.alive,
                resources: store.resources,
              },
              {
                name: "sentinel",
                image,
                command: ["sh", "/run/scripts/sentinel.sh"],
                user: engine.user,
                mounts,
                ports: { sentinel: sentinelPort },
                health,
                resources: {
                  cpu: { request: 0.05, limit: 0.5 },
                  memory: { request: "32Mi", limit: "128Mi" },
                },
              },
            ],
            volumes: given.volumes,
            grace,
            serviceAccount: account(context, store.name, "store", this),
            ...spreading(own, "controller-revision-hash"),
          }),
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "data", labels: labels(context, store.name, "store") },
            spec: claimSpec({ size: sizeOf(store), storageClass: context.settings.storageClass }),
          },
        ],
      },
    };
    return new StatefulSet(name, shape, { parent: this });
  }
}
