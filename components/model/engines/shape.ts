import type { SecretRef, StoreAttribute, StoreRef } from "../ref";
import type { Publish } from "../service";
import type { Bytes } from "../values/units";
import type { Resources } from "../workload";

/** An external (managed) store: consumers get the URL that the operator provides, or parts of it. */
export interface ManagedStore {
  /**
   * Secret with the store's URL, `scheme://user:password@host:port/database`.
   * @example databaseUrl.value
   */
  readonly url: SecretRef;
  /**
   * Secret with the URL of a read replica; Postgres alone has one.
   * @default `url`
   * @example replicaUrl.value
   */
  readonly readUrl?: SecretRef;
  readonly relay?: undefined;
}

/** A store that another stack of the same system runs. The settings of a stack make it (`settings.topology`); an author does not. */
export interface RelayedStore {
  /**
   * The service of this stack that leads to it.
   * @example "postgres-relay"
   */
  readonly relay: string;
  readonly url?: undefined;
  readonly readUrl?: undefined;
}

/** A store that runs elsewhere. */
export type External = ManagedStore | RelayedStore;

/** What the stores that answer on a port have in common. */
export interface StoreProps {
  /**
   * Version of the engine, as its image is tagged.
   * @example "16"
   */
  readonly version: string;
  /**
   * Requests and limits of CPU and memory; `check` asks for them in production.
   * @default no limits
   * @example { cpu: { request: 0.25, limit: 1 }, memory: { request: "512Mi", limit: "1Gi" } }
   */
  readonly resources?: Resources;
  /**
   * Size of the disk, on targets that ask for one.
   * @default the target's own for the engine, e.g. 10Gi for Postgres on Kubernetes and 20Gi on AWS
   * @example "20Gi"
   */
  readonly size?: Bytes;
  /**
   * Port of the host. Development only: `check` refuses it in production.
   * @default none
   * @example { port: 5432 }
   */
  readonly publish?: Publish;
  /**
   * Where the store is, if it is an external (managed) one; nothing is run then.
   * @default run by the target
   * @example { url: databaseUrl.value }
   */
  readonly external?: External;
}

/** What every store is known by. */
export interface NamedStore<E extends string> {
  /**
   * Tells stores from other components.
   * @example "store"
   */
  readonly kind: "store";
  /**
   * The engine that runs it.
   * @example db.engine
   */
  readonly engine: E;
  /**
   * Unique among the system's components: lower-case letters, digits and inner hyphens, up to 63 characters (52 on Kubernetes).
   * @example "db"
   */
  readonly name: string;
}

/** What every store that answers on a port offers. */
export interface Reachable {
  /**
   * Host name.
   * @example db.host
   */
  readonly host: StoreRef;
  /**
   * Port.
   * @example db.port
   */
  readonly port: StoreRef;
  /**
   * URL with credentials, e.g. `postgresql://user:password@host:5432/database`.
   * @example db.url
   */
  readonly url: StoreRef;
}

export function attribute(name: string, attribute: StoreAttribute): StoreRef {
  return { ref: "store", name, attribute };
}

export function reachable(name: string): Reachable {
  return { host: attribute(name, "host"), port: attribute(name, "port"), url: attribute(name, "url") };
}
