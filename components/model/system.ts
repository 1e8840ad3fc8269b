import type { Backup } from "./backup";
import type { Question } from "./checklist";
import type { Ingress } from "./ingress";
import type { Site } from "./site";
import type { Environment } from "./environment";
import type { Job } from "./job";
import type { Monitoring } from "./monitoring";
import type { Origin, Origins } from "./origin";
import type { Requirements } from "./requirements";
import type { AnySecret } from "./secret";
import type { Publish, Service } from "./service";
import type { Store } from "./engines";
import { certificateSecrets } from "./values/tls";

/** A whole application as plain data. */
export interface System {
  /**
   * Lower-case letters, digits and inner hyphens, a letter first, up to 63 characters.
   * @example "shop"
   */
  readonly name: string;
  /**
   * Which environment it is described for.
   * @example env.name
   */
  readonly environment: Environment["name"];
  /**
   * Long-running containers.
   * @example [api, worker]
   */
  readonly services: readonly Service[];
  /**
   * Databases, caches, queues and volumes.
   * @example [db, cache, uploads]
   */
  readonly stores: readonly Store[];
  /**
   * All secrets that anything refers to, but the stores' own passwords.
   * @example [sessions, tokens]
   */
  readonly secrets: readonly AnySecret[];
  /**
   * Commands of releases and schedules.
   * @example [migrate]
   */
  readonly jobs: readonly Job[];
  /**
   * Static sites; `check` refuses one that no route leads to.
   * @example [web]
   */
  readonly sites: readonly Site[];
  /**
   * What is saved.
   * @example [nightly]
   */
  readonly backups: readonly Backup[];
  /**
   * Where requests come in.
   * @default nothing is reachable from outside
   * @example gate
   */
  readonly ingress?: Ingress;
  /**
   * What is measured, and who is told.
   * @default none
   * @example { metrics: { interval: "15s", retention: "15d" }, alerts: [] }
   */
  readonly monitoring?: Monitoring;
  /**
   * What it asks of its machine; `preflight` looks.
   * @default nothing
   * @example { cpus: 2, memory: { minimum: 4 }, disk: 50 }
   */
  readonly requirements?: Requirements;
  /**
   * Where Prometheus reads the metrics of backups and certificates.
   * @default on a private network alone
   * @example { publish: { port: 9100, address: "10.0.0.5" } }
   */
  readonly metrics?: { readonly publish?: Publish };
  /**
   * What `verify` asks the running system.
   * @example [{ title: "API documentation", path: "/docs", contains: "Swagger UI" }]
   */
  readonly checklist: readonly Question[];
  /**
   * Where the components come from that features made, by name. Lowering writes it; an author leaves it out.
   * @default none
   * @example { "db-pooler": { feature: "pooler", path: "stores.db.pooler" } }
   */
  readonly origins?: Origins;
}

/**
 * The feature that made a component; undefined where the author wrote it.
 * @example
 * const written: boolean = originOf(system("shop", env, { services: [api] }), "api") === undefined;
 */
export function originOf({ origins }: Pick<System, "origins">, component: string): Origin | undefined {
  return origins !== undefined && Object.hasOwn(origins, component) ? origins[component] : undefined;
}

/**
 * Whether components of a system have metrics although they have no port: backups, certificates, scheduled jobs.
 * @example
 * const measured: boolean = hasMetrics(system("shop", env, { services: [api], backups: [nightly] }));
 */
export function hasMetrics({ backups, ingress, jobs }: System): boolean {
  return backups.length > 0 || ingress?.tls !== undefined || jobs.some(({ run }) => run !== "release");
}

/**
 * Makes a system; what is left out is empty. The secrets of a custom certificate are added by itself.
 * @example
 * const shop = system("shop", env, {
 *   services: [api, worker],
 *   stores: [db, cache],
 *   jobs: [migrate],
 *   secrets: [sessions],
 *   ingress: gate,
 *   backups: [nightly],
 * });
 */
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
