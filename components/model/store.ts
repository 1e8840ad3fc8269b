import type { SecretRef, StoreAttribute, StoreRef } from "./ref";
import type { Publish } from "./service";
import type { Bytes } from "./values/units";
import type { Resources } from "./workload";

/** A store that somebody else runs; its consumers get the URL that the operator gives, or parts of it. */
export interface External {
  readonly url: SecretRef;
  readonly readUrl?: SecretRef;
}

interface StoreProps {
  /** Version of the engine, as its image is tagged: `"16"`. */
  readonly version: string;
  readonly resources?: Resources;
  /** Disk. @default the engine's own minimum on targets that ask for a size */
  readonly size?: Bytes;
  /** Host port; development only. */
  readonly publish?: Publish;
  readonly external?: External;
}

export interface PostgresProps extends StoreProps {
  /** Name of the database. */
  readonly database: string;
  /** Name of the role that owns it. */
  readonly user: string;
  /** Extensions that the release's migration may create; those that need preloading are preloaded. */
  readonly extensions?: readonly string[];
  /** Server parameters: `{ max_connections: "200" }`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Read replicas behind `readUrl`. @default 0 */
  readonly readReplicas?: number;
  /** A connection pooler in front, where the target has one. @default false */
  readonly pooler?: boolean;
  /** Unencrypted connections from outside its container are refused; consumers ask for TLS with `urlWith`. @default false */
  readonly tls?: boolean;
  /** Connections that the owner may hold at once, dumps and migrations included. @default the server's own bound */
  readonly connectionLimit?: number;
  /** A standby that takes over. @default false */
  readonly standby?: boolean;
  /** Who runs it on Kubernetes: a StatefulSet of one server, or CloudNativePG with standbys and replicas. @default "statefulset" */
  readonly operator?: "statefulset" | "cloudnative-pg";
}

export interface RedisProps extends StoreProps {
  /** `append-only`: every write survives; `snapshot`: by `save`; `none`: a cache. */
  readonly persistence: "append-only" | "snapshot" | "none";
  /** Snapshot points: after so many seconds with at least so many changes. */
  readonly save?: readonly { readonly after: number; readonly changes: number }[];
  readonly maxMemory?: Bytes;
  /** @default "noeviction" */
  readonly eviction?: "noeviction" | "allkeys-lru" | "allkeys-lfu" | "volatile-lru" | "volatile-ttl";
  /** Nodes in all, with Sentinel above 1. @default 1 */
  readonly nodes?: number;
  /** Name under which Sentinel knows the nodes. @default the store's name */
  readonly setName?: string;
}

export interface KafkaProps extends StoreProps {
  /** Name of the ZooKeeper store. */
  readonly zookeeper: string;
  readonly partitions?: number;
}

export interface ObjectStoreProps extends StoreProps {
  readonly buckets: readonly string[];
  /** Host port of the web console; development only. */
  readonly console?: Publish;
}

export interface QdrantProps extends StoreProps {
  /** @default 1 */
  readonly nodes?: number;
}

export interface VolumeProps {
  readonly size?: Bytes;
  /** Whether several instances may write at once. @default "one" */
  readonly access?: "one" | "many";
  /** Storage class on targets that have such. */
  readonly storageClass?: string;
}

interface Named<E extends string> {
  readonly kind: "store";
  readonly engine: E;
  readonly name: string;
}

interface Reachable {
  readonly host: StoreRef;
  readonly port: StoreRef;
  /** URL with credentials, e.g. `postgresql://user:password@host:5432/database`. */
  readonly url: StoreRef;
}

export interface Postgres extends Named<"postgres">, Omit<PostgresProps, "database" | "user">, Reachable {
  /** Name of the role that owns the database; whom consumers log in as changes with a rotation: {@link Postgres.user}. */
  readonly owner: string;
  /** Name of the database that the server is started with. */
  readonly databaseName: string;
  readonly database: StoreRef;
  /** Who consumers log in as. */
  readonly user: StoreRef;
  /** URL of the read replicas, of the primary where there are none. */
  readonly readUrl: StoreRef;
  readonly password: StoreRef;
}
/** Behind Sentinel `url` lists the Sentinels: `redis://:password@host-1:26379,host-2:26379,host-3:26379`. */
export interface Redis extends Named<"redis">, RedisProps, Reachable {
  readonly password: StoreRef;
  /** The set's name to ask Sentinel for; empty where `url` is the server itself. */
  readonly sentinelName: StoreRef;
}
export interface Kafka extends Named<"kafka">, KafkaProps, Reachable {}
export interface ZooKeeper extends Named<"zookeeper">, StoreProps, Reachable {}
export interface ObjectStore extends Named<"minio">, ObjectStoreProps, Reachable {
  readonly accessKey: StoreRef;
  readonly secretKey: StoreRef;
}
export interface Qdrant extends Named<"qdrant">, QdrantProps, Reachable {
  readonly password: StoreRef;
}
export interface Consul extends Named<"consul">, StoreProps, Reachable {}
export interface Volume extends Named<"volume">, VolumeProps {}

/** A store that answers on a port. */
export type Server = Postgres | Redis | Kafka | ZooKeeper | ObjectStore | Qdrant | Consul;
export type Store = Server | Volume;

function attribute(name: string, attribute: StoreAttribute): StoreRef {
  return { ref: "store", name, attribute };
}

function reachable(name: string): Reachable {
  return { host: attribute(name, "host"), port: attribute(name, "port"), url: attribute(name, "url") };
}

/** A PostgreSQL database with one owner. */
export function postgres(name: string, { database, user, ...props }: PostgresProps): Postgres {
  return {
    kind: "store",
    engine: "postgres",
    name,
    ...props,
    owner: user,
    databaseName: database,
    ...reachable(name),
    database: attribute(name, "database"),
    user: attribute(name, "user"),
    readUrl: attribute(name, "readUrl"),
    password: attribute(name, "password"),
  };
}

/** A Redis with a password. */
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

/** A Kafka broker; `url` is its bootstrap address `host:9092`. */
export function kafka(name: string, props: KafkaProps): Kafka {
  return { kind: "store", engine: "kafka", name, ...props, ...reachable(name) };
}

export function zookeeper(name: string, props: StoreProps): ZooKeeper {
  return { kind: "store", engine: "zookeeper", name, ...props, ...reachable(name) };
}

/** An S3-compatible object store; `url` is its endpoint. */
export function objectStore(name: string, props: ObjectStoreProps): ObjectStore {
  return {
    kind: "store",
    engine: "minio",
    name,
    ...props,
    ...reachable(name),
    accessKey: attribute(name, "accessKey"),
    secretKey: attribute(name, "secretKey"),
  };
}

/** A Qdrant vector store; `password` is its API key. */
export function qdrant(name: string, props: QdrantProps): Qdrant {
  return {
    kind: "store",
    engine: "qdrant",
    name,
    ...props,
    ...reachable(name),
    password: attribute(name, "password"),
  };
}

/** A Consul agent: service registry and key-value store. */
export function consul(name: string, props: StoreProps): Consul {
  return { kind: "store", engine: "consul", name, ...props, ...reachable(name) };
}

/** Files that outlive containers, mounted by services and jobs. */
export function volume(name: string, props: VolumeProps = {}): Volume {
  return { kind: "store", engine: "volume", name, ...props };
}

export function isServer(store: Store): store is Server {
  return store.engine !== "volume";
}

/** A URL reference with another scheme or with query parameters, as drivers ask for. */
export function urlWith(
  ref: StoreRef,
  options: { readonly scheme?: string; readonly params?: Readonly<Record<string, string>> },
): StoreRef {
  return { ...ref, ...options };
}
