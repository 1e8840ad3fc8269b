import type { Server } from "../../model";
import { storeAddress, type NamedAddress } from "../../shared/resolve";
import { endpointsOf, instancesOf } from "../stores/cloudnative.args";
import { isWatched } from "./networks.args";
import { sentinelAddresses, setNameOf } from "../stores/sentinel.args";

/** Where each store is reached in the cluster: under its name, or by what its operator or its Sentinels say. */
export function addressOf(store: Server): NamedAddress {
  if (store.engine === "redis" && isWatched(store))
    return { main: sentinelAddresses(store), sentinelName: setNameOf(store) };
  if (store.engine !== "postgres" || store.operator !== "cloudnative-pg") return storeAddress(store);
  const { write, read } = endpointsOf(store);
  return { main: `${write}:5432`, read: `${instancesOf(store) > 1 ? read : write}:5432` };
}
