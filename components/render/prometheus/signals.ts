import {
  isServer,
  originOf,
  seconds,
  type IngressEngine,
  type Server,
  type Service,
  type Signal,
  type System,
} from "../../model";
import { promDuration } from "./duration";
import { claimsFree, podsHold, podsUse } from "./pods";
import type { Place } from "./place";

/** What a proxy calls its counters. Their label `service` holds the name in the model: {@link proxyLabels} sees to it. */
interface ProxyMetrics {
  /** Counter of requests that services answered, or that were sent to them in vain. */
  readonly requests: string;
  /** Counter of all requests. */
  readonly all: string;
  /** Label of the status. */
  readonly status: string;
  /** Histogram of the time until services answer. */
  readonly duration: string;
  /** How many of the histogram's units are a second. */
  readonly second: number;
}

/**
 * nginx's are made by its script; Traefik's and Kong's are their own (https://doc.traefik.io/traefik/observability/metrics/overview/,
 * https://developer.konghq.com/plugins/prometheus/).
 */
const proxies: Readonly<Record<IngressEngine, ProxyMetrics>> = {
  nginx: {
    requests: "proxy_requests_total",
    all: "proxy_requests_total",
    status: "status",
    duration: "proxy_request_duration_seconds",
    second: 1,
  },
  traefik: {
    requests: "traefik_service_requests_total",
    all: "traefik_entrypoint_requests_total",
    status: "code",
    duration: "traefik_service_request_duration_seconds",
    second: 1,
  },
  kong: {
    requests: "kong_http_requests_total",
    all: "kong_http_requests_total",
    status: "code",
    duration: "kong_upstream_latency_ms",
    second: 1000,
  },
};

/** How a system's proxy counts. Without an ingress nothing is counted, and `check` refuses who asks for it. */
function proxyOf({ ingress }: System): ProxyMetrics & { readonly job: string } {
  return { ...proxies[ingress?.engine ?? "nginx"], job: `job="${ingress?.name ?? ""}"` };
}

function selector(...matchers: readonly string[]): string {
  return `{${matchers.filter((one) => one !== "").join(",")}}`;
}

/** A matcher for one name or some, which have no character that a regular expression knows. */
function among(label: string, names: readonly string[]): string {
  return names.length === 1 ? `${label}="${names[0]}"` : `${label}=~"${[...names].sort().join("|")}"`;
}

const named = (service: string | undefined): string => (service === undefined ? "" : `service="${service}"`);

/**
 * The share of requests that fail, as PromQL; empty where nothing comes in.
 *
 * @param window as PromQL writes it: `5m`
 */
export function errorShare(system: System, window: string, service?: string): string {
  const proxy = proxyOf(system);
  const metric = service === undefined ? proxy.all : proxy.requests;
  const sum = service === undefined ? "sum" : "sum by (service) ";
  const rate = (...more: readonly string[]) =>
    `${sum}(rate(${metric}${selector(proxy.job, named(service), ...more)}[${window}]))`;
  return `${rate(`${proxy.status}=~"5.."`)} / ${rate()}`;
}

/**
 * How many requests a service has each second, as its proxy counts them, as PromQL.
 *
 * @param window as PromQL writes it: `1m`
 */
export function requestRate(system: System, service: string, window: string): string {
  const proxy = proxyOf(system);
  return `sum(rate(${proxy.requests}${selector(proxy.job, named(service))}[${window}]))`;
}

/**
 * How many requests failed, as PromQL.
 *
 * @param window as PromQL writes it: `1h`
 */
export function failures(system: System, window: string): string {
  const proxy = proxyOf(system);
  return `sum(increase(${proxy.all}${selector(proxy.job, `${proxy.status}=~"5.."`)}[${window}]))`;
}

/**
 * A percentile of the time until services answer, in the unit of the proxy, as PromQL.
 *
 * @param window as PromQL writes it: `5m`
 */
function answerTime(
  system: System,
  { percentile, window, service }: { percentile: number; window: string; service?: string | undefined },
): string {
  const proxy = proxyOf(system);
  const by = service === undefined ? "le" : "service, le";
  const buckets = `${proxy.duration}_bucket${selector(proxy.job, named(service))}`;
  const quantile = Number((percentile / 100).toFixed(6));
  return `histogram_quantile(${quantile}, sum by (${by}) (rate(${buckets}[${window}])))`;
}

/** The engines of which an exporter, or the store itself, tells Prometheus. */
export const measuredEngines: readonly string[] = [
  "kafka",
  "mariadb",
  "postgres",
  "qdrant",
  "rabbitmq",
  "redis",
];

/**
 * The metric by which an exporter says that its store answers, which is 0 where it does not. Kafka's goes on answering of what it knew,
 * with the number of brokers that it reaches (https://github.com/danielqsj/kafka_exporter/blob/v1.9.0/kafka_exporter.go).
 */
const storeUp: Readonly<Record<string, string>> = {
  kafka: "kafka_brokers",
  mariadb: "mysql_up",
  postgres: "pg_up",
  redis: "redis_up",
};

/** The instances that a service has at least. */
function least({ replicas, autoscale }: Service): number {
  return autoscale?.min ?? replicas ?? 1;
}

/** Whether a store answers Prometheus by itself. */
export function answersItself(store: Server): boolean {
  return store.external === undefined && (store.engine === "qdrant" || store.engine === "rabbitmq");
}

/** What a service is measured for: its own name, or that of the store that it reads. */
export function measuredBy(system: System, { name }: Pick<Service, "name">): string {
  return originOf(system, name)?.measures ?? name;
}

/** What no service answers for. An operator's Prometheus knows no address that stays: what has no pod, it does not ask. */
function furthers({ stores, backups }: System): readonly string[] {
  return [...stores.filter(isServer).filter(answersItself), ...backups].map(({ name }) => name);
}

/**
 * What is true where a cluster's DNS knows fewer instances than there should be: one that is gone is not asked, and `up` says nothing of it.
 *
 * @param of names of services. @default all that DNS is asked for, the proxy among them
 */
function missing(system: System, place: Place, of?: readonly string[]): readonly string[] {
  const { services, ingress } = system;
  const asked = (name: string): boolean => of === undefined || of.includes(name);
  const wanted = services
    .filter((service) => service.metrics !== undefined && asked(measuredBy(system, service)))
    .map((service) => ({ name: measuredBy(system, service), least: least(service) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const found = [...new Set(wanted.map((one) => one.least))]
    .filter((number) => number > 1)
    .sort((a, b) => a - b);
  const names = [
    ...wanted.map(({ name }) => name),
    ...(place === "operator" ? furthers(system).filter(asked) : []),
    ...(ingress === undefined || of !== undefined ? [] : [ingress.name]),
  ];
  return [
    ...found.map((number) => {
      const those = wanted.filter((one) => one.least === number).map(({ name }) => name);
      return `count by (service) (up${selector(among("service", those))} == 1) < ${number}`;
    }),
    ...names.map((name) => `absent(up${selector(among("service", [name]))})`),
  ];
}

/** What is true where anything that is asked does not answer, stores aside that answer by their exporters. */
export function instancesDown(system: System, place: Place): string {
  return ["up == 0", ...(place === "engine" ? [] : missing(system, place))].join(" or ");
}

/** What is true of something that does not answer; of a store also where its exporter does not. */
function absent(system: System, of: readonly string[] | undefined, place: Place): string {
  if (of === undefined)
    return [instancesDown(system, place), ...Object.values(storeUp).map((one) => `${one} == 0`)].join(" or ");
  const engines = system.stores.filter(({ name }) => of.includes(name)).map(({ engine }) => engine);
  const own = Object.entries(storeUp).flatMap(([engine, metric]) =>
    engines.some((one) => one === engine) ? [metric] : [],
  );
  return [
    ...["up", ...own].map((one) => `${one}${selector(among("service", of))} == 0`),
    ...(place === "engine" ? [] : missing(system, place, of)),
  ].join(" or ");
}

/** Disks that keep what is written. */
const disks = selector(`fstype!~"tmpfs|overlay|squashfs|ramfs"`);

/** Of containers of this system, which cAdvisor sees among all of the machine. */
function containers({ name }: System, of: readonly string[] | undefined): string {
  return selector(`system="${name}"`, of === undefined ? `component!=""` : among("component", of));
}

/**
 * A signal as PromQL that is non-empty while it holds.
 *
 * @param place what runs the measured. @default "engine"
 */
export function signalExpr(signal: Signal, system: System, place: Place = "engine"): string {
  switch (signal.type) {
    case "error-rate":
      return `${errorShare(system, promDuration(signal.over), signal.service)} > ${signal.above}`;
    case "latency": {
      const { percentile, service, over, above } = signal;
      const limit = seconds(above) * proxyOf(system).second;
      return `${answerTime(system, { percentile, service, window: promDuration(over) })} > ${limit}`;
    }
    case "down":
      return absent(system, signal.of, place);
    case "cpu": {
      if (place === "operator") return podsUse(signal);
      const of = containers(system, signal.of);
      const used = `sum by (component, name) (rate(container_cpu_usage_seconds_total${of}[${promDuration(signal.over)}]))`;
      const allowed = `sum by (component, name) (container_spec_cpu_quota${of} / container_spec_cpu_period${of})`;
      return `${used} / ${allowed} > ${signal.above}`;
    }
    case "memory": {
      if (place === "operator") return podsHold(signal);
      const of = containers(system, signal.of);
      return `max by (component, name) (container_memory_working_set_bytes${of} / (container_spec_memory_limit_bytes${of} > 0)) > ${signal.above}`;
    }
    case "disk":
      if (place === "operator") return claimsFree(signal.below);
      if (place === "cluster")
        return `min by (device) (kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes) < ${signal.below}`;
      return `min by (device) (node_filesystem_avail_bytes${disks} / node_filesystem_size_bytes) < ${signal.below}`;
  }
}
