import { describe, expect, it } from "vitest";
import { kafka } from "../../../../../components/model";
import {
  brokersOf,
  clusterShape,
  kafkaVersion,
  serverProperties,
} from "../../../../../components/aws/stores/kafka.args";
import { awsSettings } from "../../../../support/aws-stores";

const store = kafka("kafka", { version: "7.9.1", zookeeper: "zookeeper", partitions: 6 });

describe("kafkaVersion", () => {
  it.each([
    ["7.9.1", "3.9.x.kraft"],
    ["7.7.0", "3.7.x.kraft"],
    ["3.8.1", "3.8.x.kraft"],
    ["8.0.0", "4.0.x.kraft"],
    ["4.1.1", "4.1.x.kraft"],
    ["8.2.0", undefined],
    ["7.6.0", undefined],
    ["2.8.1", undefined],
    ["latest", undefined],
  ])("of %s is %s", (version, expected) => {
    expect(kafkaVersion({ version })).toBe(expected);
  });

  it("keeps a ZooKeeper that the system names, until Kafka 3.9", () => {
    expect(
      ["3.8.1", "7.7.0", "7.9.1"].map((version) => kafkaVersion({ version, zookeeper: "zookeeper" })),
    ).toEqual(["3.8.x", "3.7.x", "3.9.x.kraft"]);
  });
});

describe("the cluster", () => {
  it("has a broker in each zone, and its disk", () => {
    expect(clusterShape(store, awsSettings())).toEqual({
      kafkaVersion: "3.9.x.kraft",
      numberOfBrokerNodes: 3,
      instanceType: "kafka.m7g.large",
      volumeSize: 100,
      enhancedMonitoring: "PER_BROKER",
    });
    expect(brokersOf(awsSettings("development"))).toBe(2);
  });

  it("keeps what was acknowledged when a zone is lost", () => {
    expect(serverProperties(store, awsSettings())).toBe(
      [
        "auto.create.topics.enable=true",
        "default.replication.factor=3",
        "min.insync.replicas=2",
        "num.partitions=6",
        "offsets.topic.replication.factor=3",
        "transaction.state.log.replication.factor=3",
        "unclean.leader.election.enable=false",
        "",
      ].join("\n"),
    );
    // Of two copies one may be away, or nobody could write during an update.
    expect(serverProperties(store, awsSettings("development"))).toContain("min.insync.replicas=1\n");
  });
});
