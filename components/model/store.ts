import type { StoreRef } from "./ref";
import type { Consul } from "./stores/consul";
import type { Kafka, ZooKeeper } from "./stores/kafka";
import type { ObjectStore } from "./stores/object-store";
import type { Postgres } from "./stores/postgres";
import type { Qdrant } from "./stores/qdrant";
import type { Redis } from "./stores/redis";
import type { Volume } from "./stores/volume";

export * from "./stores/consul";
export * from "./stores/kafka";
export * from "./stores/object-store";
export * from "./stores/postgres";
export * from "./stores/qdrant";
export * from "./stores/redis";
export type { External } from "./stores/shape";
export * from "./stores/volume";

/** A store that answers on a port. */
export type Server = Postgres | Redis | Kafka | ZooKeeper | ObjectStore | Qdrant | Consul;
export type Store = Server | Volume;

/**
 * Whether a store answers on a port: all but volumes do.
 * @example
 * const servers = [db, cache, uploads].filter(isServer);
 */
export function isServer(store: Store): store is Server {
  return store.engine !== "volume";
}

/**
 * A URL reference with another scheme or with query parameters, as drivers ask for.
 * @example
 * const url = urlWith(db.url, { scheme: "postgresql+psycopg2", params: { sslmode: "require" } });
 */
export function urlWith(
  ref: StoreRef,
  options: { readonly scheme?: string; readonly params?: Readonly<Record<string, string>> },
): StoreRef {
  return { ...ref, ...options };
}
