import type { Server } from "../store";
import { consul } from "./consul";
import { kafka } from "./kafka";
import { minio } from "./minio";
import { postgres } from "./postgres";
import { qdrant } from "./qdrant";
import { redis } from "./redis";
import type { EngineContainer } from "./shape";
import { zookeeper } from "./zookeeper";

export { operatedImage } from "./postgres";
export { passwordFile, type EngineContainer } from "./shape";

type Engine = Server["engine"];

/** How each engine runs in a container; one that is missing is an error of the compiler. */
const containers: { readonly [E in Engine]: (store: Extract<Server, { engine: E }>) => EngineContainer } = {
  consul,
  kafka,
  minio,
  postgres,
  qdrant,
  redis,
  zookeeper,
};

/** The container of a store's engine. */
export function engineContainer<E extends Engine>(store: Extract<Server, { engine: E }>): EngineContainer {
  const container: (store: Extract<Server, { engine: E }>) => EngineContainer = containers[store.engine];
  return container(store);
}
