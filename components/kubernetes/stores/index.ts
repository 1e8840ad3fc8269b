import { engineContainer, type EngineName, type ServerOf } from "../../model";
import { bucketRefusals } from "../../shared/buckets";
import { container, type ClusterDriver } from "./driver.args";
import { postgres } from "./postgres.args";
import { qdrant } from "./qdrant.args";
import { redis } from "./redis.args";

/** How each engine runs in a cluster; one that is missing is an error of the compiler. */
const drivers: { readonly [E in EngineName]: ClusterDriver<ServerOf<E>> } = {
  consul: container(),
  kafka: container({
    // Kafka's controller reaches its broker by the name that all use.
    peers: (store) => [engineContainer(store).ports.main],
  }),
  mariadb: container(),
  minio: container({ refusals: bucketRefusals }),
  postgres,
  qdrant,
  rabbitmq: container(),
  redis,
  zookeeper: container(),
};

/** The driver of a store's engine. */
export function driverOf<E extends EngineName>(store: ServerOf<E>): ClusterDriver<ServerOf<E>> {
  return drivers[store.engine];
}
