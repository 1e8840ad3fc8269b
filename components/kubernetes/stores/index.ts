import { engineContainer, type EngineName, type ServerOf } from "../../model";
import { container, type ClusterDriver } from "./driver.args";
import { postgres } from "./postgres.args";
import { redis } from "./redis.args";

/** How each engine runs in a cluster; one that is missing is an error of the compiler. */
const drivers: { readonly [E in EngineName]: ClusterDriver<ServerOf<E>> } = {
  consul: container(),
  kafka: container({
    // Kafka's controller reaches its broker by the name that all use.
    peers: (store) => [engineContainer(store).ports.main],
  }),
  mariadb: container(),
  minio: container({
    refusals: ({ buckets, publicRead = [], expire = {} }) => [
      {
        path: "publicRead",
        set: publicRead.length > 0,
        message: "the Kubernetes target sets no policies of buckets; set them in a release job",
      },
      {
        path: "expire",
        set: Object.keys(expire).length > 0,
        message: "the Kubernetes target sets no lifecycle of buckets; set it in a release job",
      },
      {
        path: "buckets",
        set: buckets.length > 0,
        message: "the Kubernetes target creates no buckets; create them in a release job",
      },
    ],
  }),
  postgres,
  qdrant: container({
    refusals: ({ nodes = 1 }) => [
      { path: "nodes", set: nodes > 1, message: "the Kubernetes target runs one Qdrant; set nodes: 1" },
    ],
  }),
  rabbitmq: container(),
  redis,
  zookeeper: container(),
};

/** The driver of a store's engine. */
export function driverOf<E extends EngineName>(store: ServerOf<E>): ClusterDriver<ServerOf<E>> {
  return drivers[store.engine];
}
