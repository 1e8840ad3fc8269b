import { refsOf, valuesOf, type Monitoring, type Problem, type System } from "../../components/model";
import type { Settings } from "./schema";

type Change = NonNullable<Settings["monitoring"]>;
type Part = NonNullable<Change["without"]>[number];
type Published = NonNullable<Monitoring["publish"]>;

/** The user interfaces of each part. */
const pages: Readonly<Record<Part, readonly (keyof Published)[]>> = {
  metrics: ["prometheus", "alertmanager", "grafana"],
  logs: ["loki", "victoria-logs"],
  traces: ["jaeger"],
  dashboards: ["grafana"],
  alerts: ["alertmanager"],
};

/** A user interface stays at its port where another engine shows the same. */
function published(publish: Published, engine: "loki" | "victoria-logs"): Published {
  const { loki, "victoria-logs": victoria, ...rest } = publish;
  const logs = loki ?? victoria;
  return logs === undefined ? rest : { ...rest, [engine]: logs };
}

/** The parts that are left out, with those that come of them alone: Prometheus is what alerts and dashboards ask. */
function leftOut(without: readonly Part[]): ReadonlySet<Part> {
  return new Set(
    without.includes("metrics") ? [...without, "alerts" as const, "dashboards" as const] : without,
  );
}

function changed(monitoring: Monitoring, change: Change): Monitoring {
  const { interval, metrics: kept, logs: logsKept, traces: tracesKept, logsEngine, without = [] } = change;
  const left = leftOut(without);
  const { metrics, logs, tracing, dashboards, receivers, hostMetrics, publish, ...rest } = monitoring;
  const engine = logsEngine ?? logs?.engine;
  const shown = publish === undefined ? [] : Object.entries(published(publish, engine ?? "loki"));
  const hidden = new Set<string>([...left].flatMap((part) => pages[part]));
  const visible = Object.fromEntries(shown.filter(([name]) => !hidden.has(name)));
  return {
    ...rest,
    ...(metrics === undefined || left.has("metrics")
      ? {}
      : {
          metrics: { interval: interval ?? metrics.interval, retention: kept ?? metrics.retention },
          ...(hostMetrics === undefined ? {} : { hostMetrics }),
        }),
    ...(left.has("alerts") ? { alerts: [] } : receivers === undefined ? {} : { receivers }),
    ...(dashboards === undefined || left.has("dashboards") ? {} : { dashboards }),
    ...(logs === undefined || left.has("logs")
      ? {}
      : {
          logs: {
            ...logs,
            retention: logsKept ?? logs.retention,
            ...(engine === undefined ? {} : { engine }),
          },
        }),
    ...(tracing === undefined || left.has("traces")
      ? {}
      : { tracing: { ...tracing, retention: tracesKept ?? tracing.retention } }),
    ...(Object.keys(visible).length === 0 ? {} : { publish: visible }),
  };
}

/** The secrets that receivers of alerts ask for. */
function secretsOf({ receivers = [] }: Pick<Monitoring, "receivers">): readonly string[] {
  return receivers.flatMap((receiver) =>
    receiver.type === "slack"
      ? [receiver.webhook.name]
      : receiver.type === "pagerduty"
        ? [receiver.serviceKey.name]
        : (receiver.smtp?.password?.name ?? []),
  );
}

/** The system without the secrets that its receivers alone asked for. */
function untold({ monitoring: before, ...system }: System, monitoring: Monitoring | undefined): System {
  const told = new Set(secretsOf(before ?? {}));
  const used = new Set([
    ...secretsOf(monitoring ?? {}),
    ...[...system.services, ...system.jobs].flatMap((workload) =>
      valuesOf(workload).flatMap(({ value }) => refsOf(value).map(({ name }) => name)),
    ),
  ]);
  return {
    ...system,
    ...(monitoring === undefined ? {} : { monitoring }),
    secrets: system.secrets.filter(({ name }) => !told.has(name) || used.has(name)),
  };
}

/** A system that is measured as its stack wants it. */
export function withMonitoring(system: System, change: Settings["monitoring"]): System {
  const { monitoring } = system;
  if (change === undefined || monitoring === undefined) return system;
  return untold(system, change.enabled === false ? undefined : changed(monitoring, change));
}

/** What a part is called in the model; dashboards and alerts come of metrics. */
const asked: Readonly<Record<Exclude<keyof Change, "enabled" | "without">, "metrics" | "logs" | "tracing">> =
  {
    interval: "metrics",
    metrics: "metrics",
    logs: "logs",
    logsEngine: "logs",
    traces: "tracing",
  };

function has(monitoring: Monitoring, part: Part): boolean {
  const { dashboards = [], alerts, receivers = [], publish } = monitoring;
  switch (part) {
    case "metrics":
    case "logs":
      return monitoring[part] !== undefined;
    case "traces":
      return monitoring.tracing !== undefined;
    case "dashboards":
      return (
        dashboards.length > 0 ||
        publish?.grafana !== undefined ||
        (monitoring.logs !== undefined && (monitoring.logs.engine ?? "loki") === "loki")
      );
    case "alerts":
      return alerts.length > 0 || receivers.length > 0 || publish?.alertmanager !== undefined;
    default:
      return part satisfies never;
  }
}

/** Settings of monitoring that nothing would act on, told of the system as its author wrote it. */
export function checkMonitoring(system: System, change: Settings["monitoring"]): readonly Problem[] {
  if (change === undefined) return [];
  const { monitoring, name, environment } = system;
  const at = (key: string) => `settings.monitoring.${key}`;
  const idle = (key: string, what: string): Problem => ({
    path: at(key),
    message: `system "${name}" ${what} in ${environment}; remove it: pulumi config rm --path '${at(key)}'`,
  });
  const keys = Object.entries(change).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (monitoring === undefined) return keys.map((key) => idle(key, "has no monitoring"));
  const others = keys.filter((key) => key !== "enabled");
  if (change.enabled === false)
    return others.map((key) => idle(key, "has no monitoring, for enabled is false"));
  const { without = [] } = change;
  const left = leftOut(without);
  const engine = change.logsEngine ?? monitoring.logs?.engine ?? "loki";
  return [
    ...Object.entries(asked).flatMap(([key, part]): Problem[] => {
      if (!keys.includes(key)) return [];
      const what = part === "tracing" ? "traces" : part;
      if (left.has(what)) return [idle(key, `collects no ${what}, for without has ${what},`)];
      return monitoring[part] === undefined ? [idle(key, `collects no ${what}`)] : [];
    }),
    ...without.flatMap((part, index) =>
      has(monitoring, part) ? [] : [idle(`without[${index}]`, `has no ${part} to be left out`)],
    ),
    ...(left.has("dashboards") && !left.has("logs") && monitoring.logs !== undefined && engine === "loki"
      ? [
          {
            path: at("without"),
            message: `leaves no page that would show the logs, for Loki has none; let VictoriaLogs keep them, which has one: pulumi config set --path ${at("logsEngine")} victoria-logs; or leave out logs, too`,
          },
        ]
      : []),
  ];
}
