import { parse, stringify } from "yaml";
import { seconds, type System } from "../../../../components/model";
import { systems, type SystemName } from "../../../../stacks/systems";
import type { Bucket } from "../../production/support/bucket";
import type { Asked } from "../under-load";
import type { Outside } from "./outside";

/** What is outside of the namespace that a stack of the suite may need. */
export interface Surroundings {
  readonly outside: Outside;
  readonly bucket: Bucket;
}

/** One of the five stacks that the project ships for a cluster (target `kubernetes`), and what it takes to run it here. */
export interface Clustered {
  /** As in `Pulumi.<system>-kubernetes.yaml`. */
  readonly system: SystemName;
  /** What is asked of its ingress, and answers 200; nothing in development where it has no ingress. */
  readonly asked: { readonly production: readonly Asked[]; readonly development: readonly Asked[] };
  /** A stream of events of a service that a release changes. */
  readonly stream?: Asked;
  /** Services whose variables a release changes. */
  readonly released: readonly string[];
  /** Further settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Its own monitoring in production, where its file leaves that to the cluster's. */
  readonly monitoring?: Readonly<Record<string, unknown>>;
  /** Further requests, of what the system's panels draw. */
  readonly drawn?: readonly Asked[];
  /** Values of the secrets that its file asks for. */
  readonly secrets?: (surroundings: Surroundings) => Readonly<Record<string, string>>;
  /** Secrets that its settings make. */
  readonly external?: readonly string[];
  /** Services that write to their root folder in development alone, which its file exempts nobody from. */
  readonly writable?: readonly string[];
  /** Whether its backups go to a bucket beside their volume. */
  readonly bucket?: boolean;
}

const paths = (...all: readonly string[]): readonly Asked[] => all.map((path) => ({ path }));
/** Of the sample application: an event every half second, for hours. */
const stream = "/stream?events=100000&every=500";
const bucketKeys = { "backup-access-key": "suite", "backup-secret-key": "suite" } as const;
/** Its image cannot be made from packages. */
const qdrant = { stores: { qdrant: { external: true } } } as const;
/** Grafana and Loki, which it shows, are left out: their images cannot be made from packages. */
const monitoring = { without: ["dashboards"], logsEngine: "victoria-logs" } as const;

export const clustered: readonly Clustered[] = [
  {
    system: "syfthub",
    asked: { production: paths("/", "/docs", "/api/v1/counter"), development: paths("/", "/docs") },
    released: ["backend", "aggregator", "mcp"],
    // It collects no logs.
    monitoring: { enabled: true, without: ["dashboards"] },
  },
  {
    system: "simplr",
    asked: { production: paths("/health"), development: paths("/health") },
    released: ["app"],
    monitoring,
    bucket: true,
    secrets: () => ({
      ...bucketKeys,
      ...{ "openai-api-key": "suite", "smtp-password": "suite", "webhook-secret": "suite" },
    }),
  },
  {
    system: "orbitspace",
    // Everything else lets a hundred requests a minute through.
    asked: { production: paths("/api/stream/anything?events=1&every=10"), development: paths("/api/health") },
    released: ["fastapi", "nextjs"],
    writable: ["nextjs"],
    monitoring,
    drawn: [{ path: "/api/agents/7" }],
    bucket: true,
    secrets: ({ outside }) => ({
      ...bucketKeys,
      ...{ "anthropic-api-key": "suite", "github-client-id": "suite", "github-client-secret": "suite" },
      ...{ "github-app-id": "1", "github-app-key": "suite" },
      ...{ "database-url": outside.database, "redis-url": outside.redis },
    }),
  },
  {
    system: "synthstack",
    asked: { production: [...paths("/"), { host: "api", path: "/api/anything" }], development: [] },
    stream: { host: "api", path: stream },
    released: ["api-gateway", "ml-service"],
    monitoring,
    drawn: [{ host: "api", path: "/via/ml_service/health" }],
    external: ["qdrant-url"],
    settings: { ...qdrant, backups: { "qdrant-daily": { enabled: false } } },
    bucket: true,
    secrets: ({ outside }) => ({
      ...bucketKeys,
      "qdrant-url": outside.answering,
      ...{ "openai-api-key": "suite", "anthropic-api-key": "suite", "stripe-secret-key": "suite" },
      ...{ "sendgrid-api-key": "suite", "pagerduty-service-key": "suite" },
    }),
  },
  {
    system: "reactdjango",
    asked: {
      production: paths("/api/identity/health", "/health"),
      development: paths("/api/identity/health"),
    },
    // None of its routes is for streams: the application says that it sends one.
    stream: { path: `${stream}&unbuffered=1` },
    released: ["identity-service", "django"],
    monitoring,
    secrets: ({ outside }) => ({ "slack-webhook": `${outside.answering}/slack`, "pagerduty-key": "suite" }),
  },
];

export type Environment = "production" | "development";

/** Ports of every node, for clusters without a load balancer. */
export const ports = { http: 31080, https: 31443 } as const;

interface StackFile {
  readonly config: Readonly<Record<string, unknown>> & {
    readonly "trireme:settings"?: Readonly<Record<string, unknown>>;
    readonly "trireme:kubernetes"?: Readonly<Record<string, unknown>>;
  };
}

/** What the stack's file says of where the images come from. */
export function imagesOf(text: string): { readonly repository: string; readonly tag: string } {
  const { config } = parse(text) as StackFile;
  return { repository: String(config["trireme:imageRepository"]), tag: String(config["trireme:imageTag"]) };
}

const without = (values: Readonly<Record<string, unknown>>, ...keys: readonly string[]) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

/** The system as the stack's file describes it. */
export function described(
  { system }: Pick<Clustered, "system">,
  environment: Environment,
  images: { readonly repository: string; readonly tag: string },
): System {
  return systems[system]({ name: environment, domain: "example.com", replicas: 2, ports: {}, ...images });
}

/** Seconds that streams of each service have once it was told to stop in production. */
export function deadlinesOf(stack: Clustered): Readonly<Record<string, number>> {
  const { services } = described(stack, "production", { repository: "suite", tag: "1" });
  return Object.fromEntries(services.map(({ name, drain }) => [name, seconds(drain?.deadline ?? "10s")]));
}

/**
 * The shipped file, changed where this cluster is not the one that it names: it has no load balancer, neither cert-manager nor
 * ingress-nginx, and no monitoring of its own, so that the system's own runs.
 */
export function fileOf(
  text: string,
  stack: Clustered,
  environment: Environment,
  namespace: string,
  bucket: Bucket,
): string {
  const { config } = parse(text) as StackFile;
  const { "trireme:settings": settings = {}, "trireme:kubernetes": cluster = {}, ...rest } = config;
  const kept = without(settings, "tls");
  const production = environment === "production";
  const system = described(stack, environment, imagesOf(text));
  // The system's own in production; in development some have none that the cluster's could replace.
  const own = production || system.monitoring === undefined;
  const placed = without(cluster, "issuer", "context", ...(own ? ["monitoring"] : []));
  const reachesOut = [...system.services, ...system.jobs].some(({ egress }) => egress === true);
  const { backups, ...more } = stack.settings ?? {};
  const watching = { ...(kept["monitoring"] as object | undefined), ...stack.monitoring };
  return stringify({
    config: {
      ...rest,
      "trireme:environment": environment,
      "trireme:domain": `${stack.system}.localhost`,
      "trireme:settings": {
        ...kept,
        ...more,
        ...(production && backups !== undefined ? { backups } : {}),
        ...(production && stack.monitoring !== undefined ? { monitoring: watching } : {}),
        ...(system.ingress === undefined ? {} : { ports: production ? ports : { http: ports.http } }),
        ...(production ? { tls: { mode: "self-signed" } } : {}),
        ...(production && stack.bucket === true
          ? { bucket: { name: bucket.name, endpoint: bucket.endpoint } }
          : {}),
      },
      "trireme:kubernetes": {
        ...placed,
        namespace,
        ingress: { kind: "proxy", service: "NodePort" },
        // What is outside of the namespace has a private address here.
        ...(reachesOut ? { egress: ["10.0.0.0/8", "172.16.0.0/12"] } : {}),
      },
    },
  } satisfies StackFile);
}

/** Requests small enough for two nodes that have two processors together; limits stay. */
export const modest = `import type { KubernetesTransforms } from "../../../components/kubernetes/children";

const requests = { cpu: "10m", memory: "32Mi" };
const pod = (template: any) => {
  for (const container of [...template.spec.containers, ...(template.spec.initContainers ?? [])])
    container.resources = { ...container.resources, requests };
};
const workload = (args: any) => pod(args.spec.template);
const scheduled = (args: any) => pod(args.spec.jobTemplate.spec.template);

export default {
  service: { deployment: workload },
  job: { job: workload, cronJob: scheduled },
  store: { statefulSet: workload },
  sentinel: { statefulSet: workload },
  credentials: { job: workload },
  buckets: { job: workload },
  replicas: { statefulSet: workload, deployment: workload, job: workload },
  peers: { statefulSet: workload },
  backup: { deployment: workload, cronJob: scheduled, drill: scheduled, first: workload },
  proxy: { deployment: workload },
} satisfies KubernetesTransforms;
`;
