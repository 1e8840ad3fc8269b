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

/** A coordination service as {@link zookeeper} makes it. */
export interface ZooKeeper extends NamedStore<"zookeeper">, StoreProps, Reachable {}

/**
 * A Kafka broker; `url` is its bootstrap address `host:9092`.
 * @example
 * const coordination = zookeeper("coordination", { version: "3.9" });
 * const broker = kafka("broker", { version: "7.6.0", zookeeper: coordination.name, partitions: 3 });
 */
export function kafka(name: string, props: KafkaProps): Kafka {
  return { kind: "store", engine: "kafka", name, ...props, ...reachable(name) };
}

/**
 * A ZooKeeper server, for a Kafka broker; `url` is `host:2181`.
 * @example
 * const coordination = zookeeper("coordination", { version: "3.9", size: "5Gi" });
 */
export function zookeeper(name: string, props: StoreProps): ZooKeeper {
  return { kind: "store", engine: "zookeeper", name, ...props, ...reachable(name) };
}
