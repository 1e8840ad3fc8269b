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
import { renderPrometheus, type Scrape } from "../../render/prometheus/scrapes";
import { proxyScrapes } from "./proxy";
import { addressOf, answers, external, imageOf, made, published, resources, type Made } from "./parts";

const name = "prometheus";
const folder = "/prometheus";
const configuration = "/etc/prometheus/prometheus.yml";
const rules = "/etc/prometheus/rules.yml";
const port = 9090;
/** The port of node-exporter, which serves the metrics of backups, certificates and jobs. */
const exporterPort = 9100;

/** Every instance of the services that have metrics, each by a name that stays: `1.api`, `2.api`. */
function serviceScrapes(services: readonly Service[]): readonly Scrape[] {
  return services.flatMap((service) => {
    const { metrics, replicas = 1 } = service;
    const number = metrics === undefined ? undefined : portsOf(service)[metrics.port ?? "main"];
    if (metrics === undefined || number === undefined) return [];
    const host = lazily({
      ...service.host,
      ...(metrics.port === undefined ? {} : { port: metrics.port }),
    });
    const instances = Array.from({ length: replicas }, (_, index): [string, Value] => [
      `${service.name}-${index + 1}`,
      template`${index + 1}.${host}:${number}`,
    ]);
    return [
      {
        job: service.name,
        service: service.name,
        instances: Object.fromEntries(instances),
        path: metrics.path,
      },
    ];
  });
}

/** Who measures: there where metrics are asked for. */
export function prometheus(
  system: System,
  {
    scrapes,
    alertmanager,
  }: { readonly scrapes: readonly Scrape[]; readonly alertmanager?: Service | undefined },
): Made | undefined {
  const { metrics, alerts = [] } = system.monitoring ?? {};
  if (metrics === undefined) return undefined;
  const data = volume(`${name}-data`, { size: "20Gi" });
  const content = renderPrometheus({
    interval: metrics.interval,
    scrapes: [
      ...serviceScrapes(system.services),
      ...scrapes,
      ...proxyScrapes(system),
      { job: name, service: name, instances: { [name]: `127.0.0.1:${port}` } },
      ...(hasMetrics(system)
        ? [
            {
              job: exporterComponent,
              service: exporterComponent,
              instances: { [exporterComponent]: `${exporterComponent}:${exporterPort}` },
            },
          ]
        : []),
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
        content: renderRules(system, {
          objectives: objectiveRecordings(system),
          system: alerts,
          defaults: defaultAlerts(system),
        }),
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
  return { service, path: "monitoring.metrics", volume: data };
}
