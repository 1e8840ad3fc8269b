import { describe, expect, it } from "vitest";
import { lowered } from "../../../../components/lowering";
import {
  edgesOf,
  mariadb,
  mebibytes,
  networkGroups,
  originOf,
  provided,
  rabbitmq,
  site,
  siteRoute,
  startOrder,
  workloadRefs,
  type Environment,
  type IngressEngine,
  type Monitoring,
  type Route,
  type Service,
  type System,
} from "../../../../components/model";
import { systems } from "../../../../stacks/systems";
import { plain } from "../../../support/plain";
import { api, cache, db, development, errors, image, shop } from "../../../support/valid";

const target = { features: ["monitoring"] };
const environment = (name: Environment["name"]): Environment => ({
  ...development,
  name,
  domain: "example.com",
  bucket: { name: "copies" },
  ...(name === "production" ? { replicas: 2, tls: { mode: "self-signed" } as const } : {}),
});
const all = Object.entries(systems).flatMap(([name, describe]) =>
  (["development", "production"] as const).map((kind): [string, System] => [
    `${name} in ${kind}`,
    describe(environment(kind)),
  ]),
);

const slack = provided("slack", { description: "webhook" });
const metrics: NonNullable<Monitoring["metrics"]> = { interval: "15s", retention: "15d" };
const full: Monitoring = {
  metrics,
  alerts: [],
  dashboards: [{ title: "Shop", panels: [{ title: "Requests", expr: "sum(requests_total)" }] }],
  receivers: [{ type: "slack", webhook: slack.value, channel: "#alerts" }],
  logs: { retention: "30d" },
  tracing: { retention: "7d" },
  hostMetrics: true,
};

function watched(monitoring: Monitoring): System {
  const measured = { ...api, metrics: { path: "/metrics" }, replicas: 2, mounts: [] };
  const services = shop.services.map((one) => (one.name === "api" ? measured : one));
  const secrets = monitoring.receivers === undefined ? shop.secrets : [...shop.secrets, slack];
  return lowered({ ...shop, services, secrets, monitoring }, target);
}

const madeOf = (system: System): readonly Service[] =>
  system.services.filter(({ name }) => originOf(system, name) !== undefined);
const names = (monitoring: Monitoring): readonly string[] =>
  madeOf(watched(monitoring))
    .map(({ name }) => name)
    .sort();
const found = (system: System, name: string): Service => {
  const service = system.services.find((one) => one.name === name);
  if (service === undefined) throw new Error(`there is no ${name}`);
  return service;
};
const fileOf = (service: Service, path: string): string => plain(service.files?.[path]?.content ?? "");

describe("monitoring becomes", () => {
  it("what is asked for, and no more", () => {
    expect(names({ alerts: [] })).toEqual([]);
    expect(names({ metrics, alerts: [] })).toEqual([
      "cache-exporter",
      "db-exporter",
      "node-exporter",
      "prometheus",
    ]);
    expect(names({ alerts: [], logs: { retention: "1d", engine: "victoria-logs" } })).toEqual([
      "otel-collector",
      "victoria-logs",
    ]);
    expect(names({ alerts: [], tracing: { retention: "1d" } })).toEqual(["jaeger", "otel-collector"]);
    expect(names(full)).toEqual([
      ...["alertmanager", "cache-exporter", "cadvisor", "db-exporter", "grafana", "jaeger", "loki"],
      ...["node-exporter", "otel-collector", "prometheus"],
    ]);
  });

  it("components that stand in a valid system, which lowered again stays as it is", () => {
    const system = watched(full);
    expect(errors(system, "docker")).toEqual([]);
    expect(lowered(system, target)).toEqual(system);
  });

  it.each(all)(
    "components of %s that ask, all together, for no more than one core and 1 GiB",
    (_, system) => {
      const made = madeOf(lowered(system, target));
      const cpu = made.reduce((sum, { resources }) => sum + (resources?.cpu.request ?? 0), 0);
      const memory = made.reduce(
        (sum, { resources }) => sum + mebibytes(resources?.memory.request ?? "0Mi"),
        0,
      );
      expect([cpu <= 1, memory <= 1024]).toEqual([true, true]);
      expect(made.every(({ resources }) => resources !== undefined)).toBe(true);
    },
  );
});

describe("what monitoring adds to a system", () => {
  it("opens no connection between two parts that the author wrote, and takes none away", () => {
    const before = edgesOf({ ...shop, monitoring: { alerts: [] } }).map(({ from, to }) => `${from} ${to}`);
    const system = watched(full);
    const between = edgesOf(system)
      .filter(({ from, to }) => [from, to].every((name) => originOf(system, name) === undefined))
      .map(({ from, to }) => `${from} ${to}`);
    expect(between).toEqual(before);
  });

  it("lets no part reach monitoring but with its traces, and the parts of monitoring share one network", () => {
    const system = watched(full);
    const into = edgesOf(system).filter(
      ({ from, to }) => originOf(system, from) === undefined && originOf(system, to) !== undefined,
    );
    expect(new Set(into.map(({ to }) => to))).toEqual(new Set(["otel-collector"]));
    const groups = networkGroups(system).filter(({ name }) => name === "monitoring_parts");
    expect(groups.map(({ members }) => members)).toEqual([names(full)]);
  });

  it("changes no start order: a service does not wait for the collector, nor Prometheus for what it asks", () => {
    const system = watched(full);
    const written = startOrder(system).filter(({ name }) => originOf(system, name) === undefined);
    expect(written.map(({ name }) => name)).toEqual(startOrder(shop).map(({ name }) => name));
    for (const service of madeOf(system))
      for (const ref of workloadRefs(service)) if (ref.ref === "service") expect(ref.lazy).toBe(true);
  });

  it("gives a store's password to its own exporter alone, and a receiver's secret to Alertmanager alone", () => {
    const system = watched(full);
    const holders = (name: string, ref: string) =>
      madeOf(system)
        .filter((service) => workloadRefs(service).some((one) => one.ref === ref && one.name === name))
        .map((service) => service.name);
    expect(holders(db.name, "store")).toEqual(["db-exporter"]);
    expect(holders(cache.name, "store")).toEqual(["cache-exporter"]);
    expect(holders(slack.name, "secret")).toEqual(["alertmanager"]);
  });
});

describe("Prometheus", () => {
  it("asks every instance of a service, the store's exporter in the store's name, and itself", () => {
    const text = fileOf(
      found(watched({ metrics, alerts: [] }), "prometheus"),
      "/etc/prometheus/prometheus.yml",
    );
    for (const target of ["1.api:8000", "2.api:8000", "db-exporter:9187", "127.0.0.1:9090"])
      expect(text).toContain(`- ${target}\n`);
    expect(text).toContain("service: db\n");
  });

  it("asks the proxy on a network of the two, and calls Traefik's and Kong's routes by their services", () => {
    const system = watched({ metrics, alerts: [] });
    const pair = networkGroups(system).find(({ name }) => name === "monitoring_proxy");
    expect(pair?.members).toEqual(["prometheus", "proxy"]);
    const text = (engine: IngressEngine, change: Partial<System> = {}, routes: readonly Route[] = []) => {
      const { ingress } = shop;
      const own = {
        ...shop,
        ...change,
        ...(ingress === undefined
          ? {}
          : { ingress: { ...ingress, engine, routes: [...ingress.routes, ...routes] } }),
      };
      const made = lowered({ ...own, monitoring: { metrics, alerts: [] } }, target);
      return fileOf(found(made, "prometheus"), "/etc/prometheus/prometheus.yml");
    };
    expect(text("nginx")).toContain("- proxy:9145\n");
    expect(text("traefik")).toContain("regex: route-(?:0)@file\n");
    expect(text("kong")).toContain("regex: route-(?:1)\n");
    expect(text("kong")).toContain("regex: next-.*\n");
    // Files are the proxy's own answers, whatever sends them.
    const pages = site("pages", { image: image("pages"), folder: "/dist" });
    const withSite = text("traefik", { sites: [pages] }, [siteRoute("/", pages)]);
    expect(withSite).toMatch(/regex: route-\(\?:2\)@file\n\s+target_label: service\n\s+replacement: proxy\n/);
  });

  it("is never there twice at once: it locks its files", () => {
    expect(found(watched({ metrics, alerts: [] }), "prometheus").exclusive).toBe(true);
  });
});

describe("on a cluster", () => {
  const place = { ...target, place: "cluster" } as const;
  const there = (monitoring: Monitoring, more: Partial<System> = {}, capabilities = {}) => {
    const measured = { ...api, metrics: { path: "/metrics" }, replicas: 2 };
    const services = [measured, ...shop.services.slice(1)];
    return lowered({ ...shop, services, ...more, monitoring }, { ...place, ...capabilities });
  };
  const configured = (system: System) =>
    fileOf(found(system, "prometheus"), "/etc/prometheus/prometheus.yml");
  const ruled = (system: System) => fileOf(found(system, "prometheus"), "/etc/prometheus/rules.yml");
  const scheduled = [{ ...shop.jobs[0]!, run: { schedule: "0 * * * *" } }];

  it("DNS tells of every instance, also of the proxy's, and each backup is asked itself", () => {
    const text = configured(there({ metrics, alerts: [] }));
    for (const target of ["api-instances", "proxy-instances"]) expect(text).toContain(`- ${target}\n`);
    expect(text).toMatch(/type: A\n\s+port: 8000\n\s+refresh_interval: 15s/);
    expect(text).toMatch(/type: AAAA\n/);
    for (const target of ["db-daily:9100", "db-exporter:9187"]) expect(text).toContain(`- ${target}\n`);
    expect(text).not.toMatch(/1\.api|metrics-exporter/);
  });

  it("nothing runs that sees a node, and what reads the cluster says what", () => {
    const system = there({ metrics, alerts: [], hostMetrics: true }, { jobs: scheduled });
    const made = madeOf(system).map(({ name }) => name);
    expect(made.sort()).toEqual(["cache-exporter", "db-exporter", "kube-state-metrics", "prometheus"]);
    expect(Object.values(system.origins ?? {}).flatMap(({ host }) => host ?? [])).toEqual([]);
    expect(system.origins?.["kube-state-metrics"]?.cluster).toEqual([
      { group: "batch", resources: ["cronjobs"], verbs: ["list", "watch"] },
    ]);
    const rights = system.origins?.["prometheus"]?.cluster ?? [];
    expect(rights.map(({ resources }) => resources)).toEqual([["nodes"], ["nodes/metrics"]]);
    expect(configured(system)).toContain("regex: $(TRIREME_NAMESPACE)\n");
    const less = there({ metrics, alerts: [] });
    expect(less.origins?.["prometheus"]?.cluster).toBeUndefined();
    expect(configured(less)).not.toContain("kubernetes_sd_configs");
    expect(ruled(less)).not.toContain("kubelet_");
  });

  it("one part on each node reads logs, apart from the collector of traces", () => {
    const system = there(full);
    const seeing = Object.entries(system.origins ?? {}).filter(([, { host }]) => host !== undefined);
    expect(seeing.map(([name, { host }]) => [name, host?.mounts])).toEqual([
      ["log-collector", [{ from: "/var/log/pods", path: "/var/log/pods" }]],
    ]);
    const text = fileOf(found(system, "log-collector"), "/etc/otelcol/config.yaml");
    expect(text).toContain("/var/log/pods/${env:TRIREME_NAMESPACE}_*/*/*.log");
    expect(text).not.toContain("otlp_grpc");
    expect(fileOf(found(system, "otel-collector"), "/etc/otelcol/config.yaml")).not.toContain("file_log");
    expect(configured(system)).toMatch(/names:\n\s+- log-collector\n/);
  });

  it("rules are of what is measured there", () => {
    const system = there({ metrics, alerts: [] }, { jobs: scheduled });
    expect(ruled(system)).toContain('absent(up{service="api"})');
    expect(ruled(system)).toContain("kube_cronjob_status_last_successful_time");
    expect(ruled(system)).not.toMatch(/scheduled_job_|node_filesystem/);
    // Who lets requests in counts them.
    const counted = there({ metrics, alerts: [] }, {}, { counted: false });
    expect(ruled(counted)).not.toMatch(/proxy_requests_total|certificate_/);
    expect(configured(counted)).not.toContain("proxy-instances");
    expect(counted.ingress).toEqual(shop.ingress);
  });
});

describe("traces", () => {
  it("are sent to the collector in the service's name, unless its author says otherwise", () => {
    const own = { ...shop.services[0], env: { OTEL_SERVICE_NAME: "mine" } } as Service;
    const monitoring: Monitoring = { alerts: [], tracing: { retention: "1d" } };
    const system = lowered({ ...shop, services: [own, ...shop.services.slice(1)], monitoring }, target);
    expect(found(system, own.name).env.OTEL_SERVICE_NAME).toBe("mine");
    expect(found(system, "web").env).toMatchObject({
      OTEL_SERVICE_NAME: "web",
      OTEL_EXPORTER_OTLP_ENDPOINT: { ref: "service", name: "otel-collector", lazy: true },
    });
    expect(system.jobs.map(({ name, env }) => [name, env.OTEL_SERVICE_NAME])).toEqual(
      shop.jobs.map(({ name }) => [name, name]),
    );
    expect(shop.jobs.length).toBeGreaterThan(0);
    const untraced = lowered({ ...shop, monitoring: { alerts: [] } }, target);
    expect(untraced.jobs.map(({ env }) => env)).toEqual(shop.jobs.map(({ env }) => env));
  });
});

it("what sees the machine says so, and sees it for reading alone", () => {
  const { origins = {} } = watched(full);
  const seeing = Object.entries(origins).flatMap(([name, { host }]) => (host === undefined ? [] : [name]));
  expect(seeing.sort()).toEqual(["cadvisor", "node-exporter", "otel-collector"]);
  expect(watched({ metrics, alerts: [] }).origins?.["node-exporter"]?.host).toBeUndefined();
});

describe("the exporter of a MariaDB", () => {
  it("logs in as the store's account, by a variable that holds its password alone", () => {
    const orders = mariadb("orders", { version: "10.11", database: "shop", user: "clerk" });
    const watched = { ...shop, stores: [...shop.stores, orders], monitoring: { metrics, alerts: [] } };
    const exporter = lowered(watched, target).services.find(({ name }) => name === "orders-exporter");
    expect(exporter?.image.reference).toBe("prom/mysqld-exporter:v0.19.0");
    expect(exporter?.env).toEqual({ MYSQLD_EXPORTER_PASSWORD: orders.password });
    expect(exporter?.command?.slice(0, 2).map((word) => plain(word))).toEqual([
      "--mysqld.address=orders:orders",
      "--mysqld.username=orders",
    ]);
  });
});

describe("a RabbitMQ", () => {
  it("is asked itself, on the port of its plugin, and not where it runs elsewhere", () => {
    const broker = rabbitmq("broker", { version: "4.3", user: "clerk" });
    const url = provided("broker-url", { description: "URL of the broker" });
    const configured = (store: typeof broker) => {
      const made = lowered(
        {
          ...shop,
          stores: [...shop.stores, store],
          secrets: [...shop.secrets, url],
          monitoring: { metrics, alerts: [] },
        },
        target,
      );
      const prometheus = made.services.find(({ name }) => name === "prometheus");
      expect(made.services.some(({ name }) => name === "broker-exporter")).toBe(false);
      return Object.values(prometheus?.files ?? {})
        .map(({ content }) => plain(content))
        .join("\n");
    };
    expect(configured(broker)).toContain("broker:15692");
    expect(configured({ ...broker, external: { url: url.value } })).not.toContain("15692");
  });
});
