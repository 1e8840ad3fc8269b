import { warningDays, type Backup, type System } from "../../model";
import { errorRate, known, latency, metric, missingInstances, usage, type Alarm } from "./alarm.args";
import { backupNamespace } from "../backup/saving.args";
import { expectedAge } from "../backup/drill.args";
import { isExported } from "../stores/redis.args";

/** Five minutes in a row. */
const fiveMinutes = { period: 60, of: { periods: 5, beyond: 5 } } as const;
/** Ten of fifteen minutes: a peak alone wakes nobody. */
const mostOfQuarter = { period: 60, of: { periods: 15, beyond: 10 } } as const;

/** A quarter of an hour in a row. */
export const quarter = { period: 300, of: { periods: 3, beyond: 3 } } as const;

/** Bounds of the references' alert lists. */
export const bounds = {
  /** Share of the requests that fail. */
  errorRate: 0.05,
  /** Seconds within which nineteen of twenty requests are answered. */
  latency: 2,
  /** Percent. */
  cpu: 80,
  memory: 85,
  connections: 80,
  /** Percent of the disk that is left. */
  storageLeft: 15,
  /** Seconds that a replica lies behind. */
  replicaLag: 60,
  /** Seconds that a message waits for its reader. */
  queueAge: 300,
} as const;

function ingressAlarms({ ingress }: System): readonly Alarm[] {
  if (ingress === undefined) return [];
  const component = ingress.name;
  const services = [
    ...new Set(ingress.routes.flatMap(({ to }) => ("service" in to ? [to.service] : []))),
  ].sort();
  const { tls } = ingress;
  return [
    {
      name: `${component}-errors`,
      component,
      summary: "More than one request in twenty fails",
      severity: "critical",
      ...errorRate(bounds.errorRate),
      ...fiveMinutes,
    },
    {
      name: `${component}-latency`,
      component,
      summary: `One request in twenty takes longer than ${bounds.latency} s`,
      severity: "warning",
      ...latency("p95", bounds.latency),
      ...fiveMinutes,
    },
    ...services.map((service): Alarm => ({
      name: `${service}-unhealthy`,
      component: service,
      summary: `An instance of ${service} does not answer its health check`,
      severity: "critical",
      watched: {
        metric: metric("AWS/ApplicationELB", "UnHealthyHostCount", "Maximum", {
          LoadBalancer: known.balancer,
          TargetGroup: known.targets(service),
        }),
      },
      when: ">",
      threshold: 0,
      ...fiveMinutes,
    })),
    ...(tls === undefined
      ? []
      : [
          {
            name: `${component}-certificate`,
            component,
            summary: "The certificate ends soon and was not renewed",
            severity: "critical" as const,
            watched: {
              metric: metric("AWS/CertificateManager", "DaysToExpiry", "Minimum", {
                CertificateArn: known.certificate,
              }),
            },
            when: "<" as const,
            threshold: warningDays(tls.mode),
            period: 86_400,
            of: { periods: 1, beyond: 1 },
          },
        ]),
  ];
}

function serviceAlarms(system: System): readonly Alarm[] {
  return system.services.flatMap(({ name }): readonly Alarm[] => {
    const of = (what: "CPUUtilization" | "MemoryUtilization", threshold: number): Alarm => ({
      name: `${name}-${what === "CPUUtilization" ? "cpu" : "memory"}`,
      component: name,
      summary: `${name} uses more than ${threshold} % of its ${what === "CPUUtilization" ? "CPU" : "memory"}`,
      severity: "warning",
      ...usage(what, threshold, name),
      ...mostOfQuarter,
    });
    return [
      of("CPUUtilization", bounds.cpu),
      of("MemoryUtilization", bounds.memory),
      {
        name: `${name}-missing`,
        component: name,
        summary: `Instances of ${name} do not start`,
        severity: "critical",
        ...missingInstances(name),
        ...mostOfQuarter,
      },
    ];
  });
}

/** Seconds of a day: an alarm looks back a week at most. */
const hour = 3600;
const longest = 7 * 24;

function backupAlarms(prefix: string, backup: Backup, engine: string): readonly Alarm[] {
  const component = backup.name;
  const of = (name: string, stat: string) =>
    metric(backupNamespace, name, stat, { System: prefix, Backup: backup.name });
  const hours = Math.ceil(expectedAge(backup) / hour) + 1;
  return [
    // ElastiCache saves by itself; the drill looks at the age of what it saved. No alarm looks back further than a week.
    ...((engine === "redis" && !isExported(backup)) || hours > longest
      ? []
      : [
          {
            name: `${component}-age`,
            component,
            summary: `There is no new backup ${component} for ${hours} hours`,
            severity: "critical" as const,
            watched: { metric: of("BackupSucceeded", "Sum") },
            when: "<" as const,
            threshold: 1,
            period: hour,
            of: { periods: hours, beyond: hours },
            missing: "breaching" as const,
          },
        ]),
    ...(backup.drill === undefined
      ? []
      : [
          {
            name: `${component}-drill`,
            component,
            summary: `The newest backup ${component} could not be restored`,
            severity: "critical" as const,
            watched: { metric: of("DrillFailed", "Maximum") },
            when: ">" as const,
            threshold: 0,
            period: 300,
            of: { periods: 1, beyond: 1 },
            // It stays until a drill succeeds.
            missing: "ignore" as const,
          },
        ]),
  ];
}

/** The alarms of ingress, services and backups; those of stores are in `store-alarms.args.ts`. */
export function systemAlarms(system: System, prefix: string): readonly Alarm[] {
  return [
    ...ingressAlarms(system),
    ...serviceAlarms(system),
    ...system.backups.flatMap((backup) => {
      const store = system.stores.find(({ name }) => name === backup.store);
      return store === undefined ? [] : backupAlarms(prefix, backup, store.engine);
    }),
  ];
}
