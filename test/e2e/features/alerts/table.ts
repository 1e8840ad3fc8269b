import { rabbitmq, type Alert, type Environment, type System } from "../../../../components/model";
import { defaultAlerts } from "../../../../components/render/prometheus/defaults";
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

/** Which part of the small system stands for what other systems name; the rest are its instances. */
const standIns: Readonly<Record<string, string>> = {
  ...{ db: "db", postgres: "db", "directus-postgres": "db" },
  redis: "cache",
};

/**
 * An alert with short clocks, of the small system: it is told at once, and looks at seconds instead of minutes. What every system is
 * watched for is what the small one itself is watched for.
 *
 * @param small the system that runs
 */
export function quick(row: Row, small: System): Alert {
  const { of, alert } = row;
  const own = of === everywhere ? defaultAlerts(small).find(({ name }) => name === alert.name) : undefined;
  const here = own ?? standing(alert);
  const expr = exprOf(here, small);
  // Containers are measured every half a minute.
  const window = expr.includes("container_cpu_usage") ? "[2m]" : "[10s]";
  return { ...here, name: keyOf(row), for: "0s", expr: expr.replace(/\[(?:5m|1m)\]/g, window) };
}

function standing(alert: Alert): Alert {
  const { expr } = alert;
  if (typeof expr === "string" || expr.type !== "down" || expr.of === undefined) return alert;
  const of = [...new Set(expr.of.map((name) => standIns[name] ?? "api"))];
  return { ...alert, expr: { ...expr, of } };
}
