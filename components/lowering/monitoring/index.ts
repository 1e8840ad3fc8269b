import { lazily, serviceUrl, type Job, type Origin, type Service, type System } from "../../model";
import { secretOrigin, withComponents, type Feature } from "../feature";
import { alertmanager } from "./alertmanager";
import { storeExporters, storeScrapes } from "./exporters";
import { grafana } from "./grafana";
import { cadvisor, nodeExporter } from "./host";
import { scheduleExporter } from "./schedules";
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

/** All that a system's monitoring becomes. */
function components(system: System, place: Place): readonly Made[] {
  const { metrics } = system.monitoring ?? {};
  const told = metrics === undefined ? undefined : alertmanager(system);
  const logs = logStore(system);
  const traces = jaeger(system);
  const read = place === "cluster" && logs !== undefined ? podReader(system, logs.service) : undefined;
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
    prometheus(system, {
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
  const measures = measuring(all);
  return measures === undefined ? all : [...all, measures];
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
  lower: (system, { place = "engine", counted = true }) => {
    const all = components(counted ? system : withoutIngress(system), place);
    const origins = Object.fromEntries(
      all.flatMap(({ service, path, volume, secret, host, cluster }): [string, Origin][] => {
        const origin = { feature, path };
        return [
          [
            service.name,
            {
              ...origin,
              ...(host === undefined ? {} : { host }),
              ...(cluster === undefined ? {} : { cluster }),
            },
          ],
          ...(volume === undefined ? [] : [[volume.name, origin] as [string, Origin]]),
          ...(secret === undefined ? [] : [[secretOrigin(secret.name), origin] as [string, Origin]]),
        ];
      }),
    );
    const tracing = system.monitoring?.tracing !== undefined;
    return withComponents(
      tracing ? { ...system, services: system.services.map(traced), jobs: system.jobs.map(traced) } : system,
      {
        services: all.map(({ service }) => service),
        stores: all.flatMap(({ volume }) => volume ?? []),
        secrets: all.flatMap(({ secret }) => secret ?? []),
      },
      origins,
    );
  },
};
