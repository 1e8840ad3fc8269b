import type { EngineName, ServerOf } from "../../model";
import type { AwsDriver } from "./driver.args";
import { kafka, zookeeper } from "./drivers/kafka";
import { mariadb } from "./drivers/mariadb";
import { minio } from "./drivers/minio";
import { postgres } from "./drivers/postgres";
import { redis } from "./drivers/redis";
import { consul, qdrant, rabbitmq } from "./drivers/server";

/** How each engine runs on AWS; one that is missing is an error of the compiler. */
const drivers: { readonly [E in EngineName]: AwsDriver<ServerOf<E>> } = {
  consul,
  kafka,
  mariadb,
  minio,
  postgres,
  qdrant,
  rabbitmq,
  redis,
  zookeeper,
};

/** The driver of a store's engine. */
export function driverOf<E extends EngineName>(store: ServerOf<E>): AwsDriver<ServerOf<E>> {
  return drivers[store.engine];
}
