import { isServer, type System } from "../../model";
import { known, metric } from "./alarm.args";
import { ownGraphs, type Drawn as Graph } from "./panels.args";
import { driverOf } from "../stores";

function ingressGraphs({ ingress }: System): readonly Graph[] {
  if (ingress === undefined) return [];
  const of = (name: string, stat: string) =>
    metric("AWS/ApplicationELB", name, stat, { LoadBalancer: known.balancer });
  return [
    {
      title: "Requests",
      metrics: [
        { label: "all", metric: of("RequestCount", "Sum") },
        { label: "4xx", metric: of("HTTPCode_Target_4XX_Count", "Sum") },
        { label: "5xx", metric: of("HTTPCode_Target_5XX_Count", "Sum") },
      ],
    },
    {
      title: "Answer time (s)",
      metrics: ["p50", "p95", "p99"].map((stat) => ({
        label: stat,
        metric: of("TargetResponseTime", stat),
      })),
    },
  ];
}

function serviceGraphs({ services }: System): readonly Graph[] {
  if (services.length === 0) return [];
  const names = services.map(({ name }) => name).sort();
  const of = (namespace: string, what: string, name: string) =>
    metric(namespace, what, "Average", { ClusterName: known.cluster, ServiceName: known.service(name) });
  return [
    { title: "CPU (%)", what: "CPUUtilization", namespace: "AWS/ECS" },
    { title: "Memory (%)", what: "MemoryUtilization", namespace: "AWS/ECS" },
    { title: "Instances", what: "RunningTaskCount", namespace: "ECS/ContainerInsights" },
  ].map(({ title, what, namespace }) => ({
    title,
    metrics: names.map((name) => ({ label: name, metric: of(namespace, what, name) })),
  }));
}

function storeGraphs(system: System, prefix: string): readonly Graph[] {
  return system.stores.flatMap((store): readonly Graph[] => {
    if (!isServer(store) || store.external !== undefined) return [];
    return driverOf(store).graphs?.(store, prefix) ?? [];
  });
}

const width = 12;
const height = 6;

/** The body (JSON) of the system's dashboard; names are {@link known} until they are resolved. */
export function dashboardBody(
  system: System,
  place: { readonly prefix: string; readonly region: string },
): string {
  const graphs = [
    ...ingressGraphs(system),
    ...serviceGraphs(system),
    ...storeGraphs(system, place.prefix),
    ...ownGraphs(system, place.prefix),
  ];
  return JSON.stringify({
    widgets: graphs.map(({ title, metrics, expression, unit }, index) => ({
      type: "metric",
      x: (index % 2) * width,
      y: Math.floor(index / 2) * height,
      width,
      height,
      properties: {
        title,
        region: place.region,
        view: "timeSeries",
        period: 60,
        metrics: [
          ...(expression === undefined ? [] : [[{ expression: expression.text, label: expression.label }]]),
          ...metrics.map(({ id, label, metric: { namespace, name, dimensions, stat } }) => [
            namespace,
            name,
            ...Object.entries(dimensions).flat(),
            { label, stat, ...(id === undefined ? {} : { id, visible: false }) },
          ]),
        ],
        ...(unit === undefined ? {} : { yAxis: { left: { label: unit, showUnits: false } } }),
      },
    })),
  });
}
