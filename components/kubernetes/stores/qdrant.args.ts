import type { Qdrant } from "../../model";
import { container } from "./driver.args";
import { isClustered, peerPort } from "./set/peers.args";

/** One node, or several that share the collections; any of them answers for all. */
export const qdrant = container<Qdrant>({
  run: (store) => (isClustered(store) ? { by: "peers", store } : { by: "container" }),
  peers: (store) => (isClustered(store) ? [peerPort] : []),
  changed: (store, { size, nodes }) => ({
    ...store,
    ...(size === undefined ? {} : { size }),
    ...(nodes === undefined ? {} : { nodes }),
  }),
});
