import { template } from "../ref";
import { command } from "../workload";
import { recovered, timing, type Engine, type EngineContainer } from "../values/engine";
import { reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** What a Kafka broker is. */
export interface KafkaProps extends StoreProps {
  /**
   * Name of the ZooKeeper store.
   * @example "coordination"
   */
  readonly zookeeper: string;
  /**
   * Partitions of a topic that is made without saying how many.
   * @default 1
   * @example 3
   */
  readonly partitions?: number;
}

/** A broker as {@link kafka} makes it. */
export interface Kafka extends NamedStore<"kafka">, KafkaProps, Reachable {}

/**
 * A Kafka broker; `url` is its bootstrap address `host:9092`.
 * @example
 * const coordination = zookeeper("coordination", { version: "3.9" });
 * const broker = kafka("broker", { version: "7.6.0", zookeeper: coordination.name, partitions: 3 });
 */
export function kafka(name: string, props: KafkaProps): Kafka {
  return { kind: "store", engine: "kafka", name, ...props, ...reachable(name) };
}

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

/** One broker of Confluent's image. */
function container(store: Kafka): EngineContainer {
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
    alive: recovered,
    ports: { main: 9092, ...(store.publish === undefined ? {} : { host: kafkaHostPort }) },
    ...(store.publish === undefined ? {} : { published: "host" }),
    dataPath: "/var/lib/kafka/data",
    scratch: ["/etc/kafka", "/var/log/kafka"],
    url: {},
  };
}

export default {
  container,
  disk: "20Gi",
  attributes: [],
  wantsBackup: () => false,
  password: "none",
} as const satisfies Engine<Kafka>;
