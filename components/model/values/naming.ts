/** Prefix of every resource's name: `syfthub` and `dev` → `syfthub-dev`; a stack named after its system keeps its name. */
export function prefixOf(system: string, stack: string): string {
  return stack === system || stack.startsWith(`${system}-`) ? stack : `${system}-${stack}`;
}

/** Name of the component that serves the metrics of whatever has no port of its own. */
export const exporterComponent = "metrics-exporter";

/** Name of the service that monitoring makes, which asks all others for their metrics. */
export const scraperComponent = "prometheus";

/** Port of the proxy's container at which it tells Prometheus of its requests; no port of the host leads there. */
export const proxyMetricsPort = 9145;

/** Labels by which the components of a running system are found again. */
export const labelNames = {
  system: "dev.trireme.system",
  stack: "dev.trireme.stack",
  /** Name of the service, store, job or ingress. */
  component: "dev.trireme.part",
  /** What the container is for its component. */
  role: "dev.trireme.role",
  /** SHA-256 of the proxy configuration that was rolled out. */
  configuration: "dev.trireme.configuration",
  /** Name of the store that a scheduled backup or drill is of. */
  of: "dev.trireme.of",
  /** Official reference of a job's image, by which it is known what release the database is at. */
  image: "dev.trireme.image",
} as const;

/** What a container is for its component. */
export type Role =
  | "service"
  | "store"
  | "job"
  | "schedule"
  | "proxy"
  | "reload"
  | "files"
  | "credentials"
  | "buckets"
  | "sentinel"
  | "replica"
  | "balancer"
  | "volume"
  | "backup"
  | "backup-first"
  | "backup-run"
  | "drill"
  | "offsite"
  | "metrics"
  | "certificates"
  | "issue"
  | "site"
  | "site-server";
