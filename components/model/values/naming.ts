/** Prefix of every resource's name: `syfthub` and `dev` → `syfthub-dev`; a stack named after its system keeps its name. */
export function prefixOf(system: string, stack: string): string {
  return stack === system || stack.startsWith(`${system}-`) ? stack : `${system}-${stack}`;
}

/** The part that serves the metrics of what has no port of its own. */
export const exporterPart = "metrics-exporter";

/** Labels by which the parts of a running system are found again. */
export const labelNames = {
  system: "dev.trireme.system",
  stack: "dev.trireme.stack",
  /** Name of the service, store, job or ingress. */
  part: "dev.trireme.part",
  /** What the container is for its part. */
  role: "dev.trireme.role",
  /** SHA-256 of the proxy configuration that was rolled out. */
  configuration: "dev.trireme.configuration",
  /** Name of the store that a scheduled backup or drill is of. */
  of: "dev.trireme.of",
  /** Official reference of a job's image, by which it is known what release the database is at. */
  image: "dev.trireme.image",
} as const;

/** What a container is for its part. */
export type Role =
  | "service"
  | "store"
  | "job"
  | "proxy"
  | "reload"
  | "files"
  | "credentials"
  | "volume"
  | "backup"
  | "backup-first"
  | "backup-run"
  | "drill"
  | "offsite"
  | "metrics"
  | "certificates"
  | "issue"
  | "site";
