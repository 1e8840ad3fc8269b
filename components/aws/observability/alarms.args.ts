import { warningDays, type Backup, type System } from "../../model";
import { backupNamespace } from "../backup/saving.args";
import { expectedAge } from "../backup/drill.args";

/** How much it takes to wake someone. */
export type Severity = "critical" | "warning";

/** One value of CloudWatch over time. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `Maximum`, `Minimum` or a percentile such as `p95`. */
  readonly stat: string;
}

export function metric(
  namespace: string,
  name: string,
  stat: string,
  dimensions: Metric["dimensions"],
): Metric {
  return { namespace, name, stat, dimensions };
}

/** What an alarm looks at: one metric, or arithmetic over several by their letters. */
export type Watched =
  | { readonly metric: Metric }
  | { readonly expression: string; readonly metrics: Readonly<Record<string, Metric>> }
  /** A query of Metrics Insights, for dimensions that nobody knows beforehand. */
  | { readonly query: string };

/** One alarm; names in dimensions are {@link Known} until they are resolved. */
export interface Alarm {
  /** Within the stack: `db-storage`. */
  readonly name: string;
  readonly component: string;
  readonly summary: string;
  /** What to look at then. */
  readonly description?: string;
  readonly severity: Severity;
  readonly watched: Watched;
  readonly when: ">" | "<" | ">=" | "<=";
  readonly threshold: number;
  /** Seconds of one measurement: 60 or a multiple of it. */
  readonly period: number;
  /** Measurements that are looked at, and how many of them must be beyond. */
  readonly of: { readonly periods: number; readonly beyond: number };
  /** What no measurement means. @default "notBreaching" */
  readonly missing?: "breaching" | "notBreaching" | "ignore";
}

/**
 * What AWS calls a thing is known when it is made. A dimension holds one of these, and the component that makes the alarms
 * puts the name in its place.
 */
export const known = {
  cluster: "{cluster}",
  balancer: "{balancer}",
  targets: (service: string) => `{targets:${service}}`,
  service: (name: string) => `{service:${name}}`,
  cache: (store: string) => `{cache:${store}}`,
  broker: (store: string) => `{broker:${store}}`,
  fileSystem: (volume: string) => `{fileSystem:${volume}}`,
  certificate: "{certificate}",
} as const;

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

/** Answers of the application and of the load balancer itself that are errors, as a share of all. */
export function errorRate(threshold: number): Pick<Alarm, "watched" | "when" | "threshold"> {
  const of = (name: string) => metric("AWS/ApplicationELB", name, "Sum", { LoadBalancer: known.balancer });
  return {
    watched: {
      expression: "(FILL(a, 0) + FILL(b, 0)) / c",
      metrics: {
        a: of("HTTPCode_Target_5XX_Count"),
        b: of("HTTPCode_ELB_5XX_Count"),
        c: of("RequestCount"),
      },
    },
    when: ">",
    threshold,
  };
}

/** Seconds of the slowest requests, as the load balancer measures them. */
export function latency(stat: string, threshold: number): Pick<Alarm, "watched" | "when" | "threshold"> {
  return {
    watched: {
      metric: metric("AWS/ApplicationELB", "TargetResponseTime", stat, { LoadBalancer: known.balancer }),
    },
    when: ">",
    threshold,
  };
}

/** Instances of a service that should run and do not. */
export function missingInstances(service: string): Pick<Alarm, "watched" | "when" | "threshold"> {
  const of = (name: string) =>
    metric("ECS/ContainerInsights", name, "Minimum", {
      ClusterName: known.cluster,
      ServiceName: known.service(service),
    });
  return {
    watched: {
      expression: "a - b",
      metrics: { a: of("DesiredTaskCount"), b: of("RunningTaskCount") },
    },
    when: ">",
    threshold: 0,
  };
}

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
    const of = (what: string, threshold: number): Alarm => ({
      name: `${name}-${what === "CPUUtilization" ? "cpu" : "memory"}`,
      component: name,
      summary: `${name} uses more than ${threshold} % of its ${what === "CPUUtilization" ? "CPU" : "memory"}`,
      severity: "warning",
      watched: {
        metric: metric("AWS/ECS", what, "Average", {
          ClusterName: known.cluster,
          ServiceName: known.service(name),
        }),
      },
      when: ">",
      threshold,
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
    ...(engine === "redis" || hours > longest
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
