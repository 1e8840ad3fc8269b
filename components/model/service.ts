import type { ServiceRef } from "./ref";
import type { Duration } from "./values/units";
import type { Health, Workload } from "./workload";

/** A port opened on the host, for people and tools. */
export interface Publish {
  /**
   * Port of the host, 1 to 65535. `check` refuses one that something else of the system publishes too.
   * @example 5432
   */
  readonly port: number;
  /**
   * Address of the host to listen on.
   * @default "127.0.0.1"
   * @example "10.0.0.5"
   */
  readonly address?: string;
}

/** How an instance stops during a release. */
export interface Drain {
  /**
   * Signal that asks the process to stop.
   * @default "SIGTERM"
   * @example "SIGQUIT"
   */
  readonly signal?: "SIGTERM" | "SIGQUIT" | "SIGINT";
  /**
   * Wait before the signal, so that load balancers have stopped sending requests.
   * @default "0s"
   * @example "5s"
   */
  readonly delay?: Duration;
  /**
   * Time for requests and streams in flight after the signal; then the process is killed.
   * @default "10s"
   * @example "30s"
   */
  readonly deadline?: Duration;
}

/** How fast the number of instances may change in one direction. */
export type ScalingStep = {
  /**
   * How long the load must ask for the change, so that a short peak moves nothing.
   * @example "60s"
   */
  readonly stabilization: Duration;
} & (
  | {
      /**
       * At most this share of the instances is added or removed per `period`, in percent. AWS refuses it.
       * @default the target's own rule
       * @example 50
       */
      readonly percent: number;
      /**
       * The period that `percent` counts in.
       * @example "60s"
       */
      readonly period: Duration;
    }
  | { readonly percent?: undefined; readonly period?: undefined }
);

/** Number of instances by load; targets without an autoscaler run `replicas`. */
export interface Autoscale {
  /**
   * Fewest instances, at least 1.
   * @example 2
   */
  readonly min: number;
  /**
   * Most instances, at least `min`.
   * @example 10
   */
  readonly max: number;
  /**
   * Average CPU use to aim at, in percent of the CPU request.
   * @default CPU use does not count
   * @example 70
   */
  readonly cpu?: number;
  /**
   * Average memory use to aim at, in percent of the memory request.
   * @default memory use does not count
   * @example 80
   */
  readonly memory?: number;
  /**
   * Average number of requests per second and instance to aim at. AWS refuses it for a service that no route leads to.
   * @default requests do not count
   * @example 100
   */
  readonly requestsPerSecond?: number;
  /**
   * How fast instances are added.
   * @default the target's own rule
   * @example { stabilization: "30s", percent: 100, period: "60s" }
   */
  readonly scaleUp?: ScalingStep;
  /**
   * How fast instances are removed.
   * @default the target's own rule
   * @example { stabilization: "5m" }
   */
  readonly scaleDown?: ScalingStep;
}

/** What a service is, beside its container. */
export interface ServiceProps extends Workload {
  /**
   * Main port that the container listens on, 1 to 65535.
   * @default none: a worker, which nothing connects to
   * @example 8000
   */
  readonly port?: number;
  /**
   * Further ports by name: lower-case letters, digits and single hyphens. `main` is the name of `port`.
   * @default {}
   * @example { metrics: 9100, admin: 8001 }
   */
  readonly ports?: Readonly<Record<string, number>>;
  /**
   * When an instance counts as healthy; a release waits for it. In production `check` refuses a service with a port and without this.
   * @default none: healthy as soon as it runs
   * @example http("/health", { interval: "10s", startPeriod: "30s" })
   */
  readonly health?: Health;
  /**
   * When an instance gets requests, where that is not when it is healthy.
   * @default `health`
   * @example http("/ready", { interval: "5s" })
   */
  readonly readiness?: Health;
  /**
   * Decides that an instance is ended and started again. Never ask a path here that asks a database: while it is down, instances that
   * still serve would be ended.
   * @default `livenessOf`: the port of `health` takes connections, or its command succeeds; for five minutes or longer it may not
   * @example command(["/app/alive"], { interval: "30s", retries: 10 })
   */
  readonly liveness?: Health;
  /**
   * Number of instances, a whole number from 1.
   * @default 1
   * @example 3
   */
  readonly replicas?: number;
  /**
   * Whether two instances must never run at once, as where one locks its files. A release then stops the old one before the new one
   * starts, and nobody answers meanwhile. `check` refuses it with more than one instance.
   * @default false: new before old
   * @example true
   */
  readonly exclusive?: boolean;
  /**
   * Number of instances by load, on targets with an autoscaler.
   * @default `replicas`, always
   * @example { min: 2, max: 10, cpu: 70 }
   */
  readonly autoscale?: Autoscale;
  /**
   * How an instance stops during a release.
   * @default SIGTERM at once, and ten seconds to finish
   * @example { delay: "5s", deadline: "30s" }
   */
  readonly drain?: Drain;
  /**
   * Host ports by the name of the container's port; `main` is the main one. Development only: `check` refuses it in production. On a Docker
   * host the service has one instance; elsewhere a command among the stack's outputs forwards the port to one of them.
   * @default none
   * @example { main: { port: 8000 } }
   */
  readonly publish?: Readonly<Record<string, Publish>>;
  /**
   * Where Prometheus scrapes: the path, and the name of one of the `ports`.
   * @default not scraped; `port`: the main one
   * @example { path: "/metrics", port: "metrics" }
   */
  readonly metrics?: { readonly path: string; readonly port?: string };
  /**
   * Task size on Fargate: `cpu` in vCPU, `memory` in GiB. `check` refuses pairs that Fargate does not have
   * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html).
   * @default the smallest pair that holds the limits
   * @example { cpu: 0.5, memory: 1 }
   */
  readonly fargate?: { readonly cpu: number; readonly memory: number };
  /**
   * Further names by which those who connect to it find it, for programs that have one written in: lower-case letters, digits and inner
   * hyphens. AWS refuses them.
   * @default []
   * @example ["clickhouse-01"]
   */
  readonly aliases?: readonly string[];
  /**
   * Names of services that must be healthy before this one starts, though it never calls them.
   * @default []
   * @example ["api"]
   */
  readonly after?: readonly string[];
}

/** A service as {@link service} makes it. */
export interface Service extends ServiceProps {
  /**
   * Tells services from other components.
   * @example "service"
   */
  readonly kind: "service";
  /**
   * Unique among the system's components: lower-case letters, digits and inner hyphens, up to 63 characters (52 on Kubernetes).
   * @example "api"
   */
  readonly name: string;
  /**
   * `http://name:port` as other services reach it.
   * @example api.url
   */
  readonly url: ServiceRef;
  /**
   * Host name alone, as other services reach it.
   * @example api.host
   */
  readonly host: ServiceRef;
}

/**
 * A long-running container of one image, in one or more instances.
 * @example
 * const api = service("api", {
 *   image: { name: "api", reference: "ghcr.io/your-org/shop-api:v1.4.2" },
 *   port: 8000,
 *   env: { DATABASE_URL: db.url },
 *   health: http("/health"),
 *   replicas: 2,
 * });
 */
export function service(name: string, props: ServiceProps): Service {
  return {
    kind: "service",
    name,
    ...props,
    url: serviceUrl(name),
    host: { ref: "service", name, attribute: "host" },
  };
}

/**
 * The URL of a service by its name, for a service that is declared further down; `port` is the name of one of its `ports`.
 * @example
 * const front = service("front", { image, env: { API_URL: serviceUrl("api"), ADMIN_URL: serviceUrl("api", "admin") } });
 */
export function serviceUrl(name: string, port?: string): ServiceRef {
  return { ref: "service", name, attribute: "url", ...(port === undefined ? {} : { port }) };
}

/**
 * The same reference without a start order, for two services that call each other: `check` refuses cycles of other references.
 * @example
 * const hooks = service("hooks", { image, port: 9000, env: { API_URL: lazily(serviceUrl("api")) } });
 */
export function lazily(ref: ServiceRef): ServiceRef {
  return { ...ref, lazy: true };
}
