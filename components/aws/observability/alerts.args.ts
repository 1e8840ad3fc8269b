import { isDuration, seconds, type Alert, type Problem, type Signal, type System } from "../../model";
import { errorRate, latency, missingInstances, usage, type Alarm } from "./alarm.args";
import { systemAlarms } from "./alarms.args";
import { behindFront } from "../ingress/fronted.args";
import type { AwsSettings } from "../settings";
import { storeAlarms } from "./store-alarms.args";

/** CloudWatch's own shortest measurement, in seconds. */
const shortest = 60;
/** Seconds that an alarm looks back at most. */
const longest = 86_400;

/** How long CloudWatch measures at once, and how often in a row it must be beyond. */
function lasting({ for: duration }: Alert, signal: Signal): Pick<Alarm, "period" | "of"> {
  const period = "over" in signal ? seconds(signal.over) : shortest;
  const periods = Math.max(1, Math.ceil(seconds(duration) / period));
  return { period, of: { periods, beyond: periods } };
}

/** `HighErrorRate` as `alert-high-error-rate`. */
function nameOf({ name }: Alert): string {
  return `alert-${name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-").toLowerCase()}`;
}

const percent = (share: number): number => Number((100 * share).toFixed(4));

type What = Pick<Alarm, "watched" | "when" | "threshold">;

/** What a signal is in CloudWatch, by the service that it is of, or `""`; undefined where CloudWatch has nothing like it. */
function measured(signal: Signal, system: System): Readonly<Record<string, What>> | undefined {
  const each = (of: readonly string[] | undefined, what: (service: string) => What) => {
    const services = system.services.map(({ name }) => name);
    const wanted = of?.filter((name) => services.includes(name)) ?? services;
    return Object.fromEntries(wanted.map((name) => [name, what(name)]));
  };
  switch (signal.type) {
    case "error-rate":
      return { [signal.service ?? ""]: errorRate(signal.above, signal.service) };
    case "latency":
      return {
        [signal.service ?? ""]: latency(`p${signal.percentile}`, seconds(signal.above), signal.service),
      };
    case "down":
      // Stores, and whatever may be down, are watched in any case.
      return signal.of === undefined ? {} : each(signal.of, missingInstances);
    case "cpu":
      return each(signal.of, (service) => usage("CPUUtilization", percent(signal.above), service));
    case "memory":
      return each(signal.of, (service) => usage("MemoryUtilization", percent(signal.above), service));
    case "disk":
      return undefined;
  }
}

/**
 * The alarms of CloudWatch that say what an alert says by a signal: one, or one for each of its services where it names several.
 *
 * @returns none where every system is watched for it in any case; undefined where CloudWatch has nothing like it
 */
export function alarmsOfAlert(alert: Alert, system: System): readonly Alarm[] | undefined {
  const { expr: signal, description, severity, summary } = alert;
  if (typeof signal === "string") return undefined;
  const found = measured(signal, system);
  if (found === undefined) return undefined;
  const several = Object.keys(found).length > 1;
  return Object.entries(found).map(([service, what]) => ({
    name: several ? `${nameOf(alert)}-${service}` : nameOf(alert),
    component: service === "" ? (system.ingress?.name ?? system.name) : service,
    summary,
    ...(description === undefined ? {} : { description }),
    severity: severity === "critical" ? "critical" : "warning",
    ...lasting(alert, signal),
    ...what,
  }));
}

/** A time that CloudWatch cannot measure over. */
function strangeWindows({ name, expr, for: duration }: Alert): readonly Problem[] {
  if (typeof expr === "string" || !("over" in expr) || !isDuration(expr.over)) return [];
  const over = seconds(expr.over);
  const path = `monitoring.alerts.${name}`;
  return [
    ...(over % shortest === 0
      ? []
      : [
          {
            path: `${path}.expr.over`,
            message: `is "${expr.over}", and CloudWatch measures over whole minutes; write for example "5m"`,
          },
        ]),
    ...(Math.max(over, isDuration(duration) ? seconds(duration) : 0) > longest
      ? [{ path, message: `looks back further than CloudWatch does; write a day ("1d") or less` }]
      : []),
  ];
}

/** All alarms of a system, each name once; what its own alerts say takes precedence over what every system has. */
export function alarmsOf(
  system: System,
  place: { readonly prefix: string; readonly settings: AwsSettings },
): readonly Alarm[] {
  const own = (system.monitoring?.alerts ?? []).flatMap((alert) => alarmsOfAlert(alert, system) ?? []);
  const standing = [...systemAlarms(system, place.prefix), ...storeAlarms(system, place)];
  return [...standing, ...own].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What nobody measures of a service behind our nginx, which is the one that the load balancer knows. */
function unmeasured({ name, expr }: Alert, system: System): readonly Problem[] {
  if (typeof expr === "string" || !("service" in expr) || expr.service === undefined) return [];
  if (!behindFront(system, expr.service)) return [];
  return [
    {
      path: `monitoring.alerts.${name}.expr.service`,
      message: `the load balancer measures all requests to nginx together, and none of "${expr.service}" alone; leave service out, or set trireme:aws.ingress.kind to balancer or cloudfront`,
    },
  ];
}

/** Alerts that CloudWatch cannot know, and production without anybody who is told; used by `unsupported.ts`. */
export function beyondAlarms(system: System, settings: AwsSettings): readonly Problem[] {
  const alerts = system.monitoring?.alerts ?? [];
  const strange = alerts.filter((alert) => alarmsOfAlert(alert, system) === undefined);
  const told =
    settings.alerts.emails.length +
    settings.alerts.webhooks.length +
    (system.monitoring?.receivers?.length ?? 0);
  return [
    ...alerts.flatMap(strangeWindows),
    ...alerts.flatMap((alert) => unmeasured(alert, system)),
    ...strange.map(({ name, expr }) => ({
      path: `monitoring.alerts.${name}`,
      message: `${typeof expr === "string" ? `"${expr}"` : `the signal "${expr.type}"`} cannot be an alarm of CloudWatch, which does not know the application's own metrics; allowed are the signals down, error-rate, latency, cpu and memory: write for example errorRate({ above: 0.05, over: "5m" }), or leave it out on AWS`,
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
