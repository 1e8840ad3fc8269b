import type { EngineName, ServerOf } from "../../model";
import { refused } from "../../shared/driver";
import type { AwsDriver } from "./driver.args";
import { kafka, zookeeper } from "./drivers/kafka";
import { minio } from "./drivers/minio";
import { postgres } from "./drivers/postgres";
import { redis } from "./drivers/redis";
import { consul, qdrant } from "./drivers/server";

/** How each engine runs on AWS; one that is missing is an error of the compiler. */
const drivers: { readonly [E in EngineName]: AwsDriver<ServerOf<E>> } = {
  consul,
  kafka,
  mariadb: refused(
    "the AWS target does not make RDS for MariaDB; make it there, and give its URL: external: { url: … }",
  ),
  minio,
  postgres,
  qdrant,
  rabbitmq: refused(
    "the AWS target does not make Amazon MQ for RabbitMQ; make it there, and give its URL: external: { url: … }",
  ),
  redis,
  zookeeper,
};

/** The driver of a store's engine. */
export function driverOf<E extends EngineName>(store: ServerOf<E>): AwsDriver<ServerOf<E>> {
  return drivers[store.engine];
}
