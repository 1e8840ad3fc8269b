import { isServer, type Server, type System } from "../model";
import type { Refusal } from "./refusal";

/**
 * How a target runs the stores of an engine, as far as every target says it. Each target has a record of them in `stores/index.ts`,
 * in which the compiler allows no engine to be missing.
 */
export interface Driver<S extends Server, Place = undefined> {
  /** Properties of a store that the target does not act on. */
  refusals(store: S, place: Place): readonly Refusal[];
}

/** What the drivers refuse of the stores that a target is to run, by its path in the system. */
export function storeRefusals(
  system: System,
  refusalsOf: (store: Server) => readonly Refusal[],
): readonly Refusal[] {
  return system.stores
    .filter(isServer)
    .filter(({ external }) => external === undefined)
    .flatMap((store) =>
      refusalsOf(store).map((refusal) => ({ ...refusal, path: `stores.${store.name}.${refusal.path}` })),
    );
}
