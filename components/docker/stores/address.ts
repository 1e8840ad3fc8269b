import { engineContainer, type Server } from "../../model";
import type { StoreAddress } from "../../shared/addresses";
import { loggedIn } from "../../shared/credentials";
import type { GeneratedSecrets } from "../../shared/secrets";
import { addressOf } from "./members.args";
import { isReplicated } from "../../shared/replicas";
import { readHost } from "./replicas.args";

/** Where consumers reach each store of an engine, and as whom. */
export function addresses(
  secrets: Pick<GeneratedSecrets, "storePasswords">,
): (store: Server) => StoreAddress {
  return (store) => {
    const address = {
      ...addressOf(store),
      ...(isReplicated(store) ? { read: `${readHost(store)}:${engineContainer(store).ports.main}` } : {}),
    };
    return loggedIn(store, address, secrets);
  };
}
