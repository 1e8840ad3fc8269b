import { Deployment, type DeploymentArgs } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { seconds, type Duration, type Resources, type Role, type Site } from "../../model";
import { sitesFolder } from "../../render/nginx";
import { givenFolder, tlsFolder } from "../../render/proxy/proxy-pod";
import { unawaited, type KubernetesContext } from "../context";
import { labels, selector } from "../labels";
import { account } from "../workload/account";
import type { Configuration } from "../workload/files";
import { fileKey } from "../workload/files.args";
import { placement, spreading } from "../workload/placement.args";
import { endpointSpread, podSpec, type ContainerSpec } from "../workload/pod.args";
import { releaseDeadline } from "../workload/service.args";
import type { EnginePod } from "./engines/engine";
import { listen, proxyUser } from "./proxy.args";
import { siteSpec } from "./sites.args";

/** What takes requests, or serves files for who does. */
export interface FrontArgs {
  readonly component: string;
  readonly role: Role;
  /** What its container is called. */
  readonly container: string;
  readonly image: string;
  readonly pod: EnginePod;
  /** The sites that it serves itself. */
  readonly sites: readonly Site[];
  /** Whether it speaks TLS. */
  readonly tls: boolean;
  /** Name of the Secret with the certificate. */
  readonly secret?: Input<string> | undefined;
  /** Whose tokens it takes. */
  readonly issuer?: Configuration;
  readonly resources: Resources | undefined;
  /** Seconds for what is in flight when it leaves. */
  readonly grace: number;
  readonly replicas: number;
  /** Whether a node without an instance refuses what is sent to it. */
  readonly everyNode: boolean;
  /** What a cluster's Prometheus reads on a pod. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Where it tells a Prometheus of an operator how many requests it had, which asks ports by their name. @default it is not asked */
  readonly metrics?: number | undefined;
  readonly after: readonly Input<Resource>[];
}

/** Seconds for what is in flight when it leaves, where no service asks for more. */
const shortestGrace = 30;

/** Seconds that a front may finish what it holds, by the longest drain of the services behind it. */
export function graceOf(drain: Duration): number {
  return Math.max(shortestGrace, Math.ceil(seconds(drain)));
}

/** Seconds without progress after which its rollout counts as failed. */
export function frontDeadline({ container: { health } }: EnginePod): number {
  return releaseDeadline({ health });
}

function metadata(context: KubernetesContext, { component, role }: FrontArgs) {
  return { namespace: context.namespace, labels: labels(context, component, role) };
}

function containerOf(args: FrontArgs): ContainerSpec {
  const { pod, secret, issuer, sites } = args;
  return {
    ...pod.container,
    name: args.container,
    image: args.image,
    user: proxyUser,
    mounts: [
      { name: "configuration", mountPath: givenFolder, readOnly: true },
      ...(secret === undefined ? [] : [{ name: "certificate", mountPath: tlsFolder, readOnly: true }]),
      ...(sites.length === 0 ? [] : [{ name: "sites", mountPath: sitesFolder, readOnly: true }]),
      ...(issuer?.mounts ?? []),
    ],
    ports: {
      ...{ http: listen.http, ...(args.tls ? { https: listen.https } : {}), ...pod.container.ports },
      ...(args.metrics === undefined ? {} : { metrics: args.metrics }),
    },
    resources: args.resources,
  };
}

function volumesOf(args: FrontArgs, configuration: Output<string>) {
  const { pod, secret, issuer, sites } = args;
  return [
    {
      name: "configuration",
      configMap: {
        name: configuration,
        items: Object.keys(pod.files)
          .sort()
          .map((path) => ({ key: fileKey(path), path })),
      },
    },
    ...(secret === undefined ? [] : [{ name: "certificate", secret: { secretName: secret } }]),
    ...(sites.length === 0 ? [] : [{ name: "sites", emptyDir: {} }]),
    ...(issuer?.volumes ?? []),
  ];
}

/** Its instances: a new configuration is a new release of them, and the old ones finish what they hold. */
export function frontDeployment(
  context: KubernetesContext,
  name: string,
  args: FrontArgs,
  parent: Resource,
): Deployment {
  const { component, role, pod, sites, annotations } = args;
  const own = selector(context, component, role);
  const configuration = new ConfigMap(
    `${name}-configuration`,
    {
      metadata: metadata(context, args),
      immutable: true,
      data: Object.fromEntries(Object.entries(pod.files).map(([path, text]) => [fileKey(path), text])),
    },
    { parent },
  );
  const shape: DeploymentArgs = {
    metadata: { name: component, ...metadata(context, args), annotations: { ...unawaited } },
    spec: {
      replicas: args.replicas,
      selector: { matchLabels: { ...own } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      revisionHistoryLimit: 3,
      progressDeadlineSeconds: frontDeadline(pod),
      template: {
        metadata: {
          labels: labels(context, component, role),
          ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
        },
        spec: podSpec({
          containers: [containerOf(args)],
          initContainers: sites.map((site) =>
            siteSpec(site, context.image(site.image), {
              mount: "sites",
              folder: sitesFolder,
              user: proxyUser,
            }),
          ),
          volumes: volumesOf(args, configuration.metadata.name),
          grace: endpointSpread + args.grace,
          serviceAccount: account(context, component, role, parent),
          ...spreading(own, context.settings, { everyNode: args.everyNode }),
          placed: placement(component, context.settings),
        }),
      },
    },
  };
  return new Deployment(name, shape, { parent, dependsOn: [...args.after] });
}

/** A drain of a node takes one instance at a time. */
export function frontBudget(
  context: KubernetesContext,
  name: string,
  args: FrontArgs,
  parent: Resource,
): void {
  const { component, role, replicas } = args;
  if (replicas < 2) return;
  new PodDisruptionBudget(
    name,
    {
      metadata: { name: component, ...metadata(context, args) },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: { ...selector(context, component, role) } },
      },
    },
    { parent },
  );
}
