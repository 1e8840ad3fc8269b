import { engineContainer, type Redis } from "../../model";
import { storeAddress } from "../../shared/addresses";
import { container } from "./driver.args";
import { isWatched, sentinelAddresses, sentinelPort, setNameOf } from "./sentinel.args";

function ports(store: Redis): readonly number[] {
  return [engineContainer(store).ports.main, ...(isWatched(store) ? [sentinelPort] : [])];
}

/** One node has no Sentinel that would know it by a name. */
function nodesOf(nodes: number | undefined): Pick<Redis, "nodes" | "setName"> {
  if (nodes === undefined) return {};
  return nodes === 1 ? { nodes, setName: undefined } : { nodes };
}

/** One server, or three that Sentinels watch. */
export const redis = container<Redis>({
  run: (store) => (isWatched(store) ? { by: "sentinel", store } : { by: "container" }),
  refusals: ({ nodes = 1 }) => [
    {
      path: "nodes",
      set: ![1, 3].includes(nodes),
      message: `${nodes} servers are no safer than three; set nodes to 1 or 3`,
    },
  ],
  address: (store) =>
    isWatched(store)
      ? { main: sentinelAddresses(store), sentinelName: setNameOf(store) }
      : storeAddress(store),
  ports,
  peers: (store) => (isWatched(store) ? ports(store) : []),
  reached: (host, port) => `redis-cli -h ${host} -p ${port} ping 2>&1 | grep -q "PONG\\|NOAUTH"`,
  changed: (store, { size, nodes }) => ({
    ...store,
    ...(size === undefined ? {} : { size }),
    ...nodesOf(nodes),
  }),
});
