import type { Backup } from "./backup";
import type { Question } from "./checklist";
import type { Ingress, Site } from "./ingress";
import type { Environment } from "./environment";
import type { Job } from "./job";
import type { Monitoring } from "./monitoring";
import type { Requirements } from "./graph/requirements";
import type { AnySecret } from "./secret";
import type { Publish, Service } from "./service";
import type { Store } from "./store";
import { certificateSecrets } from "./values/tls";

/** A whole application as plain data. */
export interface System {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly environment: Environment["name"];
  readonly services: readonly Service[];
  readonly stores: readonly Store[];
  readonly secrets: readonly AnySecret[];
  readonly jobs: readonly Job[];
  readonly sites: readonly Site[];
  readonly backups: readonly Backup[];
  readonly ingress?: Ingress;
  readonly monitoring?: Monitoring;
  /** What it asks of its machine; `preflight` looks. */
  readonly requirements?: Requirements;
  /** Where Prometheus reads the metrics of backups and certificates. @default on a private network alone */
  readonly metrics?: { readonly publish?: Publish };
  /** What `verify` asks the running system. */
  readonly checklist: readonly Question[];
}

/** Whether components of a system have metrics although they have no port: backups, certificates. */
export function hasMetrics({ backups, ingress }: System): boolean {
  return backups.length > 0 || ingress?.tls !== undefined;
}

/** Makes a system; what is left out is empty. */
export function system(
  name: string,
  environment: Environment,
  parts: Partial<Omit<System, "name" | "environment">>,
): System {
  const secrets = parts.secrets ?? [];
  const certificate = certificateSecrets(parts.ingress?.tls).filter(
    (one) => !secrets.some((other) => other.name === one.name),
  );
  return {
    services: [],
    stores: [],
    jobs: [],
    sites: [],
    backups: [],
    checklist: [],
    ...parts,
    secrets: [...secrets, ...certificate],
    name,
    environment: environment.name,
  };
}
