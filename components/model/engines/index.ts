import { postgres } from "./postgres";
import { redis } from "./redis";
import { enduring, passwordFile, timing, type EngineContainer } from "./shape";
import { template } from "../ref";
import type { Kafka, ObjectStore, Qdrant, Server } from "../store";
import { command, type Health } from "../workload";

export { operatedImage } from "./postgres";
export { passwordFile, type EngineContainer } from "./shape";

/** Of engines that open their port once they have recovered: until then nothing tells one that works from one that hangs. */
const alive: Health = { probe: { tcp: "main" }, ...enduring };

/** Where clients on the host are answered: what a broker is asked at, it tells its clients to ask it at. */
const kafkaHostPort = 19_092;

/** A second listener for clients on the host, who do not know the name that the broker has on its networks. */
function kafkaListeners(store: Kafka): EngineContainer["env"] {
  const { host, publish } = store;
  if (publish === undefined)
    return {
      KAFKA_LISTENERS: "PLAINTEXT://0.0.0.0:9092",
      KAFKA_ADVERTISED_LISTENERS: template`PLAINTEXT://${host}:9092`,
    };
  const address = publish.address ?? "127.0.0.1";
  const outside = `${address.includes(":") ? `[${address}]` : address}:${publish.port}`;
  return {
    KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:9092,HOST://0.0.0.0:${kafkaHostPort}`,
    KAFKA_ADVERTISED_LISTENERS: template`PLAINTEXT://${host}:9092,HOST://${outside}`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "PLAINTEXT:PLAINTEXT,HOST:PLAINTEXT",
    KAFKA_INTER_BROKER_LISTENER_NAME: "PLAINTEXT",
  };
}

function kafka(store: Kafka): EngineContainer {
  return {
    image: `confluentinc/cp-kafka:${store.version}`,
    user: "1000:1000",
    env: {
      KAFKA_BROKER_ID: 1,
      KAFKA_ZOOKEEPER_CONNECT: template`${{ ref: "store", name: store.zookeeper, attribute: "url" }}`,
      ...kafkaListeners(store),
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1,
      KAFKA_NUM_PARTITIONS: store.partitions ?? 1,
    },
    files: {},
    health: command(["kafka-broker-api-versions", "--bootstrap-server", "127.0.0.1:9092"], {
      ...timing,
      // After a crash it reads its logs before it listens.
      startPeriod: "10m",
    }),
    alive,
    ports: { main: 9092, ...(store.publish === undefined ? {} : { host: kafkaHostPort }) },
    ...(store.publish === undefined ? {} : { published: "host" }),
    dataPath: "/var/lib/kafka/data",
    scratch: ["/etc/kafka", "/var/log/kafka"],
    url: {},
  };
}

function zookeeper(store: Server): EngineContainer {
  return {
    image: `zookeeper:${store.version}`,
    user: "1000:1000",
    env: {
      ZOO_4LW_COMMANDS_WHITELIST: "ruok",
      ZOO_ADMINSERVER_ENABLED: false,
      // The log of transactions is as much of the data as the snapshots: beside them on the volume.
      ZOO_DATA_LOG_DIR: "/data/datalog",
    },
    files: {},
    health: command(["sh", "-c", "echo ruok | nc -w 2 127.0.0.1 2181 | grep -qx imok"], timing),
    alive,
    ports: { main: 2181 },
    dataPath: "/data",
    // Of the image's own volumes nothing is used, so that the engine makes none without a name.
    scratch: ["/datalog", "/logs", "/conf"],
    url: {},
  };
}

function minio(store: ObjectStore): EngineContainer {
  return {
    image: `minio/minio:${store.version}`,
    user: "1000:1000",
    command: ["server", "/data", "--console-address", ":9001"],
    env: { MINIO_ROOT_USER: store.accessKey, MINIO_ROOT_PASSWORD_FILE: passwordFile },
    files: { [passwordFile]: { content: store.secretKey } },
    health: command(["mc", "ready", "local"], timing),
    alive,
    ports: { main: 9000, console: 9001 },
    dataPath: "/data",
    scratch: [],
    url: { scheme: "http" },
  };
}

function qdrant(store: Qdrant): EngineContainer {
  return {
    image: `qdrant/qdrant:${store.version}-unprivileged`,
    user: "1000:1000",
    env: { QDRANT__SERVICE__API_KEY: store.password },
    files: {},
    health: command(
      [
        "bash",
        "-c",
        "exec 3<>/dev/tcp/127.0.0.1/6333 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q 200 <&3",
      ],
      timing,
    ),
    alive,
    ports: { main: 6333, grpc: 6334 },
    dataPath: "/qdrant/storage",
    scratch: ["/qdrant/snapshots"],
    url: { scheme: "http" },
  };
}

function consul(store: Server): EngineContainer {
  return {
    image: `hashicorp/consul:${store.version}`,
    user: "100:1000",
    command: ["agent", "-server", "-bootstrap-expect=1", "-client=0.0.0.0", "-ui", "-data-dir=/consul/data"],
    env: {},
    files: {},
    health: command(["consul", "info"], timing),
    alive,
    ports: { main: 8500, dns: 8600 },
    dataPath: "/consul/data",
    scratch: ["/consul/config"],
    url: { scheme: "http" },
  };
}

/** The container of a store's engine. */
export function engineContainer(store: Server): EngineContainer {
  switch (store.engine) {
    case "postgres":
      return postgres(store);
    case "redis":
      return redis(store);
    case "kafka":
      return kafka(store);
    case "zookeeper":
      return zookeeper(store);
    case "minio":
      return minio(store);
    case "qdrant":
      return qdrant(store);
    case "consul":
      return consul(store);
    default:
      return store satisfies never;
  }
}
