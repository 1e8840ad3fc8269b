import type { ClusterArgs } from "@pulumi/aws/msk";
import { bytes, type Kafka } from "../../model";
import type { AwsSettings } from "../settings";

/** Confluent's platform counts another way: its 7.x is Kafka 3.x, its 8.x Kafka 4.x. */
const confluent: Readonly<Record<string, number>> = { "7": 3, "8": 4 };

/**
 * The version of Apache Kafka that MSK runs for a store (https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html).
 * From 3.9 on, and from 3.7 on where the system names no ZooKeeper, its brokers coordinate themselves (KRaft); a cluster stays what it
 * was made as.
 *
 * @returns undefined where MSK has none
 */
export function kafkaVersion({
  version,
  zookeeper,
}: Pick<Kafka, "version" | "zookeeper">): string | undefined {
  const [, first = "", second] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  const [major, minor] = [confluent[first] ?? Number(first), Number(second)];
  if (major === 4) return minor <= 1 ? `4.${minor}.x.kraft` : undefined;
  if (major !== 3 || minor < 7 || minor > 9) return undefined;
  return `3.${minor}.x${minor === 9 || zookeeper === undefined ? ".kraft" : ""}`;
}

/** GiB of each broker's disk. */
export function brokerStorage(store: Kafka, settings: AwsSettings): number {
  const size = settings.stores[store.name]?.size ?? store.size;
  return size === undefined ? settings.sizes.broker.storage : Math.max(1, Math.ceil(bytes(size) / 2 ** 30));
}

/** Brokers in all: the same number in each zone. */
export function brokersOf(settings: AwsSettings): number {
  return settings.sizes.broker.perZone * settings.zones.length;
}

/** `server.properties` of the cluster: every message is in two zones before its sender is told, and in all soon after. */
export function serverProperties(store: Kafka, settings: AwsSettings): string {
  const zones = settings.zones.length;
  const copies = Math.min(3, brokersOf(settings));
  const values: Readonly<Record<string, string | number | boolean>> = {
    "auto.create.topics.enable": true,
    "default.replication.factor": copies,
    "min.insync.replicas": Math.max(1, Math.min(copies - 1, zones - 1)),
    "num.partitions": store.partitions ?? 1,
    "offsets.topic.replication.factor": copies,
    "transaction.state.log.replication.factor": copies,
    "unclean.leader.election.enable": false,
  };
  return Object.entries(values)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join("");
}

/** What the plain arguments of a store's cluster are; network, key and log group are added where it is made. */
export function clusterShape(
  store: Kafka,
  settings: AwsSettings,
): Pick<ClusterArgs, "enhancedMonitoring" | "openMonitoring"> & {
  readonly kafkaVersion: string;
  readonly numberOfBrokerNodes: number;
  readonly instanceType: string;
  readonly volumeSize: number;
} {
  return {
    kafkaVersion: kafkaVersion(store) ?? store.version,
    numberOfBrokerNodes: brokersOf(settings),
    instanceType: settings.sizes.broker.node,
    volumeSize: brokerStorage(store, settings),
    enhancedMonitoring: "PER_BROKER",
  };
}
