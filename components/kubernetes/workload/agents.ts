import { DaemonSet } from "@pulumi/kubernetes/apps/v1";
import { Namespace, Secret } from "@pulumi/kubernetes/core/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { livenessOf, originOf, portsOf, type Service, type System } from "../../model";
import { nodesOf, type Nodes } from "../../shared/children";
import { resolver } from "../../shared/resolve";
import { awaited } from "../awaited";
import { children } from "../children";
import { unawaited, type KubernetesContext } from "../context";
import { labels, selector } from "../labels";
import { closedPolicy, componentPolicies } from "../network/networks.args";
import { instancesAddress } from "../observability/metrics";
import { account } from "./account";
import { hostsOf, isAgent, placesOf } from "./agents.args";
import { placement } from "./placement.args";
import { podSpec } from "./pod.args";
import { releaseDeadline } from "./service.args";
import { workload } from "./workload";

export interface AgentsArgs {
  readonly system: System;
  readonly secrets: Parameters<typeof resolver>[1];
}

/**
 * The parts that run on each node and see a folder of it. Pod Security `restricted` allows no such folder, and `baseline` neither: so they have a
 * namespace of their own, with nothing else in it, and the system's own stays restricted.
 */
export class Agents extends ComponentResource {
  /** Their namespace once it exists. */
  readonly namespace: Output<string>;
  private readonly context: KubernetesContext;

  constructor(context: KubernetesContext, args: AgentsArgs, opts?: ComponentResourceOptions) {
    const { prefix, settings } = context;
    super("trireme:kubernetes:Agents", `${prefix}-agents`, {}, opts);
    const own = {
      "app.kubernetes.io/instance": prefix,
      "app.kubernetes.io/part-of": context.system,
      "app.kubernetes.io/managed-by": "trireme",
    };
    const namespace = new Namespace(
      `${prefix}-node`,
      {
        metadata: {
          name: placesOf(context, settings).nodes,
          labels: { ...own, "pod-security.kubernetes.io/enforce": "privileged" },
        },
      },
      { parent: this },
    ).metadata.name;
    const { nodes: hosts } = hostsOf(args.system, placesOf(context, settings));
    const resolve = resolver(args.system, args.secrets, "now", undefined, hosts);
    this.namespace = namespace;
    this.context = { ...context, namespace, resolve, ...this.login(context, namespace) };
    new NetworkPolicy(
      `${prefix}-node-closed`,
      { metadata: { name: "closed", namespace, labels: own }, spec: closedPolicy },
      { parent: this },
    );
    for (const service of args.system.services)
      if (isAgent(args.system, service.name)) this.create(service, args);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.agents> {
    return nodesOf(this, children.agents);
  }

  private login(
    { prefix, settings: { registryLogin } }: KubernetesContext,
    namespace: Output<string>,
  ): Pick<KubernetesContext, "pullSecret"> {
    if (registryLogin === undefined) return {};
    const made = new Secret(
      `${prefix}-node-registry-login`,
      {
        metadata: { namespace },
        type: "kubernetes.io/dockerconfigjson",
        immutable: true,
        stringData: { ".dockerconfigjson": registryLogin },
      },
      { parent: this },
    );
    return { pullSecret: made.metadata.name };
  }

  private create(service: Service, { system }: AgentsArgs): void {
    const { context } = this;
    const name = `${context.prefix}-${service.name}`;
    const metadata = {
      name: service.name,
      namespace: context.namespace,
      labels: labels(context, service.name, "service"),
    };
    const policy = componentPolicies(system, { owner: context, settings: context.settings }).get(
      service.name,
    );
    if (policy !== undefined) new NetworkPolicy(name, { metadata, spec: policy }, { parent: this });
    const { spec, volumes, group } = workload(context, service, {
      role: "service",
      claims: {},
      parent: this,
    });
    const seen = (originOf(system, service.name)?.host?.mounts ?? []).map((mount, index) => ({
      ...mount,
      name: `node-${index}`,
    }));
    const set = new DaemonSet(
      name,
      {
        metadata: { ...metadata, annotations: { ...unawaited } },
        spec: {
          selector: { matchLabels: { ...selector(context, service.name, "service") } },
          template: {
            metadata: { labels: labels(context, service.name, "service") },
            spec: podSpec({
              containers: [
                {
                  ...spec,
                  env: {
                    ...spec.env,
                    TRIREME_NAMESPACE: { text: placesOf(context, context.settings).own },
                  },
                  mounts: [
                    ...(spec.mounts ?? []),
                    ...seen.map((one) => ({ name: one.name, mountPath: one.path, readOnly: true })),
                  ],
                  ports: portsOf(service),
                  health: service.health,
                  liveness: livenessOf(service),
                },
              ],
              volumes: [
                ...volumes,
                ...seen.map((one) => ({
                  name: one.name,
                  hostPath: { path: one.from, type: "Directory" },
                })),
              ],
              group,
              serviceAccount: account(context, service.name, "service", this),
              // Pods are on nodes that others are kept off, too.
              placed: {
                ...placement(service.name, { ...context.settings, nodes: undefined }),
                tolerations: [{ operator: "Exists" }],
              },
            }),
          },
        },
      },
      { parent: this },
    );
    instancesAddress(context, { component: service.name, role: "service", ports: portsOf(service) }, this);
    awaited(context, set, `"${service.name}" on every node`, (cluster, object) =>
      cluster.rolledOut("DaemonSet", object, { deadline: releaseDeadline(service) }),
    );
  }
}
