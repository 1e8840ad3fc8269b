import { describe, expect, it } from "vitest";
import { clusterCapabilities } from "../../../../../components/kubernetes/capabilities";
import { componentPolicies } from "../../../../../components/kubernetes/network/networks.args";
import type { KubernetesSettings } from "../../../../../components/kubernetes/settings";
import {
  askedByKeda,
  isScaledByKeda,
  scaledObjectSpec,
  scalingRefusals,
} from "../../../../../components/kubernetes/workload/scaled.args";
import { lowered } from "../../../../../components/lowering";
import type { System } from "../../../../../components/model";
import { settings } from "../../../../support/kubernetes";
import { manifestsOf } from "../../../../support/manifests";
import { api, shop } from "../../../../support/valid";

const autoscale = {
  min: 3,
  max: 20,
  cpu: 70,
  memory: 80,
  requestsPerSecond: 1000,
  scaleDown: { percent: 10, period: "60s", stabilization: "300s" },
} as const;
const scaled: System = {
  ...shop,
  services: shop.services.map((one) => (one.name === "api" ? { ...api, autoscale, mounts: [] } : one)),
  monitoring: { metrics: { interval: "15s", retention: "15d" }, alerts: [] },
};
const keda: KubernetesSettings = {
  ...settings,
  ...{ namespace: "shop-live", user: 10001, issuer: "letsencrypt" },
  requests: { by: "keda", namespace: "scaling" },
};
const owner = { prefix: "shop-live", system: "shop" };
const asked = (more: Partial<KubernetesSettings> = {}) =>
  askedByKeda(scaled, "api", { owner, settings: { ...keda, ...more } });
const refused = (system: System, more: Partial<KubernetesSettings> = {}): readonly string[] =>
  scalingRefusals(system, { ...keda, ...more })
    .filter(({ set }) => set)
    .map(({ path, message }) => `${path}: ${message}`);

describe("a service that KEDA scales by its requests", () => {
  it("is asked for at the system's own Prometheus, at the operator's, or where the stack says", () => {
    const query = 'sum(rate(proxy_requests_total{job="proxy",service="api"}[1m]))';
    expect(asked()).toEqual({ serverAddress: "http://prometheus.shop-live.svc:9090", query });
    expect(asked({ monitoring: "prometheus-operator" })).toEqual({
      serverAddress: "http://prometheus-operated.monitoring.svc:9090",
      query: 'sum(rate(proxy_requests_total{job="proxy",service="api",namespace="shop-live"}[1m]))',
    });
    const prometheus = "https://metrics.example.com";
    expect(asked({ requests: { by: "keda", namespace: "keda", prometheus } }).serverAddress).toBe(prometheus);
  });

  it("has bounds, steps and other aims as an autoscaler of ours would have them, and its name", () => {
    expect(scaledObjectSpec("api", autoscale, { serverAddress: "http://p", query: "q" })).toEqual({
      scaleTargetRef: { name: "api" },
      minReplicaCount: 3,
      maxReplicaCount: 20,
      advanced: {
        horizontalPodAutoscalerConfig: {
          name: "api",
          behavior: {
            scaleUp: undefined,
            scaleDown: {
              stabilizationWindowSeconds: 300,
              policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
            },
          },
        },
      },
      triggers: [
        { type: "cpu", metricType: "Utilization", metadata: { value: "70" } },
        { type: "memory", metricType: "Utilization", metadata: { value: "80" } },
        {
          type: "prometheus",
          metricType: "AverageValue",
          metadata: { serverAddress: "http://p", query: "q", threshold: "1000" },
        },
      ],
    });
  });

  it("has no autoscaler of ours beside it; one that counts by processors alone has", async () => {
    const system = lowered(scaled, clusterCapabilities(keda));
    const kinds = async (all: KubernetesSettings) =>
      (await manifestsOf({ title: "shop", system, settings: all }))
        .filter(({ kind }) => /ScaledObject|HorizontalPodAutoscaler/.test(kind))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(await kinds(keda)).toEqual(["ScaledObject api"]);
    expect(await kinds({ ...keda, requests: { by: "prometheus-adapter" } })).toEqual([
      "HorizontalPodAutoscaler api",
    ]);
    expect(isScaledByKeda({ min: 1, max: 2, cpu: 70 }, keda)).toBe(false);
  });

  it("lets KEDA ask the system's own Prometheus, and nothing else", () => {
    const of = (all: KubernetesSettings) =>
      [...componentPolicies(lowered(scaled, clusterCapabilities(all)), { owner, settings: all })]
        .filter(([, { ingress }]) => JSON.stringify(ingress).includes('"scaling"'))
        .map(([name]) => name);
    expect(of(keda)).toEqual(["prometheus"]);
    const prometheus = "https://metrics.example.com";
    expect(of({ ...keda, requests: { by: "keda", namespace: "scaling", prometheus } })).toEqual([]);
    expect(of({ ...keda, monitoring: "prometheus-operator" })).toEqual([]);
  });

  it("is refused where nobody counts its requests", () => {
    expect(refused(scaled)).toEqual([]);
    expect(refused(scaled, { requests: { by: "prometheus-adapter" }, monitoring: "none" })).toEqual([]);
    const path = "services.api.autoscale.requestsPerSecond";
    expect(refused(scaled, { monitoring: "none" })[0]).toContain(`${path}: KEDA asks a Prometheus`);
    const ingress = { kind: "ingress-nginx", class: "nginx", namespace: "ingress-nginx" } as const;
    expect(refused(scaled, { ingress })[0]).toContain(
      `${path}: KEDA asks what our own proxy counted, and ingress-nginx`,
    );
    const { ingress: _, ...inside } = scaled;
    expect(refused(inside)).toEqual([expect.stringContaining('no route leads to "api"')]);
  });
});
