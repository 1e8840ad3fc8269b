import type { ClusterArgs } from "@pulumi/aws/msk";
import { bytes, type Kafka } from "../../model";
import type { AwsSettings } from "../settings";

/**
 * The version of Apache Kafka that MSK runs for a store: Confluent's platform 7.x is Kafka 3.x; without ZooKeeper from 3.9 on.
 *
 * @returns undefined where MSK has none
 */
export function kafkaVersion(version: string): string | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  const kafka =
    major === "7" ? { major: 3, minor: Number(minor) } : { major: Number(major), minor: Number(minor) };
  if (kafka.major !== 3 || kafka.minor < 6 || kafka.minor > 9) return undefined;
  return kafka.minor === 9 ? "3.9.x.kraft" : `3.${kafka.minor}.x`;
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
    kafkaVersion: kafkaVersion(store.version) ?? store.version,
    numberOfBrokerNodes: brokersOf(settings),
    instanceType: settings.sizes.broker.node,
    volumeSize: brokerStorage(store, settings),
    enhancedMonitoring: "PER_BROKER",
  };
}
