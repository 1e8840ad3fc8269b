import type { EngineName, Postgres, Qdrant, Redis, Server, ServerOf } from "../../model";
import type { Driver } from "../../shared/driver";
import { bucketRefusals } from "../../shared/buckets";
import type { Refusal } from "../../shared/refusal";
import { replicaRefusals } from "../../shared/replicas";

/** An engine in one container with a volume for its data: `store.ts`. */
function container<S extends Server>(refusals: (store: S) => readonly Refusal[] = () => []): Driver<S> {
  return { refusals };
}

function postgresRefusals(store: Postgres): readonly Refusal[] {
  return [
    {
      path: "standby",
      set: store.standby === true,
      message:
        "the Docker target has one host, whose failure a standby on it does not outlive; use an external store, or readReplicas for reads",
    },
    ...replicaRefusals(store),
  ];
}

function publishedRefusals({ nodes = 1, publish }: Redis | Qdrant): readonly Refusal[] {
  return [
    {
      path: "publish",
      set: nodes > 1 && publish !== undefined,
      message: `one port of the host does not lead to ${nodes} servers; leave publish out, or set nodes: 1`,
    },
  ];
}

/** How each engine runs here; one that is missing is an error of the compiler. */
const drivers: { readonly [E in EngineName]: Driver<ServerOf<E>> } = {
  consul: container(),
  kafka: container(),
  mariadb: container(),
  minio: container(bucketRefusals),
  postgres: container(postgresRefusals),
  qdrant: container(publishedRefusals),
  rabbitmq: container(),
  redis: container((store) => [
    ...publishedRefusals(store),
    {
      path: "nodes",
      set: ![1, 3].includes(store.nodes ?? 1),
      message: "a Redis has one node, or three that choose a master among them; set nodes: 1 or 3",
    },
  ]),
  zookeeper: container(),
};

/** The driver of a store's engine. */
export function driverOf<E extends EngineName>(store: ServerOf<E>): Driver<ServerOf<E>> {
  return drivers[store.engine];
}
