import { template } from "../ref";
import { command } from "../workload";
import { heap, recovered, timing, type Engine, type EngineContainer } from "../values/engine";
import { reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** What a Kafka broker is. */
export interface KafkaProps extends StoreProps {
  /**
   * Name of the ZooKeeper store that coordinates it; versions before 7.3 (Kafka 3.3) need one, 8 and later take none.
   * @default none: the broker is its own controller (KRaft)
   * @example "coordination"
   */
  readonly zookeeper?: string;
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
 * const broker = kafka("broker", { version: "7.9.1", partitions: 3 });
 */
export function kafka(name: string, props: KafkaProps): Kafka {
  return { kind: "store", engine: "kafka", name, ...props, ...reachable(name) };
}

/**
 * What coordinates a broker of a version, as Confluent counts them or, up to 4, as Apache does: a ZooKeeper, itself (KRaft), or either
 * (https://docs.confluent.io/platform/current/installation/versions-interoperability.html).
 * @example
 * const either = coordinatorOf("7.9.1");
 */
export function coordinatorOf(version: string): "zookeeper" | "itself" | "either" {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  if (Number.isNaN(major) || Number.isNaN(minor)) return "either";
  const [first, last] = major <= 4 ? [3, 4] : [7, 8];
  if (major >= last) return "itself";
  return major < first || minor < 3 ? "zookeeper" : "either";
}

/** Where the controller is reached: by its own broker alone. */
const controllerPort = 29_093;

/** Where clients on the host are answered: what a broker is asked at, it tells its clients to ask it at. */
const kafkaHostPort = 19_092;

/** A second listener for clients on the host, who do not know the name that the broker has on its networks. */
function kafkaListeners(store: Kafka): EngineContainer["env"] {
  const { host, publish } = store;
  const alone = store.zookeeper === undefined;
  const controller = alone ? `,CONTROLLER://127.0.0.1:${controllerPort}` : "";
  const protocol = alone ? ",CONTROLLER:PLAINTEXT" : "";
  if (publish === undefined)
    return {
      KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:9092${controller}`,
      KAFKA_ADVERTISED_LISTENERS: template`PLAINTEXT://${host}:9092`,
      ...(alone ? { KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: `PLAINTEXT:PLAINTEXT${protocol}` } : {}),
    };
  const address = publish.address ?? "127.0.0.1";
  const outside = `${address.includes(":") ? `[${address}]` : address}:${publish.port}`;
  return {
    KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:9092,HOST://0.0.0.0:${kafkaHostPort}${controller}`,
    KAFKA_ADVERTISED_LISTENERS: template`PLAINTEXT://${host}:9092,HOST://${outside}`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: `PLAINTEXT:PLAINTEXT,HOST:PLAINTEXT${protocol}`,
    KAFKA_INTER_BROKER_LISTENER_NAME: "PLAINTEXT",
  };
}

/**
 * The id of a cluster: 16 bytes in base64 for URLs, the same for a name for ever, because the data says it as well. What it is does not
 * matter, but that no two brokers take each other's data.
 */
function clusterId(name: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  let state = 2_166_136_261;
  const next = (code: number): number => (state = Math.imul(state ^ code, 16_777_619) >>> 0);
  for (const letter of `trireme ${name}`) next(letter.codePointAt(0) ?? 0);
  // The last of 22 letters holds two bits.
  return Array.from({ length: 22 }, (_, index) => {
    const value = next(index) >>> 13;
    return alphabet[index === 21 ? (value % 4) * 16 : value % 64];
  }).join("");
}

/** Who coordinates: ZooKeeper, or the broker itself. */
function coordination(store: Kafka): EngineContainer["env"] {
  if (store.zookeeper !== undefined)
    return {
      KAFKA_BROKER_ID: 1,
      KAFKA_ZOOKEEPER_CONNECT: template`${{ ref: "store", name: store.zookeeper, attribute: "url" }}`,
    };
  return {
    CLUSTER_ID: clusterId(store.name),
    KAFKA_NODE_ID: 1,
    KAFKA_PROCESS_ROLES: "broker,controller",
    KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
    KAFKA_CONTROLLER_QUORUM_VOTERS: `1@127.0.0.1:${controllerPort}`,
    ...(store.publish === undefined ? { KAFKA_INTER_BROKER_LISTENER_NAME: "PLAINTEXT" } : {}),
    // One broker holds all copies of what it keeps for itself.
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: 1,
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: 1,
  };
}

/** One broker of Confluent's image, whose heap is 1 GiB from its start where nobody says how much. */
function container(store: Kafka): EngineContainer {
  const memory = heap(store);
  return {
    image: `confluentinc/cp-kafka:${store.version}`,
    user: "1000:1000",
    env: {
      ...coordination(store),
      ...kafkaListeners(store),
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1,
      KAFKA_NUM_PARTITIONS: store.partitions ?? 1,
      ...(memory === undefined ? {} : { KAFKA_HEAP_OPTS: `-Xmx${memory}m` }),
    },
    files: {},
    // It opens its port when it serves; its own tools would start a Java virtual machine at each check.
    health: command(["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9092"], {
      ...timing,
      // After a crash it reads its logs before it listens.
      startPeriod: "10m",
    }),
    alive: recovered,
    ports: { main: 9092, ...(store.publish === undefined ? {} : { host: kafkaHostPort }) },
    ...(store.publish === undefined ? {} : { published: "host" }),
    dataPath: "/var/lib/kafka/data",
    // The last is a volume of the image's own that nothing uses: the engine makes none without a name.
    scratch: ["/etc/kafka", "/var/log/kafka", "/etc/kafka/secrets"],
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
