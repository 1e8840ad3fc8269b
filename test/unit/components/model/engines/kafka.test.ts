import { describe, expect, it } from "vitest";
import { engineContainer, kafka } from "../../../../../components/model";
import { table } from "../../../stacks/systems/readable";

describe("kafka", () => {
  it("announces itself under the name by which its consumers know it", () => {
    expect(table(engineContainer(kafka("events", { version: "7.5.0", zookeeper: "keeper" })).env)).toEqual({
      KAFKA_BROKER_ID: 1,
      KAFKA_ZOOKEEPER_CONNECT: "<store keeper url>",
      KAFKA_LISTENERS: "PLAINTEXT://0.0.0.0:9092",
      KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://<store events host>:9092",
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1,
      KAFKA_NUM_PARTITIONS: 1,
    });
  });
});
