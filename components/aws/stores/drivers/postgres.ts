import type { Postgres } from "../../../model";
import type { Refusal } from "../../../shared/refusal";
import { databaseCpus, hourly, hourOf, unitIn, type CostLine } from "../../cost/prices";
import { metric, type Alarm, type Metric } from "../../observability/alarm.args";
import { bounds, quarter } from "../../observability/alarms.args";
import type { Drawn } from "../../observability/panels.args";
import type { AwsDriver, Place } from "../driver.args";
import type { DatabaseStore } from "../mariadb.args";
import {
  classOf,
  hasStandby,
  identifierOf,
  isPooled,
  majorOf,
  replicasOf,
  storageOf,
  unknownExtensions,
} from "../postgres.args";

function refusals(store: Postgres): readonly Refusal[] {
  const major = majorOf(store.version);
  const missing = unknownExtensions(store);
  return [
    {
      path: "version",
      set: major === undefined || major < 13 || major > 18,
      message: `RDS has no PostgreSQL ${store.version}; write a major version from "13" to "18", or with its minor one: "16.9"`,
    },
    {
      path: "version",
      set: (store.extensions?.includes("vector") ?? false) && /^15\.[01]$|^1[34](\.|$)/.test(store.version),
      message: `RDS has pgvector from PostgreSQL 15.2 on, not in ${store.version}; write version: "15" or newer`,
    },
    {
      path: "extensions",
      set: missing.length > 0,
      message: `RDS has no extension ${missing.join(", ")}; leave it out, or run the database elsewhere: external: { url: … }`,
    },
    {
      path: "operator",
      set: store.operator === "cloudnative-pg",
      message: "CloudNativePG runs on Kubernetes; leave operator out, RDS has standby and replicas itself",
    },
  ];
}

function costs(store: DatabaseStore, { settings }: Place): readonly CostLine[] {
  const { multiAz } = settings.sizes.database;
  const nodes = (multiAz || hasStandby(store) ? 2 : 1) + replicasOf(store, settings);
  const size = classOf(store, settings);
  const storage = storageOf(store, settings);
  const unit = unitIn(settings.region);
  const cpus = databaseCpus(size);
  return [
    {
      what: store.name,
      how: `${nodes} × ${size}, ${storage} GB gp3 each`,
      monthly: hourly(hourOf(size, settings.region) ?? 0, nodes) + nodes * storage * unit("databaseStorage"),
    },
    ...(isPooled(store, settings)
      ? [
          {
            what: `${store.name} (pooler)`,
            how: `RDS Proxy, ${cpus} vCPU`,
            monthly: hourly(unit("poolerHour"), cpus),
          },
        ]
      : []),
  ];
}

/** What a server of PostgreSQL allows where the system says nothing: RDS counts it from its memory; 100 is safe for all. */
const leastConnections = 100;

function alarms(store: DatabaseStore, { prefix, settings }: Place): readonly Alarm[] {
  const { name } = store;
  const of = (what: string, stat: string, role = ""): { readonly metric: Metric } => ({
    metric: metric("AWS/RDS", what, stat, { DBInstanceIdentifier: identifierOf(prefix, name, role) }),
  });
  const connections = Number(store.parameters?.max_connections ?? leastConnections);
  const own = { component: name, ...quarter };
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
      component: name,
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

function graphs(store: DatabaseStore, prefix: string): readonly Drawn[] {
  const dimensions = { DBInstanceIdentifier: identifierOf(prefix, store.name) };
  return [
    {
      title: `${store.name}: CPU (%) and connections`,
      metrics: ["CPUUtilization", "DatabaseConnections"].map((name) => ({
        label: name,
        metric: metric("AWS/RDS", name, "Average", dimensions),
      })),
    },
    {
      title: `${store.name}: free disk (bytes)`,
      metrics: [{ label: "free", metric: metric("AWS/RDS", "FreeStorageSpace", "Minimum", dimensions) }],
    },
  ];
}

/** What RDS does for all of its engines. */
export function databaseOnRds<S extends DatabaseStore>(port: number): Omit<AwsDriver<S>, "refusals"> {
  return {
    run: (store) => ({ by: "database", store }),
    ports: () => [port],
    secrets: "credentials",
    costs,
    size: (store, { settings }) => {
      const own = settings.stores[store.name]?.class !== undefined;
      return {
        name: classOf(store, settings),
        path: own ? `aws.stores.${store.name}.class` : "aws.sizes.database.class",
      };
    },
    alarms,
    graphs,
    state: {
      type: "aws:rds/instance:Instance",
      key: "identifier",
      ask: (client, id) => client.database(id),
    },
  };
}

/** RDS for PostgreSQL. */
export const postgres: AwsDriver<Postgres> = { ...databaseOnRds<Postgres>(5432), refusals };
