import { isDuration, seconds, type Alert, type Problem, type Signal, type System } from "../../model";
import { errorRate, latency, missingInstances, usage, type Alarm } from "./alarm.args";
import { systemAlarms } from "./alarms.args";
import { isCountedByNginx, rulesOf } from "./asked.args";
import { bounds } from "./alarms.args";
import type { AwsSettings } from "../settings";
import type { Place } from "../stores/driver.args";
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
      // Of stores, not of services.
      return undefined;
  }
}

/** The alarms of stores' disks, which stand in any case, with another threshold. */
function diskAlarms(alert: Alert, below: number, system: System, place: Place): readonly Alarm[] {
  return storeAlarms(system, place)
    .filter(({ name }) => /-(?:storage|disk)$/.test(name))
    .map((standing): Alarm => {
      // Bytes that are left, or percent that are used.
      const threshold =
        standing.when === "<"
          ? Math.floor((standing.threshold * 100 * below) / bounds.storageLeft)
          : 100 - percent(below);
      const { summary, description = standing.description } = alert;
      return {
        ...standing,
        ...told(alert),
        name: `${nameOf(alert)}-${standing.name}`,
        summary,
        ...(description === undefined ? {} : { description }),
        threshold,
      };
    });
}

/** How much it takes to wake someone, and how long it lasts until then. */
function told({ severity }: Alert): Pick<Alarm, "severity"> {
  return { severity: severity === "critical" ? "critical" : "warning" };
}

/**
 * The alarms of CloudWatch that say what an alert says by a signal: one, or one for each of its services where it names several.
 *
 * @returns none where every system is watched for it in any case; undefined where CloudWatch has nothing like it
 */
export function alarmsOfAlert(alert: Alert, system: System, place: Place): readonly Alarm[] | undefined {
  const { expr: signal, description, summary } = alert;
  // Rules of Prometheus.
  if (typeof signal === "string" || isCountedByNginx(alert, system)) return [];
  if (signal.type === "disk") {
    const disks = diskAlarms(alert, signal.below, system, place);
    return disks.length === 0 ? undefined : disks;
  }
  const found = measured(signal, system);
  if (found === undefined) return undefined;
  const several = Object.keys(found).length > 1;
  return Object.entries(found).map(([service, what]) => ({
    name: several ? `${nameOf(alert)}-${service}` : nameOf(alert),
    component: service === "" ? (system.ingress?.name ?? system.name) : service,
    summary,
    ...(description === undefined ? {} : { description }),
    ...told(alert),
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
export function alarmsOf(system: System, place: Place): readonly Alarm[] {
  const own = (system.monitoring?.alerts ?? []).flatMap((alert) => alarmsOfAlert(alert, system, place) ?? []);
  const standing = [...systemAlarms(system, place.prefix), ...storeAlarms(system, place)];
  return [...standing, ...own].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Alerts that CloudWatch cannot know, and production without anybody who is told; used by `unsupported.ts`. */
export function beyondAlarms(system: System, settings: AwsSettings): readonly Problem[] {
  const alerts = system.monitoring?.alerts ?? [];
  const place = { prefix: system.name, settings };
  const strange = alerts.filter((alert) => alarmsOfAlert(alert, system, place) === undefined);
  const told =
    settings.alerts.emails.length +
    settings.alerts.webhooks.length +
    (system.monitoring?.receivers?.length ?? 0);
  return [
    ...alerts.filter((alert) => !rulesOf(system).includes(alert)).flatMap(strangeWindows),
    ...strange.map(({ name }) => ({
      path: `monitoring.alerts.${name}`,
      message:
        "no store of the system has a disk that AWS measures: volumes and buckets grow with what is in them; leave the signal diskFree out on AWS",
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
