import { isServer, type Kafka, type Postgres, type Redis, type System, type Volume } from "../../model";
import { bounds, known, type Alarm, type Metric } from "./alarms.args";
import { identifierOf, replicasOf, storageOf } from "../stores/postgres.args";
import { nodesOf } from "../stores/redis.args";
import type { AwsSettings } from "../settings";

const quarter = { period: 300, of: { periods: 3, beyond: 3 } } as const;

/** What a server of PostgreSQL allows where the system says nothing: RDS counts it from its memory; 100 is safe for all. */
const leastConnections = 100;

interface Place {
  readonly prefix: string;
  readonly settings: AwsSettings;
}

function databaseAlarms(store: Postgres, { prefix, settings }: Place): readonly Alarm[] {
  const { name } = store;
  const of = (what: string, stat: string, role = ""): { readonly metric: Metric } => ({
    metric: {
      namespace: "AWS/RDS",
      name: what,
      stat,
      dimensions: { DBInstanceIdentifier: identifierOf(prefix, name, role) },
    },
  });
  const connections = Number(store.parameters?.max_connections ?? leastConnections);
  const own = { part: name, ...quarter };
  return [
    {
      ...own,
      name: `${name}-cpu`,
      summary: `Database ${name} uses more than ${bounds.cpu} % of its CPU`,
      severity: "warning",
      watched: of("CPUUtilization", "Average"),
      when: ">",
      threshold: bounds.cpu,
    },
    {
      ...own,
      name: `${name}-storage`,
      summary: `Database ${name} has less than ${bounds.storageLeft} % of its disk left`,
      severity: "critical",
      watched: of("FreeStorageSpace", "Minimum"),
      when: "<",
      threshold: Math.floor((storageOf(store, settings) * 2 ** 30 * bounds.storageLeft) / 100),
    },
    {
      ...own,
      name: `${name}-connections`,
      summary: `Database ${name} has more than ${bounds.connections} % of its connections in use`,
      severity: "warning",
      watched: of("DatabaseConnections", "Maximum"),
      when: ">",
      threshold: Math.floor((connections * bounds.connections) / 100),
    },
    {
      ...own,
      name: `${name}-memory`,
      summary: `Database ${name} has less than 128 MiB of memory left`,
      severity: "warning",
      watched: of("FreeableMemory", "Minimum"),
      when: "<",
      threshold: 128 * 2 ** 20,
    },
    {
      name: `${name}-down`,
      part: name,
      summary: `Database ${name} does not report`,
      severity: "critical",
      // A server that is down measures nothing.
      watched: of("CPUUtilization", "SampleCount"),
      when: "<",
      threshold: 1,
      period: 60,
      of: { periods: 5, beyond: 5 },
      missing: "breaching",
    },
    ...Array.from({ length: replicasOf(store, settings) }, (_, index): Alarm => ({
      ...own,
      name: `${name}-read-${index + 1}-lag`,
      summary: `Read replica ${index + 1} of ${name} lies more than ${bounds.replicaLag} s behind`,
      severity: "warning",
      watched: of("ReplicaLag", "Maximum", `read-${index + 1}`),
      when: ">",
      threshold: bounds.replicaLag,
    })),
  ];
}

function cacheAlarms(store: Redis, { settings }: Place): readonly Alarm[] {
  const { name } = store;
  const nodes = nodesOf(store, settings);
  return Array.from({ length: nodes }, (_, index) => `00${index + 1}`).flatMap((node): readonly Alarm[] => {
    const of = (what: string): { readonly metric: Metric } => ({
      metric: {
        namespace: "AWS/ElastiCache",
        name: what,
        stat: "Average",
        dimensions: { CacheClusterId: `${known.cache(name)}-${node}` },
      },
    });
    const own = { part: name, ...quarter, when: ">" as const, severity: "warning" as const };
    return [
      {
        ...own,
        name: `${name}-${node}-cpu`,
        summary: `Cache ${name} uses more than ${bounds.cpu} % of its engine's CPU`,
        watched: of("EngineCPUUtilization"),
        threshold: bounds.cpu,
      },
      {
        ...own,
        name: `${name}-${node}-memory`,
        summary: `Cache ${name} uses more than ${bounds.memory} % of its memory`,
        severity: store.eviction === undefined || store.eviction === "noeviction" ? "critical" : "warning",
        watched: of("DatabaseMemoryUsagePercentage"),
        threshold: bounds.memory,
      },
    ];
  });
}

function brokerAlarms({ name }: Kafka): readonly Alarm[] {
  const cluster = known.broker(name);
  const own = { part: name, ...quarter };
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
        metric: {
          namespace: "AWS/Kafka",
          name: "OfflinePartitionsCount",
          stat: "Maximum",
          dimensions: { "Cluster Name": cluster },
        },
      },
      when: ">",
      threshold: 0,
    },
  ];
}

function volumeAlarms({ name }: Volume): readonly Alarm[] {
  return [
    {
      part: name,
      ...quarter,
      name: `${name}-throughput`,
      summary: `Volume ${name} is near the most that it can read and write`,
      severity: "warning",
      watched: {
        metric: {
          namespace: "AWS/EFS",
          name: "PercentIOLimit",
          stat: "Maximum",
          dimensions: { FileSystemId: known.fileSystem(name) },
        },
      },
      when: ">",
      threshold: 95,
    },
  ];
}

/** The alarms of all stores that services of AWS run. */
export function storeAlarms(system: System, place: Place): readonly Alarm[] {
  return system.stores.flatMap((store): readonly Alarm[] => {
    if (isServer(store) && store.external !== undefined) return [];
    switch (store.engine) {
      case "postgres":
        return databaseAlarms(store, place);
      case "redis":
        return cacheAlarms(store, place);
      case "kafka":
        return brokerAlarms(store);
      case "volume":
        return volumeAlarms(store);
      // S3 has no bound that could be reached; the others are watched as tasks, or are part of another.
      case "minio":
      case "zookeeper":
      case "qdrant":
      case "consul":
        return [];
      default:
        return store satisfies never;
    }
  });
}
