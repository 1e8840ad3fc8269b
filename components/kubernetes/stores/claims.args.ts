import { engineContainer, isServer, type Bytes, type Server, type Store, type System } from "../../model";
import { archives, isExchanged, keptSize, logClaim } from "../backup/backup.args";
import { driverOf } from ".";
import { hasOwnReplicas, replicaClaim, replicaNumbers } from "./replicas/replicas.args";
import { membersDomain, membersOf } from "./set/set.args";
import { sizeOf } from "./volume.args";

/** A disk that a system asks for. */
export interface WantedDisk {
  /** Name of the claim. */
  readonly claim: string;
  /** What of the model it is for: `stores.db`. */
  readonly path: string;
  readonly size: Bytes;
  /** The class that the model names. @default the cluster's, or the stack's */
  readonly storageClass?: string;
}

/** Whether a store runs as a set of servers, with a disk for each. */
function isSet(store: Server): boolean {
  return ["peers", "sentinel"].includes(driverOf(store).run(store).by);
}

/** The Service that names the pods of a store's StatefulSet: it tells a set of servers from a single one. */
export function podsDomain(store: Server): string {
  return isSet(store) ? membersDomain(store) : store.name;
}

function ofServer(store: Server, system: System): readonly string[] {
  if (isSet(store)) return membersOf(store).map((member) => `data-${member}`);
  if (driverOf(store).run(store).by !== "container") return [];
  return [
    ...(engineContainer(store).dataPath === undefined ? [] : [`${store.name}-data`]),
    ...(archives(store, system.backups) ? [logClaim(store)] : []),
    ...(hasOwnReplicas(store) ? replicaNumbers(store).map((number) => replicaClaim(store, number)) : []),
  ];
}

function ofStore(store: Store, system: System): readonly WantedDisk[] {
  const common = { path: `stores.${store.name}`, size: sizeOf(store) };
  if (isServer(store))
    return store.external === undefined ? ofServer(store, system).map((claim) => ({ ...common, claim })) : [];
  const { storageClass } = store;
  return [{ ...common, claim: store.name, ...(storageClass === undefined ? {} : { storageClass }) }];
}

/** The disks whose size the model says, by the claims that they have in a cluster. */
export function disksOf(system: System): readonly WantedDisk[] {
  return [
    ...system.stores.flatMap((store) => ofStore(store, system)),
    ...system.backups.flatMap(({ name, store: of }) => {
      const store = system.stores.find((one) => one.name === of);
      if (store === undefined) return [];
      const disks = isExchanged(store) ? ["kept", "fetched"] : ["kept"];
      return disks.map((what) => ({
        claim: `${name}-${what}`,
        path: `backups.${name}`,
        size: keptSize(store),
      }));
    }),
  ];
}
