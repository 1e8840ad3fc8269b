import { describe, expect, it } from "vitest";
import { clusterMonitoringRefusals } from "../../../../../components/kubernetes/observability/refusals";
import type { KubernetesSettings } from "../../../../../components/kubernetes/settings";
import {
  cpuUsage,
  diskFree,
  errorRate,
  latency,
  type Monitoring,
  type Signal,
} from "../../../../../components/model";
import { settings } from "../../../../support/kubernetes";
import { api, shop } from "../../../../support/valid";

const metrics = { interval: "15s", retention: "15d" } as const;
const refused = (
  monitoring: Monitoring,
  own: Partial<KubernetesSettings> = {},
  more = {},
): readonly string[] =>
  clusterMonitoringRefusals({ ...shop, ...more, monitoring }, { ...settings, ...own })
    .filter(({ set }) => set)
    .map(({ path }) => path);
const alert = (expr: Signal | string): Monitoring["alerts"] => [
  { name: "Odd", expr, for: "1m", severity: "info", summary: "odd" },
];

describe("a cluster refuses of monitoring", () => {
  it("nothing of what it does, and nothing at all where the cluster's own takes its place", () => {
    expect(
      refused({
        metrics,
        hostMetrics: true,
        alerts: alert("up == 0"),
        tracing: { retention: "1d" },
        logs: { retention: "7d" },
      }),
    ).toEqual([]);
    expect(refused({ alerts: alert("node_load1 > 8") }, { monitoring: "none" })).toEqual([]);
  });

  it("PromQL of metrics that nobody writes there", () => {
    const of = (expr: string) => refused({ metrics, alerts: alert(expr) });
    expect(of("node_load1 > 8")).toEqual(["monitoring.alerts.Odd.expr"]);
    expect(of("scheduled_job_last_exit_code != 0")).toEqual(["monitoring.alerts.Odd.expr"]);
    expect(of("time() - node_textfile_mtime_seconds > 600")).toEqual([]);
    expect(of("my_node_count < 3")).toEqual([]);
  });

  it("by an operator labels that its Prometheus has not, and no page that is the cluster's own", () => {
    const operated = { monitoring: "prometheus-operator" } as const;
    const of = (expr: string, own: Partial<KubernetesSettings> = operated) =>
      refused({ metrics, alerts: alert(expr) }, own);
    const busy = 'rate(container_cpu_usage_seconds_total{component="api"}[5m]) > 1';
    expect(of(busy)).toEqual(["monitoring.alerts.Odd.expr"]);
    expect(of(busy, {})).toEqual([]);
    expect(of('rate(container_cpu_usage_seconds_total{pod=~"api-.+"}[5m]) > 1')).toEqual([]);
    expect(of("node_load1 > 8")).toEqual(["monitoring.alerts.Odd.expr"]);
    const publish = { prometheus: { port: 9090 }, grafana: { port: 3000 }, jaeger: { port: 16686 } };
    expect(refused({ metrics, alerts: [], publish }, operated)).toEqual(["monitoring.publish.jaeger"]);
  });

  it("signals of what the kubelet alone knows, without hostMetrics", () => {
    for (const signal of [cpuUsage({ above: 0.7, over: "5m" }), diskFree({ below: 0.1 })]) {
      expect(refused({ metrics, alerts: alert(signal) })).toEqual(["monitoring.alerts.Odd.expr.type"]);
      expect(refused({ metrics, hostMetrics: true, alerts: alert(signal) })).toEqual([]);
    }
  });

  it("signals of requests that another's controller counts", () => {
    const ingress = { kind: "ingress-nginx", class: "nginx", namespace: "ingress-nginx" } as const;
    for (const signal of [
      errorRate({ above: 0.05, over: "5m" }),
      latency({ percentile: 95, above: "1s", over: "5m" }),
    ]) {
      expect(refused({ metrics, alerts: alert(signal) }, { ingress })).toEqual([
        "monitoring.alerts.Odd.expr.type",
      ]);
      expect(refused({ metrics, alerts: alert(signal) })).toEqual([]);
    }
  });

  it("a component that is called as another one's instances are", () => {
    const services = [
      { ...api, metrics: { path: "/metrics" } },
      { ...api, name: "api-instances" },
    ];
    expect(refused({ metrics, alerts: [] }, {}, { services })).toEqual(["services.api.metrics"]);
  });
});
