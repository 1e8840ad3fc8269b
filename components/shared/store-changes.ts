import { externalStores, type Problem, type Store, type System } from "../model";

/** Which engines a change to a store is for; absent: all. */
export type StoreKeys = Readonly<Record<string, readonly Store["engine"][]>>;

/** Changes to stores that the system does not have, that are external, or that are not for their engine. */
export function checkStoreChanges(
  system: System,
  changes: Readonly<Record<string, object>>,
  { target, keys }: { readonly target: string; readonly keys: StoreKeys },
): readonly Problem[] {
  const names = system.stores.map(({ name }) => name).sort();
  const external = externalStores(system);
  return Object.entries(changes).flatMap(([name, change]) => {
    const path = `${target}.stores.${name}`;
    const store = system.stores.find((one) => one.name === name);
    if (store === undefined)
      return [
        { path, message: `system "${system.name}" has no such store; its stores are ${names.join(", ")}` },
      ];
    if (external.has(name))
      return [
        { path, message: `applies to stores that the stack runs, and "${name}" is external; remove it` },
      ];
    return Object.keys(change).flatMap((key) => {
      const engines = keys[key] ?? [store.engine];
      return engines.includes(store.engine)
        ? []
        : [
            {
              path: `${path}.${key}`,
              message: `applies to ${engines.join(" and ")}, and "${name}" is ${store.engine}; remove it`,
            },
          ];
    });
  });
}
