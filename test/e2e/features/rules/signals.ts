import { isServer, seconds, type Alert, type Signal, type System } from "../../../../components/model";
import { bounds, rate } from "./answers";
import { failing, is, labelsOf, stopped, type Case, type Change } from "./cases";
import type { Series } from "./scraped";

const percent = (share: number): string => `${Number((share * 100).toPrecision(4))}%`;
const requests =
  /^(?:proxy_requests_total|traefik_service_requests_total|traefik_entrypoint_requests_total|kong_http_requests_total)$/;
const times =
  /^(?:proxy_request_duration_seconds|traefik_service_request_duration_seconds|kong_upstream_latency_ms)_bucket$/;

/** The metric by which an exporter tells of its store. */
const answers: Readonly<Record<string, string>> = {
  ...{ postgres: "pg_up", redis: "redis_up", mariadb: "mysql_up", kafka: "kafka_brokers" },
};

/** All answers take as long as one bucket says. */
function taking(bound: number, service: string | undefined): Change {
  return (series) =>
    is(series, times, service === undefined ? {} : { service })
      ? Number(series.labels.le?.replace("+Inf", "Infinity")) >= bound
        ? rate
        : 0
      : undefined;
}

function latency(signal: Extract<Signal, { type: "latency" }>, { ingress }: System): readonly Case[] {
  const engine = ingress?.engine ?? "nginx";
  const unit = engine === "kong" ? 1000 : 1;
  const above = seconds(signal.above) * unit;
  const all = bounds[engine];
  const near = all.filter((bound) => bound <= above).at(-1);
  const lower = all.find((bound) => bound >= above);
  const bad = all.find((bound) => lower !== undefined && bound > lower);
  if (near === undefined || lower === undefined || bad === undefined)
    throw new Error(`${engine} does not tell apart what takes longer than ${signal.above}`);
  const { service, percentile } = signal;
  return [
    {
      by: `answers take up to ${bad}`,
      near: taking(near, service),
      bad: taking(bad, service),
      fired: [
        {
          labels: service === undefined ? {} : { service },
          value: String(Number((lower + ((bad - lower) * percentile) / 100).toPrecision(12))),
        },
      ],
      after: seconds(signal.over),
    },
  ];
}

/** Each that is named, or all: an instance that stops, a store that does not answer its exporter, and an exporter that is gone. */
function down(
  of: readonly string[] | undefined,
  { stores }: System,
  world: readonly Series[],
): readonly Case[] {
  const asked = world.filter(
    ({ metric, labels }) => metric === "up" && (of === undefined || of.includes(labels.service ?? "")),
  );
  const missing = (of ?? []).filter((name) => !asked.some(({ labels }) => labels.service === name));
  if (missing.length > 0) throw new Error(`nobody asks ${missing.join(", ")}`);
  const told = asked.flatMap(({ labels }) => {
    const engine = stores.filter(isServer).find(({ name }) => name === labels.service)?.engine;
    const metric = engine === undefined ? undefined : answers[engine];
    return metric === undefined
      ? []
      : [{ metric, labels: labelsOf(world, metric, { instance: labels.instance ?? "" }) }];
  });
  return [
    stopped(asked),
    ...(told.length === 0
      ? []
      : [
          {
            by: "exporters say that their stores do not answer",
            bad: (series: Series) =>
              told.some(({ metric, labels }) => is(series, metric, labels)) ? 0 : undefined,
            fired: told.map(({ labels }) => ({ labels })),
          },
        ]),
  ];
}

/** A container at a share of what it may use. */
function using(
  signal: Extract<Signal, { type: "cpu" | "memory" }>,
  { name: system }: System,
  world: readonly Series[],
): Case {
  const cpu = signal.type === "cpu";
  const metric = cpu ? "container_cpu_usage_seconds_total" : "container_memory_working_set_bytes";
  const { component = "", name = "" } = labelsOf(world, metric, {
    system,
    ...(signal.of?.[0] === undefined ? {} : { component: signal.of[0] }),
  });
  // Of two processors, or a gigabyte.
  const of =
    (share: number): Change =>
    (series) =>
      is(series, metric, { name }) ? share * (cpu ? 2 : 1e9) : undefined;
  const share = (signal.above + 1) / 2;
  return {
    by: `${component} uses ${percent(share)}`,
    near: of(signal.above - 0.01),
    bad: of(share),
    fired: [{ labels: { component, name }, value: percent(share) }],
    ...(signal.type === "cpu" ? { after: seconds(signal.over) } : {}),
  };
}

/** The cases of a signal: what every target promises of it. */
export function casesOf(
  { expr: signal }: Alert,
  system: System,
  world: readonly Series[],
): readonly Case[] | undefined {
  if (typeof signal === "string") return undefined;
  switch (signal.type) {
    case "error-rate": {
      const { service, above } = signal;
      const bad = (above + 1) / 2;
      const of = (share: number) => failing(share, requests, service);
      return [
        {
          by: `${percent(bad)} of the requests fail`,
          near: of(above * 0.9),
          bad: of(bad),
          fired: [{ labels: service === undefined ? {} : { service }, value: percent(bad) }],
          after: seconds(signal.over),
        },
      ];
    }
    case "latency":
      return latency(signal, system);
    case "down":
      return down(signal.of, system, world);
    case "cpu":
    case "memory":
      return [using(signal, system, world)];
    case "disk": {
      const device = "/dev/vda1";
      const of =
        (share: number): Change =>
        (series) =>
          is(series, "node_filesystem_avail_bytes", { device }) ? share * 100e9 : undefined;
      const bad = signal.below / 2;
      return [
        {
          by: `${percent(bad)} are left`,
          near: of(signal.below * 1.1),
          bad: of(bad),
          fired: [{ labels: { device }, value: percent(bad) }],
        },
      ];
    }
  }
}
