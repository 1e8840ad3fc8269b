import {
  isServer,
  labelNames,
  type IngressEngine,
  type Server,
  type Service,
  type System,
} from "../../../../components/model";
import { durationBuckets } from "../../../../components/render/nginx/metrics-script";
import { samples } from "../../../../stacks/systems/samples";
import { measures, type Measures } from "../../../../stacks/systems/sample";
import { kept, targetsOf, type Series, type Target } from "./scraped";

/**
 * What each kind of target answers while all is well: the names and labels of the exporters' versions in
 * `components/lowering/monitoring/images.ts`, by their sources, and of our own scripts.
 */
type Labels = Readonly<Record<string, string>>;
const gauge = (metric: string, labels: Labels, value: number): Series => ({
  ...{ metric, labels, kind: "gauge", value },
});
const counter = (metric: string, labels: Labels, value: number): Series => ({
  ...{ metric, labels, kind: "counter", value },
});

const clock = (metric: string, labels: Labels): Series => ({ metric, labels, kind: "clock", value: 0 });

/** Requests each second of each service, while all is well. */
export const rate = 10;

/** A histogram whose observations are all in its first bucket. */
function histogram(
  metric: string,
  labels: Labels,
  bounds: readonly number[],
  each = rate,
): readonly Series[] {
  return [
    ...[...bounds.map(String), "+Inf"].map((le) => counter(`${metric}_bucket`, { ...labels, le }, each)),
    counter(`${metric}_sum`, labels, (each * (bounds[0] ?? 0)) / 2),
    counter(`${metric}_count`, labels, each),
  ];
}

/** Bounds of a proxy's histogram, in its own unit. */
export const bounds: Readonly<Record<IngressEngine, readonly number[]>> = {
  nginx: durationBuckets,
  traefik: durationBuckets,
  // UPSTREAM_LATENCY_BUCKETS of Kong's plugin, in milliseconds.
  kong: [25, 50, 80, 100, 250, 400, 700, 1000, 2000, 5000, 10_000, 30_000, 60_000],
};

/** Each service behind routes, by the first of its routes. */
function behind({ ingress }: System): readonly (readonly [service: string, route: number])[] {
  const found = new Map<string, number>();
  ingress?.routes.forEach(({ to }, index) => {
    if ("service" in to && !found.has(to.service)) found.set(to.service, index);
  });
  return [...found];
}

function proxy(system: System): readonly Series[] {
  const statuses: readonly (readonly [string, number])[] = [
    ["200", rate],
    ["404", 0],
    ["500", 0],
  ];
  const all = behind(system);
  const engine = system.ingress?.engine ?? "nginx";
  if (engine === "nginx")
    return [
      ...[...all.map(([service]): Labels => ({ service })), {}].flatMap((of) =>
        statuses.map(([status, value]) => counter("proxy_requests_total", { ...of, status }, value)),
      ),
      ...all.flatMap(([service]) => histogram("proxy_request_duration_seconds", { service }, bounds.nginx)),
    ];
  if (engine === "kong")
    return all.flatMap(([, route]) => {
      const of = { service: `route-${route}`, route: `route-${route}`, workspace: "default" };
      return [
        ...statuses.map(([code, value]) =>
          counter("kong_http_requests_total", { ...of, code, source: "service", consumer: "" }, value),
        ),
        ...histogram("kong_upstream_latency_ms", of, bounds.kong),
      ];
    });
  const common = { method: "GET", protocol: "http" };
  return [
    ...statuses.map(([code, value]) =>
      counter(
        "traefik_entrypoint_requests_total",
        { ...common, code, entrypoint: "web" },
        value * all.length,
      ),
    ),
    ...all.flatMap(([, route]) => {
      const of = { ...common, service: `route-${route}@file` };
      return [
        ...statuses.map(([code, value]) => counter("traefik_service_requests_total", { ...of, code }, value)),
        ...histogram("traefik_service_request_duration_seconds", { ...of, code: "200" }, bounds.traefik),
      ];
    }),
  ];
}

function application(names: Measures): readonly Series[] {
  const { total, duration, labels, further } = names;
  const of = (status: string, route: string): Labels => ({
    [labels.method]: "GET",
    [labels.route]: route,
    ...(labels.status === undefined ? {} : { [labels.status]: status }),
  });
  const seconds = [0.01, 0.05, 0.1, 0.5, 1, 2, 5];
  return [
    counter(total, of("200", "/"), rate),
    ...(labels.status === undefined
      ? []
      : [counter(total, of("500", "/"), 0), counter(total, of("401", "/api/login"), 0)]),
    ...histogram(duration, of("200", "/"), seconds),
    ...Object.entries(further).flatMap(([name, measure]) =>
      measure.kind === "gauge"
        ? [gauge(name, {}, measure.full)]
        : measure.kind === "counter"
          ? [counter(name, {}, 1)]
          : histogram(name, {}, seconds, 1),
    ),
  ];
}

/** By engine. */
const exporters: Readonly<Record<string, (store: Server) => readonly Series[]>> = {
  postgres: (store) => [
    gauge("pg_up", {}, 1),
    gauge("pg_settings_max_connections", { server: "db:5432" }, 100),
    ...["postgres", store.engine === "postgres" ? store.databaseName : ""].map((datname) =>
      gauge("pg_stat_database_numbackends", { datid: "1", datname }, 5),
    ),
    gauge("pg_stat_activity_max_tx_duration", { datname: "postgres", state: "active" }, 0.1),
    counter("pg_stat_database_active_time_seconds_total", { datid: "1", datname: "postgres" }, 0.2),
    counter("pg_stat_database_xact_commit", { datid: "1", datname: "postgres" }, 20),
  ],
  redis: () => [
    gauge("redis_up", {}, 1),
    gauge("redis_memory_used_bytes", {}, 1e6),
    counter("redis_keyspace_hits_total", {}, 8),
    counter("redis_keyspace_misses_total", {}, 2),
  ],
  mariadb: () => [gauge("mysql_up", {}, 1)],
  kafka: () => [
    gauge("kafka_brokers", {}, 1),
    gauge("kafka_consumergroup_lag", { consumergroup: "app", topic: "events", partition: "0" }, 0),
    counter("kafka_topic_partition_current_offset", { topic: "events", partition: "0" }, 5),
  ],
  rabbitmq: () => [
    gauge("rabbitmq_alarms_memory_used_watermark", {}, 0),
    gauge("rabbitmq_alarms_free_disk_space_watermark", {}, 0),
    gauge("rabbitmq_queue_messages", {}, 0),
  ],
  qdrant: () => [gauge("collections_total", {}, 1)],
};

/** What the scripts of backups, certificates and scheduled jobs write, as node-exporter serves it. */
function textFiles(system: System): readonly Series[] {
  const { backups, jobs, ingress } = system;
  const file = (name: string) =>
    clock("node_textfile_mtime_seconds", { file: `/var/lib/metrics/${name}.prom` });
  return [
    ...backups.flatMap(({ name, drill, destinations, pointInTime }) => {
      const of = { backup: name };
      return [
        file(name),
        gauge("backup_last_result", of, 1),
        gauge("backup_age_seconds", of, 40_000),
        gauge("backup_expected_age_seconds", of, 86_400),
        gauge("backup_early_count", of, 0),
        ...(pointInTime === undefined ? [] : [gauge("wal_archive_failing", of, 0)]),
        ...(destinations.some(({ to }) => to === "bucket")
          ? [file(`${name}-offsite`), gauge("backup_offsite_last_result", of, 1)]
          : []),
        ...(drill === undefined
          ? []
          : [
              gauge("restore_drill_success", of, 1),
              // Each look finds one that has just ended.
              clock("restore_drill_timestamp_seconds", of),
            ]),
      ];
    }),
    ...(ingress?.tls === undefined
      ? []
      : [
          // Written when there is another one, and by who renews it twice a day.
          gauge("node_textfile_mtime_seconds", { file: "/var/lib/metrics/certificate.prom" }, 0),
          ...ingress.hosts.map((host) =>
            gauge("certificate_expiry_timestamp_seconds", { host }, 90 * 86_400),
          ),
          ...(ingress.tls.mode === "lets-encrypt" ? [gauge("certificate_renewal_success", {}, 1)] : []),
        ]),
    ...jobs
      .filter(({ run }) => run !== "release")
      .flatMap(({ name }) => [
        // Written when the job has run, and not each minute.
        gauge("node_textfile_mtime_seconds", { file: `/var/lib/metrics/job-${name}.prom` }, 0),
        gauge("scheduled_job_last_exit_code", { name }, 0),
      ]),
  ];
}

function machine(): readonly Series[] {
  const of = (device: string, fstype: string, mountpoint: string): Labels => ({ device, fstype, mountpoint });
  const disks = [of("/dev/vda1", "ext4", "/"), of("tmpfs", "tmpfs", "/run")];
  return disks.flatMap((disk) => [
    // Of a file system in memory nothing is left, which is nobody's fault.
    gauge("node_filesystem_avail_bytes", disk, disk.fstype === "tmpfs" ? 0 : 60e9),
    gauge("node_filesystem_size_bytes", disk, 100e9),
  ]);
}

/** As cAdvisor names what it was told to keep of a container's labels. */
const containerLabel = (name: string): string => `container_label_${name.replace(/\W/g, "_")}`;

function containers(system: System): readonly Series[] {
  const of = (component: string, systemName: string): Labels => ({
    id: `/docker/${component}`,
    image: "app:1",
    name: `${systemName}-production-${component}-1`,
    [containerLabel(labelNames.system)]: systemName,
    [containerLabel(labelNames.stack)]: "production",
    [containerLabel(labelNames.component)]: component,
  });
  const all = [
    ...system.services.map(({ name }) => of(name, system.name)),
    // Whoever else is on the machine, at its limits.
    of("api", "neighbour"),
  ];
  return all.flatMap((labels) => {
    const used = labels[containerLabel(labelNames.system)] === "neighbour" ? 1 : 0.1;
    return [
      counter("container_cpu_usage_seconds_total", { ...labels, cpu: "total" }, 2 * used),
      gauge("container_spec_cpu_quota", labels, 200_000),
      gauge("container_spec_cpu_period", labels, 100_000),
      gauge("container_memory_working_set_bytes", labels, 1e9 * used),
      gauge("container_spec_memory_limit_bytes", labels, 1e9),
    ];
  });
}

function measuresOf({ name }: System, { image }: Service): Measures {
  const sample = samples[name]?.[image.name];
  return sample !== undefined && "measures" in sample ? sample.measures : measures;
}

/** What one target answers. */
function answersOf(system: System, { job }: Target): readonly Series[] {
  if (job === system.ingress?.name) return proxy(system);
  if (job === "metrics-exporter") return textFiles(system);
  if (job === "node-exporter") return machine();
  if (job === "cadvisor") return containers(system);
  const service = system.services.find(({ name }) => name === job);
  if (service !== undefined) return application(measuresOf(system, service));
  const store = system.stores.filter(isServer).find(({ name }) => [name, `${name}-exporter`].includes(job));
  return store === undefined ? [] : (exporters[store.engine]?.(store) ?? []);
}

/** All that Prometheus knows of a system that is well. */
export function worldOf(system: System, made: System): readonly Series[] {
  return targetsOf(made).flatMap((target) => [
    gauge("up", { job: target.job, ...target.labels }, 1),
    ...answersOf(system, target).flatMap((one) => kept(target, one)),
  ]);
}
