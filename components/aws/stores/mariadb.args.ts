import type { Mariadb, Postgres } from "../../model";
import type { Parameters } from "./parameters.args";

/** A database that RDS runs. */
export type DatabaseStore = Postgres | Mariadb;

/** The long-term series of MariaDB that RDS has (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html). */
export const mariadbSeries = ["10.6", "10.11", "11.4", "11.8"] as const;

/** `10.11` of `10.11` and `10.11.8`; undefined where RDS has none. */
export function seriesOf(version: string): string | undefined {
  const [, series] = /^(\d+\.\d+)(?:\.\d+)?$/.exec(version) ?? [];
  return mariadbSeries.find((one) => one === series);
}

const suffixes: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** A value as RDS takes it: MariaDB's `1G` is `1073741824` there, `ON` is `1`. */
export function mariadbValue(value: string): string {
  const [, amount, suffix = ""] = /^(\d+)([KMGT])$/i.exec(value) ?? [];
  if (amount !== undefined) return String(Number(amount) * (suffixes[suffix.toUpperCase()] ?? 1));
  return { ON: "1", OFF: "0" }[value.toUpperCase()] ?? value;
}

/** Parameters that take effect at the server's next start (MariaDB: not dynamic). */
const atStart: ReadonlySet<string> = new Set([
  "innodb_buffer_pool_instances",
  "innodb_log_file_size",
  "lower_case_table_names",
  "performance_schema",
  "skip_name_resolve",
  "thread_handling",
]);

/** The parameters of a MariaDB: what the system asks for, and under it what a production server has in any case. */
export function mariadbParameters(store: Mariadb): Parameters {
  const all: Readonly<Record<string, string>> = {
    character_set_server: "utf8mb4",
    // Whoever connects without TLS is refused.
    require_secure_transport: "ON",
    log_output: "FILE",
    slow_query_log: "ON",
    // Seconds.
    long_query_time: "1",
    ...store.parameters,
  };
  return {
    family: `mariadb${seriesOf(store.version) ?? store.version}`,
    parameters: Object.entries(all)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => ({
        name,
        value: mariadbValue(value),
        applyMethod: atStart.has(name) ? "pending-reboot" : "immediate",
      })),
  };
}
