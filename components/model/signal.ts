import type { Duration } from "./values/units";

/** The share of the requests that come in and fail: those answered 500 to 599. */
export interface ErrorRate {
  /**
   * Tells it from other signals.
   * @example "error-rate"
   */
  readonly type: "error-rate";
  /**
   * Name of a service that routes lead to.
   * @default all requests that come in, those too that no service answers
   * @example "api"
   */
  readonly service?: string;
  /**
   * Share beyond which it holds: from 0 to less than 1.
   * @example 0.05
   */
  readonly above: number;
  /**
   * Time over which requests are counted: at least twice the interval of `metrics`, and on AWS whole minutes.
   * @example "5m"
   */
  readonly over: Duration;
}

/** How long services take until they begin to answer the requests that come in. */
export interface Latency {
  /**
   * Tells it from other signals.
   * @example "latency"
   */
  readonly type: "latency";
  /**
   * Name of a service that routes lead to.
   * @default all services that routes lead to
   * @example "api"
   */
  readonly service?: string;
  /**
   * How many of a hundred requests are as fast as that: more than 0, less than 100.
   * @example 95
   */
  readonly percentile: number;
  /**
   * Time beyond which it holds, more than 0 and less than 60s: proxies tell longer ones not apart.
   * @example "2s"
   */
  readonly above: Duration;
  /**
   * Time over which requests are counted: at least twice the interval of `metrics`, and on AWS whole minutes.
   * @example "5m"
   */
  readonly over: Duration;
}

/** An instance or a store that does not answer. */
export interface Down {
  /**
   * Tells it from other signals.
   * @example "down"
   */
  readonly type: "down";
  /**
   * Names of services with `metrics`, and of stores that are measured.
   * @default all of them
   * @example ["api"]
   */
  readonly of?: readonly string[];
}

/** The share of its limit of processors that a container uses. */
export interface CpuUsage {
  /**
   * Tells it from other signals.
   * @example "cpu"
   */
  readonly type: "cpu";
  /**
   * Names of services.
   * @default all of them
   * @example ["api"]
   */
  readonly of?: readonly string[];
  /**
   * Share beyond which it holds: more than 0, less than 1.
   * @example 0.7
   */
  readonly above: number;
  /**
   * Time over which the use is averaged: at least twice the interval of `metrics`, and on AWS whole minutes.
   * @example "5m"
   */
  readonly over: Duration;
}

/** The share of its limit of memory that a container uses. */
export interface MemoryUsage {
  /**
   * Tells it from other signals.
   * @example "memory"
   */
  readonly type: "memory";
  /**
   * Names of services.
   * @default all of them
   * @example ["api"]
   */
  readonly of?: readonly string[];
  /**
   * Share beyond which it holds: more than 0, less than 1.
   * @example 0.85
   */
  readonly above: number;
}

/** The share of a disk that is free. */
export interface DiskFree {
  /**
   * Tells it from other signals.
   * @example "disk"
   */
  readonly type: "disk";
  /**
   * Share below which it holds: more than 0, less than 1.
   * @example 0.1
   */
  readonly below: number;
}

/** A condition that each target measures by what it has: Prometheus and the proxy's own counters, or CloudWatch. */
export type Signal = ErrorRate | Latency | Down | CpuUsage | MemoryUsage | DiskFree;

/**
 * Too many requests fail.
 *
 * @example
 * const failing: model.ErrorRate = errorRate({ service: "api", above: 0.05, over: "5m" });
 */
export function errorRate(props: Omit<ErrorRate, "type">): ErrorRate {
  return { type: "error-rate", ...props };
}

/**
 * Answers come too late.
 *
 * @example
 * const slow: model.Latency = latency({ percentile: 95, above: "2s", over: "5m" });
 */
export function latency(props: Omit<Latency, "type">): Latency {
  return { type: "latency", ...props };
}

/**
 * Something does not answer.
 *
 * @example
 * const gone: model.Down = down({ of: ["db"] });
 */
export function down(props: Omit<Down, "type"> = {}): Down {
  return { type: "down", ...props };
}

/**
 * Processors are used up.
 *
 * @example
 * const busy: model.CpuUsage = cpuUsage({ above: 0.7, over: "5m" });
 */
export function cpuUsage(props: Omit<CpuUsage, "type">): CpuUsage {
  return { type: "cpu", ...props };
}

/**
 * Memory is used up.
 *
 * @example
 * const full: model.MemoryUsage = memoryUsage({ above: 0.85 });
 */
export function memoryUsage(props: Omit<MemoryUsage, "type">): MemoryUsage {
  return { type: "memory", ...props };
}

/**
 * A disk is nearly full.
 *
 * @example
 * const full: model.DiskFree = diskFree({ below: 0.1 });
 */
export function diskFree(props: Omit<DiskFree, "type">): DiskFree {
  return { type: "disk", ...props };
}
