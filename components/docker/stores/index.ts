import type { EngineName, Postgres, Server, ServerOf } from "../../model";
import type { Driver } from "../../shared/driver";
import type { Refusal } from "../../shared/refusal";

/** An engine in one container with a volume for its data: `store.ts`. */
function container<S extends Server>(refusals: (store: S) => readonly Refusal[] = () => []): Driver<S> {
  return { refusals };
}

function postgresRefusals(store: Postgres): readonly Refusal[] {
  const one = "the Docker target runs one server for each database";
  return [
    {
      path: "readReplicas",
      set: (store.readReplicas ?? 0) > 0,
      message: `${one}; use an external store with a readUrl`,
    },
    { path: "standby", set: store.standby === true, message: `${one}; use an external store` },
  ];
}

/** How each engine runs here; one that is missing is an error of the compiler. */
const drivers: { readonly [E in EngineName]: Driver<ServerOf<E>> } = {
  consul: container(),
  kafka: container(),
  minio: container(({ buckets }) => [
    {
      path: "buckets",
      set: buckets.length > 0,
      message: "the Docker target creates no buckets; create them in a release job",
    },
  ]),
  postgres: container(postgresRefusals),
  qdrant: container(({ nodes = 1 }) => [
    { path: "nodes", set: nodes > 1, message: "the Docker target runs one Qdrant; set nodes: 1" },
  ]),
  redis: container(({ nodes = 1 }) => [
    {
      path: "nodes",
      set: nodes > 1,
      message: "the Docker target runs one Redis; set nodes: 1, or use an external store",
    },
  ]),
  zookeeper: container(),
};

/** The driver of a store's engine. */
export function driverOf<E extends EngineName>(store: ServerOf<E>): Driver<ServerOf<E>> {
  return drivers[store.engine];
}
