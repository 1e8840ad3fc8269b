import type { Bytes } from "../model";

/** How requests come into the cluster. */
export type IngressKind =
  /** Our own nginx behind a Service. */
  | {
      readonly kind: "proxy";
      readonly service: "LoadBalancer" | "NodePort";
      /** Instances. @default 2 in production, else 1 */
      readonly replicas?: number;
    }
  /** The cluster's ingress-nginx. */
  | {
      readonly kind: "ingress-nginx";
      readonly class: string;
      /** Namespace of the controller: the only one that may reach the routed services. */
      readonly namespace: string;
    }
  /** A Gateway (Gateway API) that the cluster's operator has set up. */
  | {
      readonly kind: "gateway-api";
      readonly gateway: string;
      /** Namespace of the Gateway. */
      readonly namespace: string;
    };

/** What the operator of a cluster says, and no system knows. */
export interface KubernetesSettings {
  /** Path of the kubeconfig. @default what `KUBECONFIG` names, else `~/.kube/config` */
  readonly kubeconfig?: string;
  /** @default the kubeconfig's current context */
  readonly context?: string;
  /** @default system and stack: `syfthub-kubernetes` */
  readonly namespace?: string;
  readonly ingress: IngressKind;
  /** cert-manager ClusterIssuer that certificates are had from. */
  readonly issuer?: string;
  /** Storage class of disks that name none. @default the cluster's own default */
  readonly storageClass?: string;
  /** Numeric user of workloads that name none. @default the image's own, which must be a number */
  readonly user?: number;
  /** Address ranges (CIDR) beyond the public internet that components with egress may reach. @default none */
  readonly egress?: readonly string[];
  /** Namespace from which Prometheus scrapes. @default nobody scrapes */
  readonly scrapers?: string;
  /** Node labels that instances with GPUs ask for. @default `nvidia.com/gpu.present: "true"` */
  readonly gpuNodes?: Readonly<Record<string, string>>;
  /** Most that the namespace may ask for in all. @default no bound */
  readonly quota?: { readonly cpu: number; readonly memory: Bytes };
  /** Docker configuration (JSON) with the logins of private registries. */
  readonly registryLogin?: string;
  /** `none`: the cluster's own monitoring takes the place of the system's. */
  readonly monitoring?: "none";
}
