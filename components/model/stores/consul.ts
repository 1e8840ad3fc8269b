import { reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** A registry as {@link consul} makes it. */
export interface Consul extends NamedStore<"consul">, StoreProps, Reachable {}

/**
 * A Consul agent: service registry and key-value store.
 * @example
 * const registry = consul("registry", { version: "1.18" });
 */
export function consul(name: string, props: StoreProps): Consul {
  return { kind: "store", engine: "consul", name, ...props, ...reachable(name) };
}
