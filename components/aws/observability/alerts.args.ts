import { seconds, type Alert, type Problem, type System } from "../../model";
import { errorRate, latency, missingInstances, systemAlarms, type Alarm } from "./alarms.args";
import type { AwsSettings } from "../settings";
import { storeAlarms } from "./store-alarms.args";

/** CloudWatch's own shortest measurement, in seconds. */
const shortest = 60;

function lasting({ for: duration }: Alert): Pick<Alarm, "period" | "of"> {
  const periods = Math.max(1, Math.ceil(seconds(duration) / shortest));
  return { period: shortest, of: { periods, beyond: periods } };
}

/** `HighErrorRate` as `alert-high-error-rate`. */
function nameOf({ name }: Alert): string {
  return `alert-${name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-").toLowerCase()}`;
}

const up = /^(?:up|pg_up|redis_up)(?:\{service="([^"]+)"\})? == 0$/;
const share = /status_code=~"5\.\."[^>]*\/[^>]*> (\d+(?:\.\d+)?)$/;
const percentile = /^histogram_quantile\((0\.\d+), .*\) > (\d+(?:\.\d+)?)$/;

/**
 * The alarm of CloudWatch that says what an alert of Prometheus says: components that are down, the share of errors, the
 * percentile of the answer time.
 *
 * @returns undefined where the expression reads what only the application itself measures
 */
export function alarmOf(alert: Alert, system: System): Alarm | undefined {
  const common = {
    name: nameOf(alert),
    component: system.ingress?.name ?? system.name,
    summary: alert.summary,
    ...(alert.description === undefined ? {} : { description: alert.description }),
    severity: alert.severity === "critical" ? ("critical" as const) : ("warning" as const),
    ...lasting(alert),
  };
  const [, rate] = share.exec(alert.expr) ?? [];
  if (rate !== undefined && system.ingress !== undefined) return { ...common, ...errorRate(Number(rate)) };
  const [, quantile, limit] = percentile.exec(alert.expr) ?? [];
  if (quantile !== undefined && limit !== undefined && system.ingress !== undefined)
    return { ...common, ...latency(`p${Number((Number(quantile) * 100).toFixed(2))}`, Number(limit)) };
  const [, component] = up.exec(alert.expr) ?? [];
  if (component !== undefined && system.services.some(({ name }) => name === component))
    return { ...common, component, ...missingInstances(component) };
  return undefined;
}

/** Whether an alert asks for what every database and cache is watched for in any case. */
function isStanding({ expr }: Alert, system: System): boolean {
  const stores = system.stores.map(({ name }) => name);
  return expr.split(" or ").every((one) => {
    const [, plain] = up.exec(one.trim()) ?? [];
    const [, list] = /^up\{service=~"([^"]+)"\} == 0$/.exec(one.trim()) ?? [];
    if (/^pg_up == 0$/.test(one.trim())) return true;
    const named = plain === undefined ? (list?.split("|") ?? []) : [plain];
    return named.length > 0 && named.every((name) => stores.includes(name));
  });
}

/** All alarms of a system, each name once; what its own alerts say takes precedence over what every system has. */
export function alarmsOf(
  system: System,
  place: { readonly prefix: string; readonly settings: AwsSettings },
): readonly Alarm[] {
  const own = (system.monitoring?.alerts ?? []).flatMap((alert) => alarmOf(alert, system) ?? []);
  const standing = [...systemAlarms(system, place.prefix), ...storeAlarms(system, place)];
  return [...standing, ...own].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Alerts that CloudWatch cannot know, and production without anybody who is told; used by `unsupported.ts`. */
export function beyondAlarms(system: System, settings: AwsSettings): readonly Problem[] {
  const strange = (system.monitoring?.alerts ?? []).filter(
    (alert) => alarmOf(alert, system) === undefined && !isStanding(alert, system),
  );
  const told =
    settings.alerts.emails.length +
    settings.alerts.webhooks.length +
    (system.monitoring?.receivers?.length ?? 0);
  return [
    ...strange.map(({ name, expr }) => ({
      path: `monitoring.alerts.${name}`,
      message: `"${expr}" cannot be an alarm of CloudWatch; allowed are whether a component is up, the share of errors and percentiles of the response time, not the application's own metrics: leave it out on AWS`,
    })),
    ...(system.environment === "production" && told === 0
      ? [
          {
            path: "aws.alerts",
            message:
              "no one would be notified of an alarm; set trireme:aws.alerts.emails, or add receivers to the system's monitoring",
          },
        ]
      : []),
  ];
}
