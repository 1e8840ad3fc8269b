import { portsOf, proxyMetricsPort, type Service, type System } from "../../model";
import { frontName } from "../../render/proxy/places";
import { renderManagedCollector, type NamedScrape, type TaskScrape } from "../../render/telemetry/managed";
import type { Capabilities, Managed } from "../feature";
import { storeExporters, storeScrapes } from "./exporters";
import { managedGrafana } from "./grafana";
import { answers, imageOf, made, resources, type Made } from "./parts";

const name = "otel-collector";
const folder = "/var/lib/otelcol";
const ports = { grpc: 4317, http: 4318, health: 13_133, metrics: 8888 };

/** Every instance of what has metrics: what is measured is the store, where an exporter reads one. */
function taskScrapes(services: readonly Service[], exporters: readonly Made[]): readonly TaskScrape[] {
  const own = services.flatMap((service): TaskScrape[] => {
    const { metrics } = service;
    const port = metrics === undefined ? undefined : portsOf(service)[metrics.port ?? "main"];
    if (metrics === undefined || port === undefined) return [];
    return [{ job: service.name, service: service.name, container: service.name, port, path: metrics.path }];
  });
  const stores = exporters.map(({ service, scrape }): TaskScrape => ({
    job: service.name,
    service: scrape?.service ?? service.name,
    container: service.name,
    port: service.port ?? 0,
    path: "/metrics",
  }));
  return [...own, ...stores];
}

/** nginx, where it takes the requests: it counts them by the service that answered. */
function proxyScrape({ ingress }: System): readonly TaskScrape[] {
  if (ingress === undefined) return [];
  return [
    {
      job: ingress.name,
      service: ingress.name,
      container: frontName(ingress),
      port: proxyMetricsPort,
      path: "/metrics",
      honourLabels: true,
    },
  ];
}

/** Asks all that is measured, and takes traces. */
function collector(system: System, exporters: readonly Made[], asks: boolean): Made | undefined {
  const { metrics, tracing } = system.monitoring ?? {};
  const traces = tracing !== undefined;
  const measures = asks && metrics !== undefined;
  if (!measures && !traces) return undefined;
  const named: readonly NamedScrape[] = [
    ...storeScrapes(system).map(({ job, service, instances }) => ({ job, service, instances })),
    { job: name, service: name, instances: { [name]: `127.0.0.1:${ports.metrics}` } },
  ];
  const content = renderManagedCollector({
    ...{ ports, folder, traces },
    ...(measures
      ? {
          metrics: {
            interval: metrics.interval,
            tasks: [...taskScrapes(system.services, exporters), ...proxyScrape(system)],
            named,
            labels: { system: system.name, environment: system.environment },
          },
        }
      : {}),
  });
  const service = made(name, {
    image: imageOf(name, "otel-collector"),
    command: ["--config=/etc/otelcol/config.yaml"],
    env: {},
    files: { "/etc/otelcol/config.yaml": { content } },
    scratch: [folder],
    // A second one would send every sample twice.
    ...(measures ? { exclusive: true } : {}),
    port: ports.http,
    ports: { otlp: ports.grpc, health: ports.health },
    health: answers("/", "health"),
    resources: resources(0.1, 128, { cpu: 1, memory: 512 }),
  });
  return {
    service,
    path: measures ? "monitoring.metrics" : "monitoring.tracing",
    cloud: [
      ...(measures ? (["write-metrics", "find-tasks"] as const) : []),
      ...(traces ? (["write-traces"] as const) : []),
    ],
  };
}

/** An exporter as a service of the author's own says that it is to be asked. */
function announced(one: Made): Made {
  const { service, scrape } = one;
  return {
    ...one,
    service: { ...service, metrics: { path: "/metrics" } },
    ...(scrape === undefined || scrape.service === service.name ? {} : { measures: scrape.service }),
  };
}

/** With a way to its image, where that leads over the internet. */
function pulled(one: Made, beyond: Managed["beyond"] | undefined): Made {
  if (beyond?.(one.service.image.reference) !== true) return one;
  return { ...one, service: { ...one.service, egress: true } };
}

/** All that a system's monitoring becomes where a cloud keeps metrics, logs and traces: who asks for them, and who shows them. */
export function managedComponents(
  system: System,
  { managed }: Pick<Capabilities, "managed">,
): readonly Made[] {
  const asks = managed?.asks(system) === true && system.monitoring?.metrics !== undefined;
  const exporters = asks ? storeExporters(system, "managed") : [];
  const pages = asks ? managedGrafana(system, managed.pages(system)) : undefined;
  return [
    ...exporters.map(announced),
    ...[collector(system, exporters, asks), pages].filter((one) => one !== undefined),
  ].map((one) => pulled(one, managed?.beyond));
}
