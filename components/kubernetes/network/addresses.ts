import type { Server } from "../../model";
import type { NamedAddress } from "../../shared/addresses";
import { driverOf } from "../stores";

/** Where each store is reached in the cluster: under its name, or by what its operator or its Sentinels say. */
export function addressOf(store: Server): NamedAddress {
  return driverOf(store).address(store);
}
