import type { Panel, System } from "../../model";
import { known, type Metric } from "./alarm.args";
import { identifierOf } from "../stores/postgres.args";

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

const groups = String.raw`by \(\w+(?:, \w+)*\)`;
const matchers = String.raw`(?:\{[^}<>]*\})?`;
/** What containers use, as cAdvisor counts it on the other targets, and Container Insights here. */
const containers = [
  {
    asked: new RegExp(
      String.raw`^sum ${groups} \(rate\(container_cpu_usage_seconds_total${matchers}\[\w+\]\)\)$`,
    ),
    name: "CpuUtilized",
    unit: "CPU units, 1024 for one",
  },
  {
    asked: new RegExp(String.raw`^sum ${groups} \(container_memory_working_set_bytes${matchers}\)$`),
    name: "MemoryUtilized",
    unit: "MB",
  },
] as const;

function containersOf(
  { expr }: Panel,
  { services }: System,
): (Pick<Drawn, "metrics"> & { readonly unit: string }) | undefined {
  const found = containers.find(({ asked }) => asked.test(expr));
  if (found === undefined || services.length === 0) return undefined;
  return {
    unit: found.unit,
    metrics: services.map(({ name }) => ({
      label: name,
      metric: {
        namespace: "ECS/ContainerInsights",
        name: found.name,
        stat: "Average",
        dimensions: { ClusterName: known.cluster, ServiceName: known.service(name) },
      },
    })),
  };
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
  const found =
    requestsOf(panel, system) ?? connectionsOf(panel, system, prefix) ?? containersOf(panel, system);
  const unit = units[panel.unit ?? "short"];
  return found === undefined
    ? undefined
    : { title: panel.title, ...(unit === undefined ? {} : { unit }), ...found };
}

/** Whether CloudWatch shows what a panel shows. */
export function isDrawn(panel: Panel, system: System): boolean {
  return panelGraph(panel, system, system.name) !== undefined;
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
