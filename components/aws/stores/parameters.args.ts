/** In which unit RDS takes a parameter that PostgreSQL itself takes with a unit, in bytes or milliseconds. */
const units: Readonly<Record<string, number>> = {
  shared_buffers: 8192,
  effective_cache_size: 8192,
  wal_buffers: 8192,
  temp_buffers: 8192,
  work_mem: 1024,
  maintenance_work_mem: 1024,
  autovacuum_work_mem: 1024,
  logical_decoding_work_mem: 1024,
  temp_file_limit: 1024,
  max_wal_size: 2 ** 20,
  min_wal_size: 2 ** 20,
  wal_keep_size: 2 ** 20,
  statement_timeout: 1,
  lock_timeout: 1,
  idle_in_transaction_session_timeout: 1,
  idle_session_timeout: 1,
  log_min_duration_statement: 1,
  deadlock_timeout: 1,
  autovacuum_vacuum_cost_delay: 1,
  bgwriter_delay: 1,
  autovacuum_naptime: 1_000,
  checkpoint_timeout: 1_000,
  tcp_keepalives_idle: 1_000,
  tcp_keepalives_interval: 1_000,
};

const suffixes: Readonly<Record<string, number>> = {
  B: 1,
  kB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
  us: 0.001,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Parameters that take effect at the server's next start. */
const atStart: ReadonlySet<string> = new Set([
  "shared_buffers",
  "wal_buffers",
  "max_connections",
  "max_worker_processes",
  "max_wal_senders",
  "max_replication_slots",
  "max_locks_per_transaction",
  "max_prepared_transactions",
  "autovacuum_max_workers",
  "autovacuum_freeze_max_age",
  "huge_pages",
  "shared_preload_libraries",
  "track_activity_query_size",
  "track_commit_timestamp",
  "pg_stat_statements.max",
  "cron.database_name",
  "rds.logical_replication",
]);

/** Extensions whose own parameters RDS has in its parameter groups. */
const groupPrefixes: ReadonlySet<string> = new Set([
  "rds",
  "pgaudit",
  "pg_stat_statements",
  "auto_explain",
  "cron",
  "pg_hint_plan",
  "plpgsql",
]);

/** One parameter of an RDS parameter group. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly applyMethod: "immediate" | "pending-reboot";
}

/** A group of server parameters for one major version. */
export interface Parameters {
  /** `postgres16`, `mariadb10.11`. */
  readonly family: string;
  readonly parameters: readonly Parameter[];
}

/** Whether a parameter stands in RDS's parameter groups; others are set on the database itself. */
export function isInGroup(name: string): boolean {
  const [prefix, rest] = name.split(".");
  return rest === undefined || groupPrefixes.has(prefix ?? "");
}

/**
 * A value as RDS takes it: PostgreSQL's `256MB` of `shared_buffers` is `32768` blocks there.
 *
 * @throws RangeError when a value with a unit cannot be read
 */
export function valueForRds(name: string, value: string): string {
  const unit = units[name];
  if (unit === undefined) return value;
  const [, amount, suffix] = /^\s*(-?\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(value) ?? [];
  // Without a unit it is in the parameter's own already.
  if (amount !== undefined && suffix === "") return String(Number(amount));
  const factor = suffixes[suffix ?? ""];
  if (amount === undefined || factor === undefined)
    throw new RangeError(`${name} "${value}" cannot be read; write for example "256MB" or "5min"`);
  return String(Math.round((Number(amount) * factor) / unit));
}

/** The parameters of a group, sorted: what the system asks for, and under it what a production server has in any case. */
export function parametersOf(
  asked: Readonly<Record<string, string>>,
  preloaded: readonly string[],
): readonly Parameter[] {
  const all: Readonly<Record<string, string>> = {
    // Whoever connects without TLS is refused.
    "rds.force_ssl": "1",
    log_connections: "1",
    log_disconnections: "1",
    log_lock_waits: "1",
    // Statements that take longer are logged.
    log_min_duration_statement: "1s",
    ...(preloaded.length === 0 ? {} : { shared_preload_libraries: preloaded.join(",") }),
    ...asked,
  };
  return Object.entries(all)
    .filter(([name]) => isInGroup(name))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => ({
      name,
      value: valueForRds(name, value),
      applyMethod: atStart.has(name) ? "pending-reboot" : "immediate",
    }));
}
