import { seconds, type Dashboard, type Panel, type Problem, type System } from "../../model";
import { known, type Metric } from "./alarm.args";
import { identifierOf } from "../stores/postgres.args";
import { problemsOf, type Refusal } from "../../shared/refusal";
import { logRetentions } from "../sizes";

/** What a graph draws: metrics, and arithmetic over those that have an id. */
export interface Line {
  readonly label: string;
  readonly metric: Metric;
  /** Name in expressions; a line with one is not drawn itself. */
  readonly id?: string;
}

export interface Drawn {
  readonly title: string;
  readonly metrics: readonly Line[];
  readonly expression?: { readonly label: string; readonly text: string };
  /** Unit beside the axis. */
  readonly unit?: string;
}

const units: Readonly<Record<NonNullable<Panel["unit"]>, string | undefined>> = {
  short: undefined,
  s: "seconds",
  reqps: "requests/s",
  percentunit: "share",
  bytes: "bytes",
};

const percentile = /^histogram_quantile\((0\.\d+), .*\)$/;
const errorShare = /^[^<>]*status_code=~"5\.\."[^<>]*\/[^<>]*$/;
const requestRate =
  /^sum(?: by \(\w+(?:, \w+)*\))? ?\(rate\(\w*requests_total(?:\{([^}<>]*)\})?\[\w+\]\)\)(?: or vector\(0\))?$/;
/** What a rate of requests is restricted to: nothing, or the statuses that begin with 4 or with 5. */
const statuses = /^status(?:_code)?=~"([45]|\.)\.\."$/;
const connections = /^sum\(pg_stat_database_numbackends(?:\{datname="([^"]+)"\})?\)$/;

function balancer(name: string, stat: string): Metric {
  return { namespace: "AWS/ApplicationELB", name, stat, dimensions: { LoadBalancer: known.balancer } };
}

/** What the load balancer measures; undefined where there is none, or where the panel asks for something else. */
function requestsOf({ expr }: Panel, system: System): Pick<Drawn, "metrics" | "expression"> | undefined {
  if (system.ingress === undefined) return undefined;
  const [, quantile] = percentile.exec(expr) ?? [];
  if (quantile !== undefined) {
    const stat = `p${Number((Number(quantile) * 100).toFixed(2))}`;
    return { metrics: [{ label: stat, metric: balancer("TargetResponseTime", stat) }] };
  }
  const failed: readonly Line[] = [
    { id: "a", label: "5xx of services", metric: balancer("HTTPCode_Target_5XX_Count", "Sum") },
    { id: "b", label: "5xx of the balancer", metric: balancer("HTTPCode_ELB_5XX_Count", "Sum") },
  ];
  if (errorShare.test(expr))
    return {
      metrics: [...failed, { id: "c", label: "all", metric: balancer("RequestCount", "Sum") }],
      expression: { label: "share", text: "(FILL(a, 0) + FILL(b, 0)) / c" },
    };
  const rate = requestRate.exec(expr);
  if (rate === null) return undefined;
  const status = rate[1] === undefined ? "." : (statuses.exec(rate[1])?.[1] ?? "");
  switch (status) {
    case ".":
      return {
        metrics: [{ id: "a", label: "all", metric: balancer("RequestCount", "Sum") }],
        expression: { label: "a second", text: "a / PERIOD(a)" },
      };
    case "4":
      return {
        metrics: [{ id: "a", label: "4xx", metric: balancer("HTTPCode_Target_4XX_Count", "Sum") }],
        expression: { label: "a second", text: "FILL(a, 0) / PERIOD(a)" },
      };
    case "5":
      return {
        metrics: failed,
        expression: { label: "a second", text: "(FILL(a, 0) + FILL(b, 0)) / PERIOD(a)" },
      };
    default:
      return undefined;
  }
}

function connectionsOf({ expr }: Panel, system: System, prefix: string): Pick<Drawn, "metrics"> | undefined {
  const match = connections.exec(expr);
  if (match === null) return undefined;
  const [, database] = match;
  const stores = system.stores.flatMap((store) =>
    store.engine === "postgres" &&
    store.external === undefined &&
    (database === undefined || store.databaseName === database)
      ? [store.name]
      : [],
  );
  if (stores.length === 0) return undefined;
  return {
    metrics: stores.map((name) => ({
      label: name,
      metric: {
        namespace: "AWS/RDS",
        name: "DatabaseConnections",
        stat: "Average",
        dimensions: { DBInstanceIdentifier: identifierOf(prefix, name) },
      },
    })),
  };
}

/**
 * The graph of CloudWatch that shows what a panel of Grafana shows: requests a second, the share of errors, percentiles
 * of the answer time, connections of databases. CloudWatch knows no endpoints: requests by endpoint are drawn as one line.
 *
 * @returns undefined where the expression reads what only the application itself measures
 */
function panelGraph(panel: Panel, system: System, prefix: string): Drawn | undefined {
  const found = requestsOf(panel, system) ?? connectionsOf(panel, system, prefix);
  const unit = units[panel.unit ?? "short"];
  return found === undefined
    ? undefined
    : { title: panel.title, ...found, ...(unit === undefined ? {} : { unit }) };
}

/** The system's own dashboards as graphs of the stack's one, each with its title before the panel's. */
export function ownGraphs(system: System, prefix: string): readonly Drawn[] {
  return (system.monitoring?.dashboards ?? []).flatMap(({ title, panels }) =>
    panels.flatMap((panel) => {
      const graph = panelGraph(panel, system, prefix);
      return graph === undefined ? [] : [{ ...graph, title: `${title}: ${graph.title}` }];
    }),
  );
}

function beyondPanels(system: System, { title, panels }: Dashboard): readonly Problem[] {
  return panels
    .filter((panel) => panelGraph(panel, system, system.name) === undefined)
    .map((panel) => ({
      path: `monitoring.dashboards.${title}.${panel.title}`,
      message: `"${panel.expr}" cannot be drawn by CloudWatch; allowed are requests, the share of errors, percentiles of the response time and connections of databases, not the application's own metrics: leave it out on AWS`,
    }));
}

/** CloudWatch keeps what it measured for 15 months, and nothing for longer. */
const metricDays = 455;
const logDays = Math.max(...logRetentions);

/** What monitoring asks for beside alerts that CloudWatch does not have; used by `unsupported.ts`. */
export function beyondMonitoring(system: System): readonly Problem[] {
  const {
    dashboards = [],
    hostMetrics,
    logs,
    metrics,
    publish,
    receivers = [],
    tracing,
  } = system.monitoring ?? {};
  const refusals: readonly Refusal[] = [
    {
      path: "monitoring.tracing",
      set: tracing !== undefined,
      message:
        "the AWS target runs no collector of traces; leave tracing out, and send them to a collector of your own by a variable of each service: OTEL_EXPORTER_OTLP_ENDPOINT",
    },
    {
      path: "monitoring.hostMetrics",
      set: hostMetrics === true,
      message: "tasks of Fargate have no host to measure; leave hostMetrics out, and use Container Insights",
    },
    {
      path: "monitoring.metrics.retention",
      set: metrics !== undefined && seconds(metrics.retention) > metricDays * 86_400,
      message: `is ${metrics?.retention}, and CloudWatch keeps metrics for ${metricDays}d; write that or less`,
    },
    {
      path: "monitoring.logs.retention",
      set: logs !== undefined && seconds(logs.retention) > logDays * 86_400,
      message: `is ${logs?.retention}, and the AWS target keeps logs for at most ${logDays}d; write that or less`,
    },
    {
      path: "monitoring.logs.engine",
      set: logs?.engine !== undefined,
      message: "CloudWatch keeps the logs; leave engine out",
    },
    ...receivers.map((receiver, index) => ({
      path: `monitoring.receivers[${index}].smtp`,
      set: receiver.type === "email" && receiver.smtp !== undefined,
      message: "SNS sends the mail; leave smtp out",
    })),
    {
      path: "monitoring.publish",
      set: publish !== undefined && Object.keys(publish).length > 0,
      message: "AWS has no host to publish user interfaces on; leave publish out, and use CloudWatch",
    },
  ];
  return [...problemsOf(refusals), ...dashboards.flatMap((dashboard) => beyondPanels(system, dashboard))];
}
