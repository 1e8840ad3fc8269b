import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { lowered } from "../../../../../components/lowering";
import { originOf, refsOf, service, type Monitoring, type System } from "../../../../../components/model";
import { plain } from "../../../../support/plain";
import { api, cache, db, image, shop } from "../../../../support/valid";

const metrics = { interval: "30s", retention: "15d" } as const;
const target = {
  features: ["monitoring"],
  place: "managed",
  managed: {
    asks: () => true,
    pages: ({ monitoring }: System) => monitoring?.dashboards ?? [],
    beyond: (reference: string) => reference.startsWith("otel/"),
  },
} as const;
const measured = { ...api, metrics: { path: "/numbers" }, replicas: 2, mounts: [] };
const watched = (monitoring: Partial<Monitoring>, capabilities: object = target): System =>
  lowered(
    { ...shop, services: [measured], stores: [db, cache], monitoring: { alerts: [], ...monitoring } },
    capabilities as typeof target,
  );
const of = (system: System, name: string) => {
  const found = system.services.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const configOf = (system: System) =>
  parse(plain(of(system, "otel-collector").files?.["/etc/otelcol/config.yaml"]?.content ?? "")) as Record<
    string,
    Record<string, Record<string, unknown>>
  >;

describe("monitoring where a cloud keeps metrics", () => {
  const all = watched({
    metrics,
    tracing: { retention: "7d" },
    dashboards: [{ title: "Shop", panels: [{ title: "Orders", expr: "sum(orders_total)" }] }],
  });

  it("is exporters, a collector and Grafana, each with no right but its own", () => {
    const made = all.services.flatMap(({ name }) => {
      const origin = originOf(all, name);
      return origin === undefined ? [] : [[name, origin.cloud ?? []]];
    });
    expect(Object.fromEntries(made)).toEqual({
      [`${db.name}-exporter`]: [],
      [`${cache.name}-exporter`]: [],
      "otel-collector": ["write-metrics", "find-tasks", "write-traces"],
      grafana: ["read-metrics"],
    });
    expect(all.stores).toEqual([db, cache]);
  });

  it("asks each task by the name of its container, with the labels of the other targets", () => {
    const { extensions, receivers } = configOf(all);
    expect(extensions?.["ecs_observer"]).toMatchObject({
      cluster_name: "${env:TRIREME_CLUSTER}",
      cluster_region: "${env:AWS_REGION}",
      refresh_interval: "30s",
    });
    expect(extensions?.["ecs_observer"]?.["task_definitions"]).toContainEqual({
      arn_pattern: ".*",
      container_name_pattern: "^api$$",
      job_name: "api",
      metrics_path: "/numbers",
      metrics_ports: [api.port],
    });
    const { scrape_configs: scrapes, global } = (receivers?.["prometheus"]?.["config"] ?? {}) as {
      global: object;
      scrape_configs: readonly { job_name: string; relabel_configs?: readonly object[] }[];
    };
    expect(global).toEqual({ scrape_interval: "30s", scrape_timeout: "10s" });
    expect(scrapes.map(({ job_name: job }) => job)).toEqual(
      ["api", `${db.name}-exporter`, `${cache.name}-exporter`, "otel-collector", "proxy"].sort((a, b) =>
        a.localeCompare(b),
      ),
    );
    // What is measured is the store, and not who reads it.
    expect(scrapes.find(({ job_name: job }) => job === `${db.name}-exporter`)?.relabel_configs).toEqual([
      { source_labels: ["prometheus_job"], regex: `${db.name}-exporter`, action: "keep" },
      { regex: "prometheus_job", action: "labeldrop" },
      { target_label: "service", replacement: db.name },
    ]);
  });

  it("signs what it writes, and keeps names as they were answered", () => {
    const { exporters, service: pipelines } = configOf(all);
    expect(exporters?.["prometheus_remote_write"]).toEqual({
      http: {
        endpoint: "${env:TRIREME_METRICS_URL}/api/v1/remote_write",
        auth: { authenticator: "sigv4auth" },
      },
      external_labels: { system: shop.name, environment: shop.environment },
      translation_strategy: "UnderscoreEscapingWithoutSuffixes",
      target_info: { enabled: false },
      disable_scope_info: true,
    });
    expect(Object.keys(pipelines?.["pipelines"] ?? {})).toEqual(["metrics", "traces"]);
  });

  it("has no text that the collector would take for a variable but its own three", () => {
    const text = plain(of(all, "otel-collector").files?.["/etc/otelcol/config.yaml"]?.content ?? "");
    const dollars = [...text.replaceAll("$$", "").matchAll(/\$[^\n]{0,25}/g)].map(
      ([found]) => /^\$\{env:(\w+)\}/.exec(found)?.[1],
    );
    expect(new Set(dollars)).toEqual(new Set(["AWS_REGION", "TRIREME_CLUSTER", "TRIREME_METRICS_URL"]));
  });

  it("has services send traces, and no job, which would not find the collector", () => {
    expect(Object.keys(of(all, "api").env)).toContain("OTEL_EXPORTER_OTLP_ENDPOINT");
    const job = { ...watched({ tracing: { retention: "7d" } }, target) };
    expect(job.jobs).toEqual(shop.jobs);
    // Traces alone need no Prometheus, nor what it would ask.
    const { asks: _, ...rest } = target.managed;
    const traced = watched(
      { metrics, tracing: { retention: "7d" } },
      { ...target, managed: { ...rest, asks: () => false } },
    );
    expect(originOf(traced, "otel-collector")?.cloud).toEqual(["write-traces"]);
    expect(traced.services.map(({ name }) => name)).toEqual(["api", "otel-collector"]);
  });

  it("reaches databases and caches as their own URLs say, which speak TLS there", () => {
    const exporter = of(all, `${db.name}-exporter`);
    expect(exporter.env["DATA_SOURCE_NAME"]).toEqual(db.url);
    expect(Object.keys(of(all, `${cache.name}-exporter`).env)).toEqual(["REDIS_ADDR"]);
    expect(exporter.metrics).toEqual({ path: "/metrics" });
    expect(originOf(all, exporter.name)?.measures).toBe(db.name);
  });

  it("shows pages by a source that signs, and lets none out whose image is near", () => {
    const files = of(all, "grafana").files ?? {};
    const { datasources } = parse(
      plain(files["/etc/grafana/provisioning/datasources/system.yaml"]?.content ?? ""),
    ) as { datasources: readonly object[] };
    expect(datasources).toEqual([
      expect.objectContaining({
        ...{ type: "prometheus", url: "$TRIREME_METRICS_URL/" },
        jsonData: {
          ...{ httpMethod: "POST", sigV4Auth: true, sigV4AuthType: "default" },
          sigV4Region: "$AWS_REGION",
        },
      }),
    ]);
    expect(of(all, "otel-collector").egress).toBe(true);
    expect(of(all, "grafana").egress).toBeUndefined();
  });

  it("is nothing where nothing is asked of it", () => {
    const quiet = watched({ metrics }, { ...target, managed: { ...target.managed, asks: () => false } });
    expect(quiet.services).toEqual([measured]);
    expect(quiet.secrets).toEqual(shop.secrets);
    const bare = service("bare", { image: image("bare"), env: {} });
    expect(refsOf(bare.env["OTEL_SERVICE_NAME"] ?? "")).toEqual([]);
  });
});
