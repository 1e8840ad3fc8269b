import type { StoreAttribute } from "../ref";
import type { Publish } from "../service";
import type { Engine, EngineContainer } from "../values/engine";
import consul from "./consul";
import kafka from "./kafka";
import mariadb from "./mariadb";
import minio from "./minio";
import postgres from "./postgres";
import qdrant from "./qdrant";
import rabbitmq from "./rabbitmq";
import redis from "./redis";
import type { NamedStore } from "./shape";
import type { Volume } from "./volume";
import zookeeper from "./zookeeper";

export * from "./consul";
export * from "./kafka";
export * from "./mariadb";
export * from "./minio";
export * from "./postgres";
export * from "./qdrant";
export * from "./rabbitmq";
export * from "./redis";
export type { External, ManagedStore, RelayedStore } from "./shape";
export * from "./volume";
export * from "./zookeeper";
export { passwordFile, type EngineContainer } from "../values/engine";

/** Every engine by its name. All other lists of engines follow from this one. */
const engines = { consul, kafka, mariadb, minio, postgres, qdrant, rabbitmq, redis, zookeeper } as const;

type Engines = typeof engines;
type StoreOf<E> = E extends { container(store: infer S): EngineContainer } ? S : never;
/** The engines of which something holds that they say of themselves. */
type EnginesWith<Fact> = { [E in keyof Engines]: Engines[E] extends Fact ? E : never }[keyof Engines];

/** A store that answers on a port. */
export type Server = StoreOf<Engines[keyof Engines]>;
export type Store = Server | Volume;
/** The name of an engine. */
export type EngineName = Server["engine"];
/** A store of one engine. */
export type ServerOf<E extends EngineName> = Extract<Server, NamedStore<E>>;

/** The stores whose engine takes two passwords at once, so that consumers go over one after the other. */
export type RotatingStore = ServerOf<EnginesWith<{ readonly password: "rotates" }>>;
/** The stores that scripts save. */
export type SavableStore = ServerOf<EnginesWith<{ readonly saved: string }>> | Volume;

const facts: { readonly [E in EngineName]: Engine<ServerOf<E>> } = engines;

/** Every engine's name, sorted. */
export const engineNames = Object.keys(engines).sort() as readonly EngineName[];

/**
 * What is known of a store's engine.
 * @example
 * const asks: boolean = engineOf(db).wantsBackup(db);
 */
export function engineOf<E extends EngineName>(store: ServerOf<E>): Engine<ServerOf<E>> {
  return facts[store.engine];
}

/**
 * The container of a store's engine.
 * @example
 * const { image, ports } = engineContainer(db);
 */
export function engineContainer<E extends EngineName>(store: ServerOf<E>): EngineContainer {
  return engineOf(store).container(store);
}

/**
 * Whether a store answers on a port: all but volumes do.
 * @example
 * const servers = [db, cache, uploads].filter(isServer);
 */
export function isServer(store: Store): store is Server {
  return store.engine !== "volume";
}

/**
 * Whether a store's password can be rotated.
 * @example
 * const rotates: boolean = isRotating(db);
 */
export function isRotating(store: Store): store is RotatingStore {
  return isServer(store) && store.external === undefined && engineOf(store).password === "rotates";
}

/**
 * Whether scripts can save a store.
 * @example
 * const savable: boolean = isSavable(db);
 */
export function isSavable(store: Store): store is SavableStore {
  return !isServer(store) || engineOf(store).saved !== undefined;
}

/**
 * Whether a store is saved through its API, which Docker does alone.
 * @example
 * const byApi: boolean = isSavedByApi(objects);
 */
export function isSavedByApi(store: Store): boolean {
  return isServer(store) && engineOf(store).saved === "api";
}

/**
 * What consumers may name of a store.
 * @example
 * const names = attributesOf(db);
 */
export function attributesOf(store: Server): readonly StoreAttribute[] {
  return ["url", "host", "port", ...engineOf(store).attributes];
}

/**
 * The ports that a store opens on the host beside `publish`, by the name of the port.
 * @example
 * const { console } = opened(objects);
 */
export function opened(store: Server): Readonly<Record<string, Publish>> {
  const all = Object.entries(engineOf(store).opens?.(store) ?? {});
  return Object.fromEntries(all.flatMap(([port, host]) => (host === undefined ? [] : [[port, host]])));
}
