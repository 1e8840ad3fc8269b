import { isServer, type Store, type System } from "../../model";
import type { ClusterSettings } from "../settings";
import { driverOf } from ".";

/** The system with its stores as the operator of the cluster wants them. */
export function withStores(system: System, changes: ClusterSettings["stores"]): System {
  return {
    ...system,
    stores: system.stores.map((store): Store => {
      const own = changes[store.name] ?? {};
      if (isServer(store)) return driverOf(store).changed(store, own);
      const { size, storageClass } = own;
      return {
        ...store,
        ...(size === undefined ? {} : { size }),
        ...(storageClass === undefined ? {} : { storageClass }),
      };
    }),
  };
}
