import type { Redis, Store, System } from "../../model";
import type { ClusterSettings } from "../settings";

/** The system with its stores as the operator of the cluster wants them. */
export function withStores(system: System, changes: ClusterSettings["stores"]): System {
  return {
    ...system,
    stores: system.stores.map((store): Store => {
      const { operator, nodes, size, storageClass } = changes[store.name] ?? {};
      const sized = size === undefined ? {} : { size };
      if (store.engine === "postgres")
        return { ...store, ...sized, ...(operator === undefined ? {} : { operator }) };
      if (store.engine === "redis") return { ...store, ...sized, ...nodesOf(nodes) };
      if (store.engine === "volume")
        return { ...store, ...sized, ...(storageClass === undefined ? {} : { storageClass }) };
      return { ...store, ...sized };
    }),
  };
}

/** One node has no Sentinel that would know it by a name. */
function nodesOf(nodes: number | undefined): Pick<Redis, "nodes" | "setName"> {
  if (nodes === undefined) return {};
  return nodes === 1 ? { nodes, setName: undefined } : { nodes };
}
