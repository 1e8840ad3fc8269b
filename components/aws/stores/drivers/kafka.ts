import { refsOf, valuesOf, type Kafka, type ZooKeeper } from "../../../model";
import { hourly, hourOf, unitIn } from "../../cost/prices";
import { known, metric, type Alarm } from "../../observability/alarm.args";
import { bounds, quarter } from "../../observability/alarms.args";
import type { AwsDriver } from "../driver.args";
import { brokersOf, brokerStorage, kafkaVersion } from "../kafka.args";

/** MSK speaks TLS here. */
const tlsPort = 9094;

function alarms({ name }: Kafka): readonly Alarm[] {
  const cluster = known.broker(name);
  const own = { component: name, ...quarter };
  return [
    {
      ...own,
      name: `${name}-storage`,
      summary: `A broker of ${name} has less than ${bounds.storageLeft} % of its disk left`,
      severity: "critical",
      watched: {
        query: `SELECT MAX(KafkaDataLogsDiskUsed) FROM "AWS/Kafka" WHERE "Cluster Name" = '${cluster}'`,
      },
      when: ">",
      threshold: 100 - bounds.storageLeft,
    },
    {
      ...own,
      name: `${name}-queue-age`,
      summary: `Messages of ${name} wait longer than ${bounds.queueAge} s for their reader`,
      severity: "warning",
      // Readers and topics are the applications' own.
      watched: {
        query: `SELECT MAX(EstimatedMaxTimeLag) FROM "AWS/Kafka" WHERE "Cluster Name" = '${cluster}'`,
      },
      when: ">",
      threshold: bounds.queueAge,
    },
    {
      ...own,
      name: `${name}-leaderless`,
      summary: `Partitions of ${name} have no leader`,
      severity: "critical",
      watched: {
        metric: metric("AWS/Kafka", "OfflinePartitionsCount", "Maximum", { "Cluster Name": cluster }),
      },
      when: ">",
      threshold: 0,
    },
  ];
}

/** MSK. */
export const kafka: AwsDriver<Kafka> = {
  run: (store) => ({ by: "broker", store }),
  refusals: (store) => [
    {
      path: "version",
      set: kafkaVersion(store) === undefined,
      message: `MSK has no Kafka ${store.version}; write "3.7" to "4.1", or Confluent's "7.7" to "8.1"`,
    },
  ],
  ports: () => [tlsPort],
  logs: true,
  costs: (store, { settings }) => {
    const { node } = settings.sizes.broker;
    const brokers = brokersOf(settings);
    const storage = brokerStorage(store, settings);
    return [
      {
        what: store.name,
        how: `${brokers} × ${node}, ${storage} GB each`,
        monthly:
          hourly(hourOf(node, settings.region) ?? 0, brokers) +
          brokers * storage * unitIn(settings.region)("brokerStorage"),
      },
    ];
  },
  size: (_, { settings }) => ({ name: settings.sizes.broker.node, path: "aws.sizes.broker.node" }),
  alarms,
  state: { type: "aws:msk/cluster:Cluster", key: "arn", ask: (client, id) => client.broker(id) },
};

/** MSK's own, which nobody else reaches. */
export const zookeeper: AwsDriver<ZooKeeper> = {
  refusals: (store, { system }) => [
    {
      path: "engine",
      set: !system.stores.some((other) => other.engine === "kafka" && other.zookeeper === store.name),
      message: "AWS runs ZooKeeper for its own Kafka alone; leave it out, or name it in external: { url: … }",
    },
    ...[...system.services, ...system.jobs].flatMap((workload) =>
      valuesOf(workload)
        .filter(({ value }) => refsOf(value).some((ref) => ref.ref === "store" && ref.name === store.name))
        .map(({ property }) => ({
          path: "engine",
          set: true,
          message: `${workload.name} names it in ${property}, but other components cannot reach MSK's ZooKeeper; name the broker instead`,
        })),
    ),
  ],
};
