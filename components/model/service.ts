import type { ServiceRef } from "./ref";
import type { Duration } from "./values/units";
import type { Health, Workload } from "./workload";

/** A port opened on the host, for people and tools. */
export interface Publish {
  readonly port: number;
  /** Address of the host to listen on. @default "127.0.0.1" */
  readonly address?: string;
}

/** How an instance leaves during a release. */
export interface Drain {
  /** @default "SIGTERM" */
  readonly signal?: "SIGTERM" | "SIGQUIT" | "SIGINT";
  /** Wait before the signal, so that balancers have stopped sending. @default "0s" */
  readonly delay?: Duration;
  /** Time for requests and streams in flight; then it is killed. @default "10s" */
  readonly deadline?: Duration;
}

export type ScalingStep = {
  /** How long the load must ask for it, so that a peak alone moves nothing. */
  readonly stabilization: Duration;
} & (
  | {
      /** At most this share of the instances per period, in percent. @default as the target does it */
      readonly percent: number;
      readonly period: Duration;
    }
  | { readonly percent?: undefined; readonly period?: undefined }
);

/** Number of instances by load; targets without an autoscaler run `replicas`. */
export interface Autoscale {
  readonly min: number;
  readonly max: number;
  /** Average CPU use to aim at, percent of the request. */
  readonly cpu?: number;
  /** Average memory use to aim at, percent of the request. */
  readonly memory?: number;
  readonly requestsPerSecond?: number;
  readonly scaleUp?: ScalingStep;
  readonly scaleDown?: ScalingStep;
}

export interface ServiceProps extends Workload {
  /** Main port; a worker has none. */
  readonly port?: number;
  /** Further ports by name. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly health?: Health;
  /** @default `health` */
  readonly readiness?: Health;
  /**
   * Decides that an instance is ended and started again; never ask here what asks a database. @default `livenessOf`: the port
   * of `health` takes connections, or its command succeeds; for five minutes or longer it may not
   */
  readonly liveness?: Health;
  /** @default 1 */
  readonly replicas?: number;
  readonly autoscale?: Autoscale;
  readonly drain?: Drain;
  /** Host ports by the name of the container's port; `main` is the main one. Development only. */
  readonly publish?: Readonly<Record<string, Publish>>;
  /** Where Prometheus scrapes; the port is a name of `ports`. */
  readonly metrics?: { readonly path: string; readonly port?: string };
  /** Task size on Fargate (vCPU, GiB). @default the smallest pair that holds the limits */
  readonly fargate?: { readonly cpu: number; readonly memory: number };
  /** Names of services without which this one does not start, though it never calls them. */
  readonly after?: readonly string[];
}

export interface Service extends ServiceProps {
  readonly kind: "service";
  readonly name: string;
  /** `http://name:port` as other services reach it. */
  readonly url: ServiceRef;
  readonly host: ServiceRef;
}

/** A long-running container of one image, in one or more instances. */
export function service(name: string, props: ServiceProps): Service {
  return {
    kind: "service",
    name,
    ...props,
    url: serviceUrl(name),
    host: { ref: "service", name, attribute: "host" },
  };
}

/** The URL of a service by its name, for a service that is declared further down. */
export function serviceUrl(name: string, port?: string): ServiceRef {
  return { ref: "service", name, attribute: "url", ...(port === undefined ? {} : { port }) };
}

/** The same reference without a start order, for two services that call each other. */
export function lazily(ref: ServiceRef): ServiceRef {
  return { ...ref, lazy: true };
}
