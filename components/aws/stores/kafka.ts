import { Cluster, Configuration, type ClusterArgs } from "@pulumi/aws/msk";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import type { Kafka } from "../../model";
import { known } from "../observability/alarm.args";
import type { AwsContext, MadeStore } from "../context";
import { clusterShape, serverProperties } from "./kafka.args";
import { tags } from "../labels";
import { fixedName, named } from "../naming.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface BrokerArgs {
  readonly store: Kafka;
}

/** A Kafka of Amazon MSK: brokers in every zone that speak TLS alone. `url` lists them all. */
export class Broker extends ComponentResource {
  readonly cluster: Cluster;
  readonly made: MadeStore;

  constructor(context: AwsContext, { store }: BrokerArgs, opts?: ComponentResourceOptions) {
    const name = named("kafka", context.prefix, store.name);
    super("trireme:aws:Broker", name, {}, opts);
    const { settings, protect } = context;
    const shape = clusterShape(store, settings);
    const configuration = new Configuration(
      name,
      {
        kafkaVersions: [shape.kafkaVersion],
        serverProperties: serverProperties(store, settings),
        description: `Kafka ${store.name} of ${context.prefix}`,
      },
      { parent: this },
    );
    const args: ClusterArgs = {
      clusterName: fixedName("kafka", context.prefix, store.name),
      kafkaVersion: shape.kafkaVersion,
      numberOfBrokerNodes: shape.numberOfBrokerNodes,
      brokerNodeGroupInfo: {
        instanceType: shape.instanceType,
        clientSubnets: [...context.network.subnets.isolated],
        securityGroups: [context.network.securityGroupOf(store.name)],
        storageInfo: { ebsStorageInfo: { volumeSize: shape.volumeSize } },
      },
      configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
      encryptionInfo: {
        encryptionAtRestKmsKeyArn: context.keyArn,
        encryptionInTransit: { clientBroker: "TLS", inCluster: true },
      },
      // Who may connect says the security group; the model's brokers have no users.
      clientAuthentication: { unauthenticated: true },
      enhancedMonitoring: shape.enhancedMonitoring,
      loggingInfo: {
        brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: context.logGroupOf(store.name).name } },
      },
      tags: tags(context, store.name, "store"),
    };
    this.cluster = new Cluster(name, args, {
      parent: this,
      protect,
      retainOnDelete: protect,
      customTimeouts: { create: "120m", update: "120m", delete: "120m" },
    });
    this.made = {
      address: { main: this.cluster.bootstrapBrokersTls },
      ready: this.cluster.id.apply((): Resource => this.cluster),
      watched: { [known.broker(store.name)]: this.cluster.clusterName },
    };
    this.registerOutputs({ brokers: this.cluster.bootstrapBrokersTls });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.broker> {
    return nodesOf(this, children.broker);
  }
}
