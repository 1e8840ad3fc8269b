import { engineContainer, type Server } from "../../model";
import { loginRole } from "../../render/credentials";
import type { StoreAddress } from "../../shared/addresses";
import type { GeneratedSecrets } from "../../shared/secrets";
import { addressOf } from "./members.args";
import { isReplicated, readHost } from "./replicas.args";

/** Where consumers reach each store of an engine, and as whom. */
export function addresses(
  secrets: Pick<GeneratedSecrets, "storePasswords">,
): (store: Server) => StoreAddress {
  return (store) => {
    const address = {
      ...addressOf(store),
      ...(isReplicated(store) ? { read: `${readHost(store)}:${engineContainer(store).ports.main}` } : {}),
    };
    if (store.engine !== "postgres" || store.connectionLimit === undefined) return address;
    const { generation, current } = secrets.storePasswords(store.name);
    return { ...address, credentials: { user: loginRole(store, generation), password: current } };
  };
}
