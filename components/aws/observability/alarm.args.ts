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
  /** A machine of EC2. */
  machine: (node: string) => `{machine:${node}}`,
  fileSystem: (volume: string) => `{fileSystem:${volume}}`,
  certificate: "{certificate}",
} as const;

/** What the load balancer measures, of all requests or of one service's. */
function inFront(name: string, stat: string, service?: string): Metric {
  return metric("AWS/ApplicationELB", name, stat, {
    LoadBalancer: known.balancer,
    ...(service === undefined ? {} : { TargetGroup: known.targets(service) }),
  });
}

/**
 * Answers that are errors, as a share of all: the application's, and the load balancer's own, which belong to no service.
 *
 * @param service the only one whose requests count; @default all
 */
export function errorRate(
  threshold: number,
  service?: string,
): Pick<Alarm, "watched" | "when" | "threshold"> {
  const of = (name: string) => inFront(name, "Sum", service);
  const own = of("HTTPCode_Target_5XX_Count");
  const all = of("RequestCount");
  return {
    watched:
      service === undefined
        ? {
            expression: "(FILL(a, 0) + FILL(b, 0)) / c",
            metrics: { a: own, b: of("HTTPCode_ELB_5XX_Count"), c: all },
          }
        : { expression: "FILL(a, 0) / c", metrics: { a: own, c: all } },
    when: ">",
    threshold,
  };
}

/** Seconds of the slowest requests, as the load balancer measures them. */
export function latency(
  stat: string,
  threshold: number,
  service?: string,
): Pick<Alarm, "watched" | "when" | "threshold"> {
  return {
    watched: { metric: inFront("TargetResponseTime", stat, service) },
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

/** What the tasks of a service use, in percent of what they may. */
export function usage(
  what: "CPUUtilization" | "MemoryUtilization",
  threshold: number,
  service: string,
): Pick<Alarm, "watched" | "when" | "threshold"> {
  return {
    watched: {
      metric: metric("AWS/ECS", what, "Average", {
        ClusterName: known.cluster,
        ServiceName: known.service(service),
      }),
    },
    when: ">",
    threshold,
  };
}
