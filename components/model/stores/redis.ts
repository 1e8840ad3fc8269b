import type { StoreRef } from "../ref";
import type { Bytes } from "../values/units";
import { attribute, reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** What a Redis is. */
export interface RedisProps extends StoreProps {
  /**
   * `append-only`: every write survives; `snapshot`: by `save`; `none`: a cache.
   * @example "append-only"
   */
  readonly persistence: "append-only" | "snapshot" | "none";
  /**
   * Snapshot points: after so many seconds with at least so many changes.
   * @default with `snapshot`: after 900 seconds with one change
   * @example [{ after: 300, changes: 100 }]
   */
  readonly save?: readonly { readonly after: number; readonly changes: number }[];
  /**
   * Memory for data, below the container's limit; on AWS what the node holds.
   * @default no bound of its own
   * @example "512Mi"
   */
  readonly maxMemory?: Bytes;
  /**
   * What is removed when `maxMemory` is full (https://redis.io/docs/latest/develop/reference/eviction/).
   * @default "noeviction": writes fail
   * @example "allkeys-lru"
   */
  readonly eviction?: "noeviction" | "allkeys-lru" | "allkeys-lfu" | "volatile-lru" | "volatile-ttl";
  /**
   * Nodes in all, with Sentinel above 1; Kubernetes takes 1 or 3, Docker 1.
   * @default 1
   * @example 3
   */
  readonly nodes?: number;
  /**
   * Name by which Sentinel knows the nodes; `check` refuses it with one node.
   * @default the store's name
   * @example "primary"
   */
  readonly setName?: string;
}

/** A Redis as {@link redis} makes it. Behind Sentinel `url` lists the Sentinels: `redis://:password@host-1:26379,host-2:26379,host-3:26379`. */
export interface Redis extends NamedStore<"redis">, RedisProps, Reachable {
  /**
   * Its password, generated and rotated by the target.
   * @example cache.password
   */
  readonly password: StoreRef;
  /**
   * The set's name to ask Sentinel for; empty where `url` is the server itself.
   * @example cache.sentinelName
   */
  readonly sentinelName: StoreRef;
}

/**
 * A Redis with a password.
 * @example
 * const cache = redis("cache", { version: "7", persistence: "none", maxMemory: "256Mi", eviction: "allkeys-lru" });
 */
export function redis(name: string, props: RedisProps): Redis {
  return {
    kind: "store",
    engine: "redis",
    name,
    ...props,
    ...reachable(name),
    password: attribute(name, "password"),
    sentinelName: attribute(name, "sentinelName"),
  };
}
