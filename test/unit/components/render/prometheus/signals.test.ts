import { describe, expect, it } from "vitest";
import {
  cpuUsage,
  diskFree,
  down,
  errorRate,
  latency,
  memoryUsage,
  type IngressEngine,
  type Signal,
  type System,
} from "../../../../../components/model";
import { signalExpr } from "../../../../../components/render/prometheus/signals";
import { proxy, shop } from "../../../../support/valid";

const behind = (engine: IngressEngine): System => ({ ...shop, ingress: { ...proxy, engine } });

describe("a signal as PromQL", () => {
  it.each<[Signal, string]>([
    [
      errorRate({ above: 0.05, over: "5m" }),
      'sum(rate(proxy_requests_total{job="proxy",status=~"5.."}[5m])) / sum(rate(proxy_requests_total{job="proxy"}[5m])) > 0.05',
    ],
    [
      errorRate({ service: "api", above: 0.001, over: "1h" }),
      'sum by (service) (rate(proxy_requests_total{job="proxy",service="api",status=~"5.."}[1h])) / sum by (service) (rate(proxy_requests_total{job="proxy",service="api"}[1h])) > 0.001',
    ],
    [
      latency({ percentile: 99.9, above: "0.5s", over: "90s" }),
      'histogram_quantile(0.999, sum by (le) (rate(proxy_request_duration_seconds_bucket{job="proxy"}[90s]))) > 0.5',
    ],
    [down(), "up == 0 or kafka_brokers == 0 or mysql_up == 0 or pg_up == 0 or redis_up == 0"],
    [down({ of: ["api"] }), 'up{service="api"} == 0'],
    [down({ of: ["db"] }), 'up{service="db"} == 0 or pg_up{service="db"} == 0'],
    [
      down({ of: ["db", "cache", "api"] }),
      'up{service=~"api|cache|db"} == 0 or pg_up{service=~"api|cache|db"} == 0 or redis_up{service=~"api|cache|db"} == 0',
    ],
    [
      cpuUsage({ of: ["api"], above: 0.7, over: "5m" }),
      'sum by (component, name) (rate(container_cpu_usage_seconds_total{system="shop",component="api"}[5m])) / sum by (component, name) (container_spec_cpu_quota{system="shop",component="api"} / container_spec_cpu_period{system="shop",component="api"}) > 0.7',
    ],
    [
      memoryUsage({ above: 0.85 }),
      'max by (component, name) (container_memory_working_set_bytes{system="shop",component!=""} / (container_spec_memory_limit_bytes{system="shop",component!=""} > 0)) > 0.85',
    ],
    [
      diskFree({ below: 0.1 }),
      'min by (device) (node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs"} / node_filesystem_size_bytes) < 0.1',
    ],
  ])("%j", (signal, expr) => {
    expect(signalExpr(signal, shop)).toBe(expr);
  });

  it("says on a cluster also that there are fewer instances than there should be, which nobody asks", () => {
    const [api] = shop.services;
    const measured = { ...api!, metrics: { path: "/metrics" } };
    const system: System = {
      ...shop,
      services: [
        { ...measured, replicas: 3 },
        { ...measured, name: "web" },
      ],
    };
    expect(signalExpr(down({ of: ["api"] }), system, "cluster")).toBe(
      'up{service="api"} == 0 or count by (service) (up{service="api"} == 1) < 3 or absent(up{service="api"})',
    );
    expect(signalExpr(down({ of: ["db"] }), system, "cluster")).toBe(
      signalExpr(down({ of: ["db"] }), system),
    );
    expect(signalExpr(down(), system, "cluster")).toBe(
      'up == 0 or count by (service) (up{service="api"} == 1) < 3 or absent(up{service="api"}) or absent(up{service="web"}) or absent(up{service="proxy"}) or kafka_brokers == 0 or mysql_up == 0 or pg_up == 0 or redis_up == 0',
    );
  });

  it("looks on a cluster at claims, and at nothing else that it does not say in the same words", () => {
    expect(signalExpr(diskFree({ below: 0.1 }), shop, "cluster")).toBe(
      "min by (device) (kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes) < 0.1",
    );
    for (const signal of [memoryUsage({ above: 0.8 }), errorRate({ above: 0.05, over: "5m" })])
      expect(signalExpr(signal, shop, "cluster")).toBe(signalExpr(signal, shop));
  });

  it("asks each proxy for what it calls its counters, in its units", () => {
    const slow = latency({ service: "api", percentile: 95, above: "2s", over: "5m" });
    expect(signalExpr(slow, behind("traefik"))).toBe(
      'histogram_quantile(0.95, sum by (service, le) (rate(traefik_service_request_duration_seconds_bucket{job="proxy",service="api"}[5m]))) > 2',
    );
    expect(signalExpr(slow, behind("kong"))).toMatch(/kong_upstream_latency_ms_bucket.*> 2000$/);
    expect(signalExpr(errorRate({ above: 0.05, over: "5m" }), behind("traefik"))).toContain(
      'sum(rate(traefik_entrypoint_requests_total{job="proxy",code=~"5.."}[5m]))',
    );
  });
});
