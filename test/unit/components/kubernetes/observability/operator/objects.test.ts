import { afterEach, describe, expect, it, vi } from "vitest";
import { lowered } from "../../../../../../components/lowering";
import { clusterCapabilities } from "../../../../../../components/kubernetes/capabilities";
import { Platform } from "../../../../../../components/kubernetes/platform";
import type { KubernetesSettings } from "../../../../../../components/kubernetes/settings";
import type { Monitoring } from "../../../../../../components/model";
import { packPolicies } from "../../../../../../policies/policies";
import { deploy } from "../../../../../support/mocks";
import { noCluster } from "../../../../../support/outcomes";
import { messagesOf } from "../../../../../support/policies";
import { subjectsOf } from "../../../../../support/registrations";
import { manifestsOf, type Manifest } from "../../../../../support/manifests";
import { operated as described, operatedSettings as settings } from "../../../../../support/operated";
import { shop } from "../../../../../support/valid";

const objects = async (own: Partial<KubernetesSettings> = {}, system = described) => {
  const all = { ...settings, ...own };
  return await manifestsOf({
    title: "shop",
    system: lowered(system, clusterCapabilities(all)),
    settings: all,
  });
};
const of = (all: readonly Manifest[], kind: string): readonly Manifest[] =>
  all.filter((one) => one.kind === kind);

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

const rulesOf = (all: readonly Manifest[]): readonly Rule[] =>
  of(all, "PrometheusRule").flatMap(({ spec }) =>
    (spec as { groups: readonly { rules: readonly Rule[] }[] }).groups.flatMap(({ rules }) => rules),
  );

afterEach(() => {
  vi.restoreAllMocks();
});

const { monitoring = { alerts: [] } } = described;

describe("a system that a Prometheus Operator watches", () => {
  it("has monitors of all pods with metrics, and no Prometheus, Alertmanager or Grafana of its own", async () => {
    const all = await objects();
    const monitors = of(all, "PodMonitor").map(({ metadata: { name, namespace } }) => [name, namespace]);
    expect(Object.fromEntries(monitors)).toEqual({
      api: "shop-live",
      "cache-exporter": "shop-live",
      "db-exporter": "shop-live",
      "kube-state-metrics": "shop-live",
      "log-collector": "shop-live-node",
      "db-daily": "shop-live",
      [shop.ingress?.name ?? ""]: "shop-live",
      queue: "shop-live",
      "victoria-logs": "shop-live",
    });
    const deployments = of(all, "Deployment").map(({ metadata }) => metadata.name);
    for (const name of ["prometheus", "alertmanager", "grafana"]) expect(deployments).not.toContain(name);
    // Nothing of it may read more than its own namespace.
    expect(of(all, "ClusterRole")).toEqual([]);
  });

  it("names in each a port that its pods have, and the labels that rules ask for", async () => {
    const all = await objects();
    const pods = all.flatMap(({ spec }) => {
      const { template } = (spec ?? {}) as {
        template?: {
          metadata: { labels: Record<string, string> };
          spec: { containers: readonly { ports?: readonly { name: string }[] }[] };
        };
      };
      return template === undefined ? [] : [template];
    });
    for (const { metadata, spec } of of(all, "PodMonitor")) {
      const monitor = spec as {
        selector: { matchLabels: Record<string, string> };
        podMetricsEndpoints: readonly [{ port: string }];
      };
      const found = pods.filter(({ metadata: { labels } }) =>
        Object.entries(monitor.selector.matchLabels).every(([key, value]) => labels[key] === value),
      );
      const ports = found.flatMap(({ spec: { containers } }) =>
        containers.flatMap(({ ports: all = [] }) => all),
      );
      expect([metadata.name, ports.map(({ name }) => name)]).toEqual([
        metadata.name,
        expect.arrayContaining([monitor.podMetricsEndpoints[0].port]),
      ]);
      expect(metadata).toMatchObject({ labels: { release: "kube" } });
    }
    const exporter = of(all, "PodMonitor").find(({ metadata }) => metadata.name === "db-exporter");
    expect(exporter?.spec).toMatchObject({
      podMetricsEndpoints: [
        {
          path: "/metrics",
          interval: "5s",
          scrapeTimeout: "5s",
          relabelings: [
            { targetLabel: "job", replacement: "db-exporter" },
            { targetLabel: "service", replacement: "db" },
            { targetLabel: "instance", replacement: "db-exporter" },
          ],
        },
      ],
    });
    const own = of(all, "PodMonitor").find(({ metadata }) => metadata.name === "api");
    expect(own?.spec).toMatchObject({ podMetricsEndpoints: [{ path: "/numbers" }] });
  });

  it("has rules that see its own series alone, and alerts that its receivers hear", async () => {
    const rules = rulesOf(await objects());
    const namespaces = 'namespace=~"shop-live|shop-live-node"';
    const down = rules.find(({ alert }) => alert === "ApiDown")?.expr ?? "";
    expect(down).toContain(`up{service=~"api|db",${namespaces}} == 0`);
    expect(down).toContain(`count by (service) (up{service="api",${namespaces}} == 1) < 2`);
    // Where the exporter has no pod, nobody asks it.
    expect(down).toContain(`absent(up{service="db",${namespaces}})`);
    const instances = rules.find(({ alert }) => alert === "InstanceDown")?.expr ?? "";
    for (const name of ["api", "cache", "db", "db-daily", "queue", shop.ingress?.name ?? ""])
      expect(instances).toContain(`absent(up{service="${name}",${namespaces}})`);
    for (const { alert, record, labels } of rules) {
      expect([alert ?? record, labels["namespace"]]).toEqual([alert ?? record, "shop-live"]);
      if (alert !== undefined)
        expect(labels).toMatchObject({ system: "shop", environment: shop.environment });
    }
    expect(rules.some(({ record }) => record === "ingress:request_errors:ratio_rate5m")).toBe(true);
    expect(rules.find(({ alert }) => alert === "Own")?.expr).toBe(`sum(orders_total{${namespaces}}) > 1`);
    expect(rules.find(({ alert }) => alert === "Busy")?.expr).toContain("kube_pod_container_resource_limits");
    expect(rules.map(({ alert }) => alert)).toContain("DiskNearlyFull");
  });

  it("keeps the secrets of its receivers in a Secret, and pages of graphs where Grafana's sidecar finds them", async () => {
    const all = await objects();
    const [config] = of(all, "AlertmanagerConfig");
    expect(JSON.stringify(config?.spec)).toContain('"key":"receiver-1"');
    expect(JSON.stringify(config?.spec)).not.toContain("hooks.slack");
    const page = of(all, "ConfigMap").find(({ metadata }) => metadata.name === "dashboards");
    expect(page?.metadata).toMatchObject({ labels: { grafana_dashboard: "1" }, namespace: "shop-live" });
    const { data = {} } = page as unknown as { data?: Record<string, string> };
    expect(Object.keys(data)).toEqual(["shop-live-1-shop.json"]);
    expect(data["shop-live-1-shop.json"]).toContain("Shop (shop-live)");
    expect(data["shop-live-1-shop.json"]).toContain("orders_total{namespace=~");
  });

  it("lets the operator's Prometheus in where it asks, and nobody else of its namespace", async () => {
    const all = await objects();
    const from = [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "watching" } },
        podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
      },
    ];
    const ports = of(all, "NetworkPolicy").flatMap(({ metadata: { name }, spec }) => {
      const { ingress = [] } = spec as {
        ingress?: readonly { from?: unknown; ports: readonly { port: number }[] }[];
      };
      return ingress
        .filter((rule) => JSON.stringify(rule.from ?? []).includes("watching"))
        .map((rule) => {
          expect(rule.from).toEqual(from);
          return [name, rule.ports.map(({ port }) => port)];
        });
    });
    expect(Object.fromEntries(ports)).toEqual({
      api: [8000],
      "cache-exporter": [9121],
      "db-exporter": [9187],
      "kube-state-metrics": [8080],
      "log-collector": [8888],
      "db-daily": [9100],
      [shop.ingress?.name ?? ""]: [9145],
      queue: [15692],
      "victoria-logs": [9428],
    });
  });

  it("gives the policies of the project nothing to refuse in what an operator reads", async () => {
    const made = await deploy(() => {
      const system = lowered(described, clusterCapabilities(settings));
      const common = { images: {}, substitutes: {}, provided: { slack: "https://hooks.example.com/1" } };
      return new Platform({ ...common, system, protect: true, kubernetes: settings, cluster: noCluster });
    });
    const subjects = subjectsOf(made).filter(({ urn }) =>
      urn.includes("trireme:kubernetes:OperatorObjects$"),
    );
    expect(subjects.map(({ type }) => type)).toContain("kubernetes:monitoring.coreos.com/v1:PodMonitor");
    const found = packPolicies
      .filter(({ scope }) => scope !== "stack")
      .flatMap((policy) => subjects.flatMap((one) => messagesOf(policy, [one])));
    expect(found).toEqual([]);
  });

  it("has nothing of it where the stack leaves all to the cluster, or nothing is measured", async () => {
    const { metrics: _, hostMetrics: __, ...rest } = monitoring;
    const bare: Monitoring = { ...rest, alerts: [], dashboards: [], receivers: [], publish: {} };
    const quiet = await objects({}, { ...described, monitoring: bare });
    for (const all of [await objects({ monitoring: "none" }), quiet])
      expect(all.filter(({ apiVersion }) => apiVersion.startsWith("monitoring.coreos.com"))).toEqual([]);
  });

  it("counts no requests where a controller of the cluster takes them", async () => {
    const without = { ...monitoring, alerts: monitoring.alerts.filter(({ name }) => name !== "Errors") };
    const ingress = { kind: "ingress-nginx", class: "nginx", namespace: "ingress-nginx" } as const;
    const all = await objects({ ingress }, { ...described, monitoring: without, backups: [] });
    expect(rulesOf(all).filter(({ record }) => record !== undefined)).toEqual([]);
    expect(of(all, "PodMonitor").map(({ metadata }) => metadata.name)).not.toContain(shop.ingress?.name);
  });

  it("keeps its own Grafana for the logs that Loki keeps", async () => {
    const all = await objects({}, { ...described, monitoring: { ...monitoring, logs: { retention: "1d" } } });
    const names = of(all, "Deployment").map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining(["grafana", "loki", "db-exporter"]));
  });
});
