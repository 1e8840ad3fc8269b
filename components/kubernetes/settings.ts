import { z } from "zod";
import type { Immutable } from "../shared/immutable";
import type { StoreKeys } from "../shared/store-changes";
import { cidr, objectName, size } from "../shared/setting-values";

const namespace = z
  .string()
  .regex(
    /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/,
    "expected a namespace: lower-case letters, digits and inner hyphens, at most 63",
  );

const labelKey = z
  .string()
  .regex(
    /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
    "expected a label such as example.com/pool, with at most 63 characters after the slash",
  );
const labelValue = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/,
    "expected letters, digits, and inner dots, hyphens and underscores, at most 63",
  );

const ingressKind = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z
      .literal("proxy")
      .describe("Our own proxy (nginx, or what settings.ingress.engine says) behind a Service."),
    service: z
      .enum(["LoadBalancer", "NodePort"])
      .default("LoadBalancer")
      .describe("NodePort: settings.ports.http and https are the ports of the nodes, 30000 to 32767."),
    replicas: z
      .number()
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe("Instances. Default: 2 in production, else 1."),
  }),
  z.strictObject({
    kind: z.literal("ingress-nginx").describe("The cluster's ingress-nginx."),
    class: objectName.default("nginx").describe("Name of the IngressClass."),
    namespace: namespace.default("ingress-nginx").describe("Namespace of the controller."),
  }),
  z.strictObject({
    kind: z.literal("gateway-api").describe("A Gateway (Gateway API) of the cluster."),
    gateway: objectName.describe("Name of the Gateway."),
    namespace: namespace.describe("Namespace of the Gateway, whose pods forward requests."),
  }),
]);

const kubernetesStore = z.strictObject({
  operator: z
    .enum(["statefulset", "cloudnative-pg"])
    .optional()
    .describe("Postgres: one server in a StatefulSet, or a Cluster of CloudNativePG."),
  nodes: z
    .number()
    .int()
    .min(1)
    .max(9)
    .optional()
    .describe("Redis: one server, or three that Sentinels watch; Qdrant: nodes that share its collections."),
  size: size.optional().describe("Disk of each server."),
  storageClass: objectName.optional().describe("Storage class of a volume."),
});

/** Which engines they are for. */
export const storeKeys: StoreKeys = {
  operator: ["postgres"],
  nodes: ["redis", "qdrant"],
  storageClass: ["volume"],
};

/** What the operator of a cluster says: key `trireme:kubernetes`. */
export const kubernetesSchema = z
  .strictObject({
    kubeconfig: z
      .string()
      .min(1)
      .optional()
      .describe("Path of the kubeconfig. Default: what KUBECONFIG names, else ~/.kube/config."),
    context: z.string().min(1).optional().describe("Context of the kubeconfig. Default: its current one."),
    namespace: namespace.optional().describe("Namespace of the system. Default: system and stack."),
    ingress: ingressKind.prefault({ kind: "proxy" }).describe("How requests come into the cluster."),
    issuer: objectName.optional().describe("cert-manager ClusterIssuer for tls mode lets-encrypt."),
    storageClass: objectName.optional().describe("Storage class of disks. Default: the cluster's own."),
    stores: z.record(z.string(), kubernetesStore).default({}).describe("How stores run, by their name."),
    user: z
      .number()
      .int()
      .min(1)
      .max(2 ** 31 - 1)
      .optional()
      .describe("Numeric user of workloads that name none. Default: their image's, which must be a number."),
    egress: z
      .array(cidr)
      .optional()
      .describe("Private address ranges (CIDR) that components with egress may reach beside the internet."),
    scrapers: namespace.optional().describe("Namespace from which Prometheus scrapes metrics."),
    gpuNodes: z
      .record(labelKey, labelValue)
      .optional()
      .describe('Labels of the nodes for GPUs. Default: nvidia.com/gpu.present: "true".'),
    nodes: z
      .record(labelKey, labelValue)
      .optional()
      .describe("Labels of the nodes for all that computes on no GPUs. Default: any node."),
    tolerations: z
      .array(
        z.strictObject({
          key: labelKey.describe("Key of the taint."),
          value: labelValue.optional().describe("Value of the taint. Default: any."),
          effect: z
            .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
            .optional()
            .describe("Effect of the taint. Default: any."),
        }),
      )
      .min(1)
      .optional()
      .describe("Taints of nodes that pods may run on all the same."),
    spread: z
      .strictObject({
        topologyKey: labelKey.describe("Label of nodes: those with one value are one place."),
        whenUnsatisfiable: z
          .enum(["ScheduleAnyway", "DoNotSchedule"])
          .default("ScheduleAnyway")
          .describe("DoNotSchedule: an instance waits rather than stand beside another."),
      })
      .optional()
      .describe("What instances are spread over, beside nodes. Default: zones, where that is possible."),
    priorityClass: objectName.optional().describe("PriorityClass of all pods. Default: the cluster's own."),
    priorityClasses: z
      .record(z.string(), objectName)
      .optional()
      .describe("PriorityClass of single components, by their name, in place of priorityClass."),
    quota: z
      .strictObject({ cpu: z.number().positive().max(1_000_000), memory: size })
      .optional()
      .describe("Most that the namespace's limits may be in all."),
    registryLogin: z
      .string()
      .min(1)
      .meta({ encrypted: "always" })
      .optional()
      .describe("Docker configuration (JSON) with logins of private registries; set with --secret."),
    monitoring: z
      .enum(["prometheus-operator", "none"])
      .optional()
      .describe(
        "prometheus-operator: objects that a Prometheus Operator of the cluster reads, in place of a Prometheus, Alertmanager and Grafana of the system's own; none: the cluster's own monitoring takes the place of the system's.",
      ),
    prometheus: z
      .strictObject({
        namespace: namespace
          .default("monitoring")
          .describe("Namespace of the operator's Prometheus, whose pods reach what they scrape."),
        labels: z
          .record(labelKey, labelValue)
          .default({ release: "kube-prometheus-stack" })
          .describe("Labels by which it selects monitors and rules."),
      })
      .optional()
      .describe("The Prometheus of monitoring: prometheus-operator."),
    requests: z
      .discriminatedUnion("by", [
        z.strictObject({
          by: z
            .literal("prometheus-adapter")
            .describe(
              "The metric http_requests_per_second of each pod, which an adapter of the cluster has.",
            ),
        }),
        z.strictObject({
          by: z
            .literal("keda")
            .describe("A ScaledObject of KEDA, which asks Prometheus what our own proxy counted."),
          namespace: namespace.default("keda").describe("Namespace of KEDA, whose pods ask Prometheus."),
          prometheus: z
            .url({ protocol: /^https?$/ })
            .optional()
            .describe("What is asked. Default: the system's own Prometheus, or the operator's."),
        }),
      ])
      .optional()
      .describe("How an autoscaler knows requests. Default: prometheus-adapter."),
  })
  .describe("Where and how a stack runs on Kubernetes.");

/** The settings of a cluster, with what is usual where the stack says nothing. */
export type ClusterSettings = Immutable<z.output<typeof kubernetesSchema>>;

/** What the target acts on; changes to stores are in the system by then. */
export type KubernetesSettings = Omit<ClusterSettings, "stores">;

/** How requests come into the cluster. */
export type IngressKind = ClusterSettings["ingress"];
