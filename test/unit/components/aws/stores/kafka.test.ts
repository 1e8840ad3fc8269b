import type { Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { kafka } from "../../../../../components/model";
import { Broker } from "../../../../../components/aws/stores/kafka";
import { awsContext, shop } from "../../../../support/aws-stores";
import { deploy, listed, only, valueOf } from "../../../../support/mocks";

const store = kafka("kafka", { version: "7.9.1", zookeeper: "zookeeper" });
const answers = { "shop-prod-kafka": { bootstrapBrokersTls: "b-1.example:9094,b-2.example:9094" } };
const deployed = () =>
  deploy(() => new Broker(awsContext(shop({ stores: [store] })), { store }), { answers });

describe("a broker", () => {
  it("is made of a cluster and its configuration", async () => {
    expect(listed(await deployed())).toEqual([
      "Cluster shop-prod-kafka",
      "Configuration shop-prod-kafka",
      "Broker shop-prod-kafka",
    ]);
  });

  it("speaks TLS alone, is protected, and writes its log where it is kept", async () => {
    const cluster = only(await deployed(), "Cluster", "shop-prod-kafka");
    expect(cluster).toMatchObject({ protect: true, retainOnDelete: true });
    expect(cluster.inputs).toMatchObject({
      numberOfBrokerNodes: 3,
      encryptionInfo: { encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
      brokerNodeGroupInfo: { securityGroups: ["sg-kafka"] },
      loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: "/trireme/kafka" } } },
    });
  });

  it("is reached by all its brokers", async () => {
    const { made } = (await deployed()).result;
    expect(await valueOf(made.address.main as Output<string>)).toBe("b-1.example:9094,b-2.example:9094");
  });
});
