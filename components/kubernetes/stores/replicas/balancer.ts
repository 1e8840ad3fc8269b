import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import type { Input, Resource } from "@pulumi/pulumi";
import { balancerImage, engineContainer, type Postgres } from "../../../model";
import { haproxyUser } from "../../../render/haproxy";
import { unawaited, type KubernetesContext } from "../../context";
import { labels, selector } from "../../labels";
import { account } from "../../workload/account";
import { configuration } from "../../workload/files";
import { placement, spreading } from "../../workload/placement.args";
import { endpointSpread, identityOf, podSpec } from "../../workload/pod.args";
import { releaseDeadline } from "../../workload/service.args";
import { balancerOf, readHost } from "./replicas.args";

export interface BalancerArgs {
  readonly store: Postgres;
  /** What it asks for when it starts: the primary, and the Services of all. */
  readonly after: readonly Input<Resource>[];
}

/** As many as go on when a node is lost. */
const instances = 2;
/** Seconds for connections that are open to end by themselves. */
const drain = 5;

/** What leads connections that only read to the replicas of a database. */
export function balancerDeployment(
  context: KubernetesContext,
  { store, after }: BalancerArgs,
  parent: Resource,
): Deployment {
  const name = readHost(store);
  const { files, command, health } = balancerOf(store);
  const own = selector(context, store.name, "balancer");
  const meta = labels(context, store.name, "balancer");
  const given = configuration(context, {
    component: name,
    role: "balancer",
    files,
    group: identityOf(haproxyUser).group,
    parent,
  });
  new PodDisruptionBudget(
    `${context.prefix}-${name}`,
    {
      metadata: { name, namespace: context.namespace, labels: meta },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: { ...own } },
      },
    },
    { parent },
  );
  return new Deployment(
    `${context.prefix}-${name}`,
    {
      metadata: { name, namespace: context.namespace, labels: meta, annotations: { ...unawaited } },
      spec: {
        replicas: instances,
        selector: { matchLabels: { ...own } },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        revisionHistoryLimit: 3,
        progressDeadlineSeconds: releaseDeadline({ health }),
        template: {
          metadata: { labels: meta },
          spec: podSpec({
            containers: [
              {
                name: "balancer",
                image: context.engineImage(balancerImage),
                entrypoint: command,
                user: haproxyUser,
                mounts: given.mounts,
                ports: { main: engineContainer(store).ports.main },
                health,
                resources: {
                  cpu: { request: 0.05, limit: 1 },
                  memory: { request: "32Mi", limit: "128Mi" },
                },
                lifecycle: { preStop: { sleep: { seconds: endpointSpread } } },
              },
            ],
            volumes: given.volumes,
            grace: endpointSpread + drain,
            serviceAccount: account(context, name, "balancer", parent),
            ...spreading(own, context.settings),
            placed: placement(store.name, context.settings),
          }),
        },
      },
    },
    { parent, dependsOn: [...after] },
  );
}
