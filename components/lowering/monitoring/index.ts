import { lazily, serviceUrl, type Job, type Origin, type Service, type System } from "../../model";
import { secretOrigin, withComponents, type Feature } from "../feature";
import { alertmanager } from "./alertmanager";
import { storeExporters, storeScrapes } from "./exporters";
import { grafana } from "./grafana";
import { cadvisor, nodeExporter } from "./host";
import { scheduleExporter } from "./schedules";
import { managedComponents } from "./managed";
import { collector, jaeger, logStore, podReader } from "./logs";
import type { Place } from "../../render/prometheus/place";
import type { Made } from "./parts";
import { prometheus } from "./prometheus";

const feature = "monitoring";

/** What measures the machine of an engine. */
function hostExporters(system: System): readonly Made[] {
  return [nodeExporter(system), ...(system.monitoring?.hostMetrics === true ? [cadvisor()] : [])];
}

/** What tells of a cluster's own objects. */
function clusterExporters(system: System): readonly Made[] {
  return scheduleExporter(system);
}

/** The system whose pages of graphs the cluster's own Grafana has: what is left to show are logs, where Loki keeps them. */
function withoutPages(system: System): System {
  const { monitoring: all } = system;
  if (all === undefined) return system;
  const { dashboards: _, ...rest } = all;
  const { grafana: shown, ...publish } = rest.publish ?? {};
  const logs = all.logs !== undefined && (all.logs.engine ?? "loki") === "loki";
  return {
    ...system,
    monitoring: {
      ...rest,
      publish: { ...publish, ...(logs && shown !== undefined ? { grafana: shown } : {}) },
    },
  };
}

/** All that a system's monitoring becomes. */
function components(described: System, place: Place): readonly Made[] {
  // Prometheus, Alertmanager and the pages of graphs are the operator's there, who is told of what to ask by the target.
  const operated = place === "operator";
  const system = operated ? withoutPages(described) : described;
  const { metrics } = system.monitoring ?? {};
  const told = metrics === undefined || operated ? undefined : alertmanager(system);
  const logs = logStore(system);
  const traces = jaeger(system);
  const read = place !== "engine" && logs !== undefined ? podReader(system, logs.service) : undefined;
  const collecting = collector(system, {
    logs: read === undefined ? logs?.service : undefined,
    traces: traces?.service,
  });
  const measured =
    metrics === undefined
      ? []
      : [...storeExporters(system), ...(place === "engine" ? hostExporters : clusterExporters)(system)];
  const asked = [...measured, ...[told, logs, traces, collecting, read].filter((one) => one !== undefined)];
  const measuring = (scrapes: readonly Made[]) =>
    operated
      ? undefined
      : prometheus(system, {
          scrapes: [...storeScrapes(system), ...scrapes.flatMap(({ scrape }) => scrape ?? [])],
          alertmanager: told?.service,
          place,
        });
  const pages = grafana(system, {
    ...named("prometheus", measuring(asked)?.service),
    ...named("alertmanager", told?.service),
    ...named("jaeger", traces?.service),
    ...(logs?.service.name === "loki" ? { loki: logs.service } : {}),
  });
  const all = pages === undefined ? asked : [...asked, pages];
  if (operated && metrics !== undefined) return all.map(announced);
  const measures = measuring(all);
  return measures === undefined ? all : [...all, measures];
}

/** As a service of the author's own says that it is to be asked: for the target, which tells an operator. */
function announced(one: Made): Made {
  const { service, scrape } = one;
  if (scrape === undefined) return one;
  return {
    ...one,
    service: {
      ...service,
      // Who has a port for nothing else calls it so.
      metrics: { path: "/metrics", ...(service.ports?.["metrics"] === undefined ? {} : { port: "metrics" }) },
    },
    ...(scrape.service === service.name ? {} : { measures: scrape.service }),
  };
}

function named<K extends string>(key: K, service: Service | undefined): Partial<Record<K, Service>> {
  return service === undefined ? {} : ({ [key]: service } as Record<K, Service>);
}

/** Where a service or a job sends its traces, and what it is called there; what its author says of it stays. */
function traced<T extends Service | Job>(one: T): T {
  return {
    ...one,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: lazily(serviceUrl("otel-collector")),
      OTEL_SERVICE_NAME: one.name,
      ...one.env,
    },
  };
}

/** Where requests come in by what is not the system's own, nobody here counts them, nor knows the certificate. */
function withoutIngress(system: System): System {
  const { ingress: _, ...rest } = system;
  return rest;
}

/** Metrics, alerts, dashboards, logs and traces as ordinary services. */
export const monitoring: Feature = {
  name: feature,
  applies: (system) => system.monitoring !== undefined,
  lower: (system, { place = "engine", counted = true, managed }) => {
    const all =
      place === "managed"
        ? managedComponents(system, managed === undefined ? {} : { managed })
        : components(counted ? system : withoutIngress(system), place);
    const origins = Object.fromEntries(
      all.flatMap(({ service, path, volume, secret, host, cluster, cloud, measures }): [string, Origin][] => {
        const origin = { feature, path };
        return [
          [
            service.name,
            {
              ...origin,
              ...(host === undefined ? {} : { host }),
              ...(cluster === undefined ? {} : { cluster }),
              ...(cloud === undefined ? {} : { cloud }),
              ...(measures === undefined ? {} : { measures }),
            },
          ],
          ...(volume === undefined ? [] : [[volume.name, origin] as [string, Origin]]),
          ...(secret === undefined ? [] : [[secretOrigin(secret.name), origin] as [string, Origin]]),
        ];
      }),
    );
    const tracing = system.monitoring?.tracing !== undefined;
    // A task that runs once has no names of services there, and finds no collector.
    const jobs = place === "managed" ? system.jobs : system.jobs.map(traced);
    return withComponents(
      tracing ? { ...system, services: system.services.map(traced), jobs } : system,
      {
        services: all.map(({ service }) => service),
        stores: all.flatMap(({ volume }) => volume ?? []),
        secrets: all.flatMap(({ secret }) => secret ?? []),
      },
      origins,
    );
  },
};
