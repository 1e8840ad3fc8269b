import {
  exporterComponent,
  hasMetrics,
  lazily,
  portsOf,
  template,
  volume,
  type Service,
  type System,
  type Value,
} from "../../model";
import { defaultAlerts } from "../../render/prometheus/defaults";
import { objectiveRecordings } from "../../render/prometheus/objectives";
import { promDuration } from "../../render/prometheus/duration";
import { renderRules } from "../../render/prometheus/rules";
import { instancesEnding, type Place } from "../../render/prometheus/place";
import { proxyScrapes } from "../../render/prometheus/proxy";
import { renderPrometheus, type Scrape } from "../../render/prometheus/scrapes";
import { nodeRights, nodeScrapes } from "./nodes";
import { addressOf, answers, external, imageOf, made, published, resources, type Made } from "./parts";

const name = "prometheus";
const folder = "/prometheus";
const configuration = "/etc/prometheus/prometheus.yml";
const rules = "/etc/prometheus/rules.yml";
const port = 9090;
/** The port of node-exporter, which serves the metrics of backups, certificates and jobs. */
const exporterPort = 9100;

/** Every instance of the services that have metrics: on an engine each by a name that stays, `1.api`, `2.api`. */
function serviceScrapes(services: readonly Service[], place: Place): readonly Scrape[] {
  return services.flatMap((service) => {
    const { metrics, replicas = 1 } = service;
    const number = metrics === undefined ? undefined : portsOf(service)[metrics.port ?? "main"];
    if (metrics === undefined || number === undefined) return [];
    const host = lazily({
      ...service.host,
      ...(metrics.port === undefined ? {} : { port: metrics.port }),
    });
    const own = { job: service.name, service: service.name, path: metrics.path };
    if (place === "cluster")
      return [
        { ...own, instances: {}, discovered: { host: template`${host}${instancesEnding}`, port: number } },
      ];
    const instances = Array.from({ length: replicas }, (_, index): [string, Value] => [
      `${service.name}-${index + 1}`,
      template`${index + 1}.${host}:${number}`,
    ]);
    return [{ ...own, instances: Object.fromEntries(instances) }];
  });
}

/** What has no port of its own: on an engine one exporter serves it all, on a cluster each backup has one in its pod. */
function exporterScrapes(system: System, place: Place): readonly Scrape[] {
  const names =
    place === "cluster"
      ? system.backups.map(({ name: backup }) => backup)
      : hasMetrics(system)
        ? [exporterComponent]
        : [];
  return names.map((one) => ({ job: one, service: one, instances: { [one]: `${one}:${exporterPort}` } }));
}

/** Who measures: there where metrics are asked for. */
export function prometheus(
  system: System,
  {
    scrapes,
    alertmanager,
    place,
  }: {
    readonly scrapes: readonly Scrape[];
    readonly alertmanager?: Service | undefined;
    readonly place: Place;
  },
): Made | undefined {
  const { metrics, alerts = [] } = system.monitoring ?? {};
  if (metrics === undefined) return undefined;
  const data = volume(`${name}-data`, { size: "20Gi" });
  const nodes = place === "cluster" && system.monitoring?.hostMetrics === true;
  const content = renderPrometheus({
    interval: metrics.interval,
    scrapes: [
      ...serviceScrapes(system.services, place),
      ...scrapes,
      ...proxyScrapes(system, place),
      { job: name, service: name, instances: { [name]: `127.0.0.1:${port}` } },
      ...exporterScrapes(system, place),
      ...(nodes ? nodeScrapes(system) : []),
    ],
    rules: [rules],
    ...(alertmanager === undefined ? {} : { alertmanager: addressOf(alertmanager) }),
    labels: { system: system.name, environment: system.environment },
  });
  const service = made(name, {
    image: imageOf(name, "prometheus"),
    command: [
      `--config.file=${configuration}`,
      `--storage.tsdb.path=${folder}`,
      `--storage.tsdb.retention.time=${promDuration(metrics.retention)}`,
      `--web.listen-address=:${port}`,
      external(system, name, port),
    ],
    env: {},
    files: {
      [configuration]: { content },
      [rules]: {
        content: renderRules(
          system,
          {
            objectives: objectiveRecordings(system),
            system: alerts,
            defaults: defaultAlerts(system, place),
          },
          place,
        ),
      },
    },
    mounts: [{ volume: data.name, path: folder }],
    // It locks its data: another one beside it would not start.
    exclusive: true,
    drain: { deadline: "30s" },
    port,
    health: answers("/-/healthy"),
    resources: resources(0.1, 192, { cpu: 1, memory: 768 }),
    ...published(system, name),
  });
  return { service, path: "monitoring.metrics", volume: data, ...(nodes ? { cluster: nodeRights } : {}) };
}
