import type { Postgres } from "../../model";
import { storeAddress } from "../../shared/addresses";
import type { Refusal } from "../../shared/refusal";
import { endpointsOf, instancesOf } from "./cloudnative.args";
import { isReplicated, replicaRefusals } from "../../shared/replicas";
import { container } from "./driver.args";
import { longestReplicated, readHost } from "./replicas/replicas.args";

function isOperated({ operator }: Postgres): boolean {
  return operator === "cloudnative-pg";
}

/** Where CloudNativePG runs, and where it asks its pods how they are. */
const cloudNative = { namespace: "cnpg-system", ports: [5432, 8000] };

/** Characters of a cluster of CloudNativePG, which adds to it. */
const longestCluster = 50;

function postgresRefusals(store: Postgres): readonly Refusal[] {
  if (store.operator === "cloudnative-pg")
    return [
      {
        path: "name",
        set: store.name.length > longestCluster,
        message: `"${store.name}" has ${store.name.length} characters, CloudNativePG allows ${longestCluster}: it names the cluster; shorten it`,
      },
    ];
  return [
    {
      path: "standby",
      set: store.standby === true,
      message: `a StatefulSet has nobody who would let a standby take over; set trireme:kubernetes.stores.${store.name}.operator to cloudnative-pg`,
    },
    {
      path: "name",
      set: isReplicated(store) && store.name.length > longestReplicated,
      message: `"${store.name}" has ${store.name.length} characters, ${longestReplicated} are allowed for a Postgres with readReplicas: it names them; shorten it`,
    },
    ...replicaRefusals(store),
  ];
}

/** One server in a StatefulSet, and replicas of it in others, or several of CloudNativePG. */
export const postgres = container<Postgres>({
  run: (store) => (isOperated(store) ? { by: "cloudnative-pg", store } : { by: "container" }),
  refusals: postgresRefusals,
  address: (store) => {
    if (!isOperated(store))
      return { ...storeAddress(store), ...(isReplicated(store) ? { read: `${readHost(store)}:5432` } : {}) };
    const { write, read } = endpointsOf(store);
    return { main: `${write}:5432`, read: `${instancesOf(store) > 1 ? read : write}:5432` };
  },
  // Replicas, and what leads to them, reach the server that they copy.
  peers: (store) => (isOperated(store) ? cloudNative.ports : isReplicated(store) ? [5432] : []),
  operator: (store) => (isOperated(store) ? cloudNative : undefined),
  reached: (host, port) => `pg_isready -q -h ${host} -p ${port} -t 3`,
  changed: (store, { size, operator }) => ({
    ...store,
    ...(size === undefined ? {} : { size }),
    ...(operator === undefined ? {} : { operator }),
  }),
});
