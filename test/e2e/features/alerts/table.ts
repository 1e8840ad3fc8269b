import { rabbitmq, type Alert, type Environment, type System } from "../../../../components/model";
import { defaultAlerts } from "../../../../components/render/prometheus/defaults";
import { objectives } from "../../../../components/render/prometheus/objectives";
import { exprOf } from "../../../../components/render/prometheus/rules";
import { systems } from "../../../../stacks/systems";

const production: Environment = {
  ...{ name: "production", domain: "example.com", repository: "ghcr.io/team/app", tag: "1" },
  ...{ replicas: 2, ports: {}, monitored: true, bucket: { name: "copies" } },
  tls: { mode: "lets-encrypt", email: "operations@example.com" },
};

/** Whose alert it is, and the alert as it stands there. */
export interface Row {
  readonly of: string;
  readonly alert: Alert;
}

/** What every system has is here once, as the system that has most of it has it. */
const everywhere = "every system";

const described = Object.entries(systems).map(([name, describe]) => [name, describe(production)] as const);

/** What none of the systems has, and what is watched of it. */
const broker = rabbitmq("broker", { version: "4.3", user: "alerts" });

/** Every alert of every system in production, and what a system with a RabbitMQ is watched for. */
export const rows: readonly Row[] = (() => {
  const own = described.flatMap(([of, { monitoring }]) =>
    (monitoring?.alerts ?? []).map((alert): Row => ({ of, alert })),
  );
  const standard = new Map(
    described
      .filter(([, { monitoring }]) => monitoring !== undefined)
      // All that they are watched for, whatever alerts of their own say of it already.
      .map(([, system]) => ({
        ...system,
        stores: [...system.stores, broker],
        monitoring: { ...system.monitoring, alerts: [], hostMetrics: true },
        jobs: system.jobs.map((job) => ({ ...job, run: { schedule: "0 2 * * *" } })),
      }))
      .flatMap((system) => defaultAlerts(system).map((alert) => [alert.name, alert] as const)),
  );
  return [...[...standard.values()].map((alert): Row => ({ of: everywhere, alert })), ...own];
})();

/** By which an alert is known here, where several systems have one of the name. */
export const keyOf = ({ of, alert }: Row): string => (of === everywhere ? alert.name : `${alert.name}-${of}`);

/**
 * An alert with short clocks, of the small system: what is down is its instance or its database, and it is told at once.
 *
 * @param small the system that runs
 */
export function quick(row: Row, small: System): Alert {
  const { alert } = row;
  const { expr } = alert;
  const down = typeof expr !== "string" && expr.type === "down" && expr.of !== undefined;
  // What is written of an ingress is written of this one's.
  const objective = objectives(small).find(({ name }) => name === alert.name);
  const here: Alert = down
    ? { ...alert, expr: { ...expr, of: [causeOf(row) === causes.store ? "db" : "api"] } }
    : (objective ?? alert);
  return {
    ...here,
    name: keyOf(row),
    for: "0s",
    // Of the system that runs, over seconds instead of minutes.
    expr: exprOf(here, small).replace(/\[(?:5m|1m)\]/g, "[10s]"),
  };
}

/** Causes that are had on an engine; of the others the test tells Prometheus the metric that an exporter would. */
const causes: Readonly<Record<string, string>> = {
  instance: "an instance was stopped",
  store: "the database was stopped",
  errors: "requests were answered with 500",
  slow: "answers took 2.5 s",
};

const byName: Readonly<Record<string, keyof typeof causes>> = {
  ...{ InstanceDown: "instance", AppDown: "instance", ServiceDown: "instance", MLServiceDown: "instance" },
  ...{ StoreDown: "store", DatabaseDown: "store", RedisDown: "store" },
  ...{ RequestsFail: "errors", ErrorBudgetBurnsFast: "errors", ErrorBudgetBurns: "errors" },
  ...{ AnswersAreSlow: "slow", SlowRequests: "slow", HighLatency: "slow" },
};

/** Why an alert fires in the test. */
export function causeOf({ alert }: Row): string {
  const { name, expr } = alert;
  if (typeof expr !== "string" && expr.type === "error-rate") return causes.errors ?? "";
  const key = byName[name];
  return (key === undefined ? undefined : causes[key]) ?? "the metric was told";
}

/** What exporters would say where all is as bad as can be; `@rise` grows by twenty each second. */
export const bad = (backups: readonly string[]): string => `
backup_last_result{backup="nightly"} 0
backup_age_seconds{backup="nightly"} 999999
backup_expected_age_seconds{backup="nightly"} 86400
backup_early_count{backup="nightly"} 1
backup_offsite_last_result{backup="nightly"} 0
wal_archive_failing{backup="nightly"} 1
rabbitmq_alarms_memory_used_watermark 1
restore_drill_success{backup="nightly"} 0
${backups
  .flatMap((name) => [
    `restore_drill_timestamp_seconds{backup="${name}"} 1`,
    `node_textfile_mtime_seconds{file="/var/lib/metrics/${name}.prom"} 1`,
  ])
  .join("\n")}
certificate_expiry_timestamp_seconds{host="example.com"} ${Math.floor(Date.now() / 1000) + 86_400}
certificate_renewal_success 0
scheduled_job_last_exit_code{name="vacuum"} 1
node_filesystem_avail_bytes{device="/dev/full",fstype="ext4"} 1
node_filesystem_size_bytes{device="/dev/full",fstype="ext4"} 100
container_cpu_usage_seconds_total{system="alerts",component="api",name="api"} @rise
container_spec_cpu_quota{system="alerts",component="api",name="api"} 100000
container_spec_cpu_period{system="alerts",component="api",name="api"} 100000
container_memory_working_set_bytes{system="alerts",component="api",name="api"} 95
container_spec_memory_limit_bytes{system="alerts",component="api",name="api"} 100
pg_stat_database_numbackends 95
pg_settings_max_connections 100
http_requests_total{handler="/login",status="401"} @rise
http_requests_total{handler="/",status="500"} @rise
credits_remaining 5
`;

/** The backups that rules name. */
export const saved: readonly string[] = described.flatMap(([, { backups }]) =>
  backups.map(({ name }) => name),
);
