import { LimitRange, Namespace as ClusterNamespace, ResourceQuota, Secret } from "@pulumi/kubernetes/core/v1";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { bytes } from "../model";
import type { Owner } from "./labels";
import { cores, quantity } from "./workload/pod.args";
import type { KubernetesSettings } from "./settings";
import { children } from "./children";
import { nodesOf, type Nodes } from "../shared/children";

export interface NamespaceArgs {
  readonly owner: Owner;
  readonly name: string;
  readonly settings: KubernetesSettings;
  /** Whether it outlives its resource, with all that is in it, and is protected against deletion. */
  readonly protect: boolean;
}

/** Enforced, and told of where a newer release of Kubernetes would be stricter. */
const podSecurity = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/enforce-version": "latest",
  "pod-security.kubernetes.io/warn": "restricted",
  "pod-security.kubernetes.io/audit": "restricted",
} as const;

/** Where a system lives: pods without privileges alone, and no more of the cluster than was granted. */
export class Namespace extends ComponentResource {
  /** The namespace's name, once it exists. */
  readonly name: Output<string>;
  /** Name of the Secret with the logins of private registries. */
  readonly pullSecret: Output<string> | undefined;

  constructor({ owner, name, settings, protect }: NamespaceArgs, opts?: ComponentResourceOptions) {
    const { prefix, system } = owner;
    super("trireme:kubernetes:Namespace", `${prefix}-namespace`, {}, opts);
    const own = {
      "app.kubernetes.io/instance": prefix,
      "app.kubernetes.io/part-of": system,
      "app.kubernetes.io/managed-by": "trireme",
    };
    const namespace = new ClusterNamespace(
      prefix,
      { metadata: { name, labels: { ...own, ...podSecurity } } },
      { parent: this, protect, retainOnDelete: protect },
    );
    this.name = namespace.metadata.name;
    this.createBounds(prefix, own, settings);
    this.pullSecret =
      settings.registryLogin === undefined
        ? undefined
        : new Secret(
            `${prefix}-registry-login`,
            {
              metadata: { namespace: this.name, labels: own },
              type: "kubernetes.io/dockerconfigjson",
              immutable: true,
              stringData: { ".dockerconfigjson": settings.registryLogin },
            },
            { parent: this },
          ).metadata.name;
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.namespace> {
    return nodesOf(this, children.namespace);
  }

  private createBounds(
    prefix: string,
    labels: Readonly<Record<string, string>>,
    { quota }: KubernetesSettings,
  ): void {
    if (quota === undefined) return;
    const bound = { cpu: cores(quota.cpu), memory: quantity(bytes(quota.memory)) };
    const metadata = { name: "bounds", namespace: this.name, labels };
    new ResourceQuota(
      `${prefix}-bounds`,
      { metadata, spec: { hard: { "limits.cpu": bound.cpu, "limits.memory": bound.memory } } },
      { parent: this },
    );
    // A quota refuses pods that name no limit: those that a person starts by hand get one.
    new LimitRange(
      `${prefix}-bounds`,
      {
        metadata,
        spec: {
          limits: [
            {
              type: "Container",
              default: { cpu: "500m", memory: "256Mi" },
              defaultRequest: { cpu: "50m", memory: "64Mi" },
            },
          ],
        },
      },
      { parent: this },
    );
  }
}
