import type { Postgres } from "../../model";
import { storeAddress } from "../../shared/addresses";
import type { Refusal } from "../../shared/refusal";
import { endpointsOf, instancesOf } from "./cloudnative.args";
import { container } from "./driver.args";

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
  const instead = `set trireme:kubernetes.stores.${store.name}.operator to cloudnative-pg`;
  const one = "a StatefulSet runs one server for each database";
  return [
    { path: "readReplicas", set: (store.readReplicas ?? 0) > 0, message: `${one}; ${instead}` },
    { path: "standby", set: store.standby === true, message: `${one}; ${instead}` },
  ];
}

/** One server in a StatefulSet, or several of CloudNativePG. */
export const postgres = container<Postgres>({
  run: (store) => (isOperated(store) ? { by: "cloudnative-pg", store } : { by: "container" }),
  refusals: postgresRefusals,
  address: (store) => {
    if (!isOperated(store)) return storeAddress(store);
    const { write, read } = endpointsOf(store);
    return { main: `${write}:5432`, read: `${instancesOf(store) > 1 ? read : write}:5432` };
  },
  peers: (store) => (isOperated(store) ? cloudNative.ports : []),
  operator: (store) => (isOperated(store) ? cloudNative : undefined),
  reached: (host, port) => `pg_isready -q -h ${host} -p ${port} -t 3`,
  changed: (store, { size, operator }) => ({
    ...store,
    ...(size === undefined ? {} : { size }),
    ...(operator === undefined ? {} : { operator }),
  }),
});
