import type { InstanceArgs } from "@pulumi/aws/rds";
import {
  bytes,
  job,
  seconds,
  type Backup,
  type Job,
  type Postgres,
  type System,
  type Value,
} from "../../model";
import { fixedName } from "../naming.args";
import { mariadbParameters, type DatabaseStore } from "./mariadb.args";
import { isInGroup, parametersOf, type Parameters } from "./parameters.args";
import type { AwsSettings } from "../settings";
import { windowsOf } from "../workload/windows.args";

/** Extensions of RDS for PostgreSQL that work only when the server loads them at its start. */
const preloaded: ReadonlySet<string> = new Set([
  "pg_stat_statements",
  "pgaudit",
  "pg_cron",
  "pg_hint_plan",
  "pglogical",
]);

/** Parameters without which an extension cannot be created. */
function neededBy({ extensions = [], databaseName }: Postgres): Readonly<Record<string, string>> {
  return {
    ...(extensions.includes("pg_cron") ? { "cron.database_name": databaseName } : {}),
    ...(extensions.includes("pglogical") ? { "rds.logical_replication": "1" } : {}),
  };
}

/** The extensions that RDS for PostgreSQL 15 and newer knows, of those that systems ask for. */
const known: ReadonlySet<string> = new Set([
  ...preloaded,
  ...["vector", "postgis", "pg_trgm", "pgcrypto", "uuid-ossp", "citext", "hstore", "ltree", "unaccent"],
  ...["btree_gin", "btree_gist", "tablefunc", "fuzzystrmatch", "intarray", "cube", "earthdistance"],
  ...["pg_partman", "pg_repack", "postgres_fdw", "dblink", "pg_buffercache", "pgstattuple", "pg_similarity"],
  ...["rum", "hypopg", "pg_prewarm", "pgrowlocks", "bloom", "isn", "lo", "plv8", "pg_bigm"],
]);

/** Seconds within which RDS has its log saved, and so the least that a point in time can lose. */
export const leastRecoveryPoint = 300;

/** `15` of `15`, `15.4` and `15-alpine`; undefined where it is not a version. */
export function majorOf(version: string): number | undefined {
  const [, major] = /^(\d+)/.exec(version) ?? [];
  return major === undefined ? undefined : Number(major);
}

/** The libraries that the server loads at its start, sorted. */
function preloadedBy({ extensions = [] }: Pick<Postgres, "extensions">): readonly string[] {
  return [...new Set(["pg_stat_statements", ...extensions.filter((name) => preloaded.has(name))])].sort();
}

/** The extensions that RDS does not have. */
export function unknownExtensions({ extensions = [] }: Pick<Postgres, "extensions">): readonly string[] {
  return extensions.filter((name) => !known.has(name));
}

/** The parameters of a store's server. */
export function parameterGroup(store: DatabaseStore): Parameters {
  if (store.engine === "mariadb") return mariadbParameters(store);
  return {
    family: `postgres${majorOf(store.version) ?? store.version}`,
    parameters: parametersOf({ ...neededBy(store), ...store.parameters }, preloadedBy(store)),
  };
}

/** GiB of a store's disk: what the stack says, else the system, else the environment; RDS has 20 at least for gp3. */
export function storageOf(store: DatabaseStore, settings: AwsSettings): number {
  const size = settings.stores[store.name]?.size ?? store.size;
  return Math.max(
    20,
    size === undefined ? settings.sizes.database.storage : Math.ceil(bytes(size) / 2 ** 30),
  );
}

/** Days for which any moment of a database can be restored: the environment's, or as long as its backups are kept, up to 35. */
export function retentionOf(store: DatabaseStore, backups: readonly Backup[], settings: AwsSettings): number {
  const kept = backups
    .filter((backup) => backup.store === store.name)
    .flatMap(({ keep }) => ("age" in keep ? [Math.ceil(seconds(keep.age) / 86_400)] : []));
  // Dumps are kept for as long as the backup says; a promise of any moment for longer is refused.
  return Math.min(35, Math.max(settings.sizes.database.retentionDays, ...kept));
}

/** Whether connections go through a pooler. */
export function isPooled(store: DatabaseStore, settings: AwsSettings): store is Postgres {
  if (store.engine !== "postgres") return false;
  return settings.stores[store.name]?.pooler ?? store.pooler ?? false;
}

/** How many read replicas a store has. */
export function replicasOf(store: DatabaseStore, settings: AwsSettings): number {
  if (store.engine !== "postgres") return 0;
  return settings.stores[store.name]?.readReplicas ?? store.readReplicas ?? 0;
}

/** The class of a store's instances. */
export function classOf(store: DatabaseStore, settings: AwsSettings): string {
  return settings.stores[store.name]?.class ?? settings.sizes.database.class;
}

/** The identifier by which AWS, its log groups and its metrics name a store's instance. */
export function identifierOf(prefix: string, store: string, role = ""): string {
  return fixedName("database", prefix, store, ...(role === "" ? [] : [role]));
}

type Plain = Omit<InstanceArgs, "instanceClass"> & { readonly instanceClass: string };

/** The logs that RDS sends to CloudWatch. */
export function logKinds({ engine }: DatabaseStore): readonly string[] {
  return engine === "postgres" ? ["postgresql", "upgrade"] : ["error", "slowquery"];
}

/** Whether RDS has Performance Insights for an engine on a class: MariaDB's need more memory (AWS: supported DB engines). */
function isInsightful({ engine }: DatabaseStore, size: string): boolean {
  return engine === "postgres" || !/^db\.t\dg?\.(?:micro|small)$/.test(size);
}

/** What instance and replicas of a store have alike. */
function common(store: DatabaseStore, settings: AwsSettings, protect: boolean): Plain {
  const instanceClass = classOf(store, settings);
  return {
    instanceClass,
    storageType: "gp3",
    storageEncrypted: true,
    publiclyAccessible: false,
    // Minor versions come by themselves in the maintenance window; a major one is a change of `version`.
    autoMinorVersionUpgrade: true,
    ...(isInsightful(store, instanceClass)
      ? // What is free of charge.
        { performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 7 }
      : {}),
    monitoringInterval: 60,
    enabledCloudwatchLogsExports: [...logKinds(store)],
    copyTagsToSnapshot: true,
    deletionProtection: protect,
    caCertIdentifier: "rds-ca-rsa2048-g1",
    // The preview shows what changes; waiting for the window would show the same change again and again.
    applyImmediately: true,
  };
}

/** Whether the system itself asks for a standby. */
export function hasStandby(store: DatabaseStore): boolean {
  return store.engine === "postgres" && store.standby === true;
}

/** What the plain arguments of a store's instance are; what other resources give is added where it is made. */
export function instanceShape(
  prefix: string,
  store: DatabaseStore,
  given: { readonly backups: readonly Backup[]; readonly settings: AwsSettings; readonly protect: boolean },
): Plain & { readonly identifier: string } {
  const { backups, settings, protect } = given;
  const identifier = identifierOf(prefix, store.name);
  const { backup, maintenance } = windowsOf(
    backups.find((candidate) => candidate.store === store.name)?.schedule,
  );
  const storage = storageOf(store, settings);
  return {
    ...common(store, settings, protect),
    identifier,
    engine: store.engine,
    engineVersion: store.version,
    allowMajorVersionUpgrade: false,
    dbName: store.databaseName,
    username: store.owner,
    port: store.engine === "postgres" ? 5432 : 3306,
    allocatedStorage: storage,
    // It grows by itself rather than stop.
    maxAllocatedStorage: 5 * storage,
    multiAz: hasStandby(store) ? true : settings.sizes.database.multiAz,
    backupRetentionPeriod: retentionOf(store, backups, settings),
    backupWindow: backup,
    maintenanceWindow: maintenance,
    deleteAutomatedBackups: !protect,
    skipFinalSnapshot: !protect,
    ...(protect ? { finalSnapshotIdentifier: `${identifier}-final` } : {}),
  };
}

/** The plain arguments of the read replica with this number, counted from 1. */
export function replicaShape(
  prefix: string,
  store: Postgres,
  given: { readonly settings: AwsSettings; readonly protect: boolean; readonly number: number },
): Plain & { readonly identifier: string } {
  const { settings, protect, number } = given;
  const { maintenance } = windowsOf();
  return {
    ...common(store, settings, protect),
    identifier: identifierOf(prefix, store.name, `read-${number}`),
    maintenanceWindow: maintenance,
    maxAllocatedStorage: 5 * storageOf(store, settings),
    // Its data is its source's: nothing of its own is lost.
    deletionProtection: false,
    skipFinalSnapshot: true,
  };
}

/** Percent of the server's connections that the pooler may hold. */
export function poolPercent({ connectionLimit, parameters }: Postgres): number {
  const most = Number(parameters?.max_connections ?? Number.NaN);
  // The rest is for migrations, dumps and people.
  if (connectionLimit === undefined || Number.isNaN(most)) return 80;
  return Math.max(1, Math.min(100, Math.floor((100 * connectionLimit) / most)));
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * What RDS has no parameter for is said in SQL: the extensions, their parameters on the database, the bound of connections on the
 * owner.
 */
export function settingStatements(store: Postgres): readonly string[] {
  const own = Object.entries(store.parameters ?? {})
    .filter(([name]) => !isInGroup(name))
    .sort(([a], [b]) => a.localeCompare(b));
  return [
    ...[...(store.extensions ?? [])]
      .sort()
      .map((name) => `create extension if not exists ${identifier(name)} cascade`),
    ...own.map(([name, value]) => {
      const words = name.split(".").map(identifier).join(".");
      return `alter database ${identifier(store.databaseName)} set ${words} to ${literal(value)}`;
    }),
    ...(store.connectionLimit === undefined
      ? []
      : [`alter role ${identifier(store.owner)} connection limit ${store.connectionLimit}`]),
  ];
}

/** The client of a server's own version. */
export function clientImage(store: Pick<Postgres, "version">): string {
  return `postgres:${majorOf(store.version) ?? store.version}-alpine`;
}

/** By what libpq's own variables reach a store. */
function connectionOf(store: Postgres): Readonly<Record<string, Value>> {
  return {
    PGHOST: store.host,
    PGPORT: store.port,
    PGUSER: { ref: "store", name: store.name, attribute: "user" },
    PGPASSWORD: store.password,
    PGDATABASE: { ref: "store", name: store.name, attribute: "database" },
    PGSSLMODE: "require",
  };
}

/** What the job is called that brings a store's settings into force, where it has one. */
export function settingsJobOf(store: string): string {
  return `${store}-settings`;
}

/** The job of a release that brings those statements into force; undefined where there are none. */
export function settingsJob(store: Postgres): Job | undefined {
  const statements = settingStatements(store);
  if (store.external !== undefined || statements.length === 0) return undefined;
  return job(settingsJobOf(store.name), {
    image: { name: `${store.name}-client`, reference: clientImage(store) },
    command: ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", ...statements.flatMap((text) => ["-c", text])],
    env: connectionOf(store),
    // The image's own user of Postgres.
    user: "70:70",
    run: "release",
    timeout: "5m",
    resources: { cpu: { request: 0.25, limit: 0.25 }, memory: { request: "512Mi", limit: "512Mi" } },
  });
}

/** The system with the jobs that AWS needs in addition. */
export function withSettingsJobs(system: System): System {
  const jobs = system.stores.flatMap((store) =>
    store.engine === "postgres" ? [settingsJob(store) ?? []].flat() : [],
  );
  return jobs.length === 0 ? system : { ...system, jobs: [...jobs, ...system.jobs] };
}
