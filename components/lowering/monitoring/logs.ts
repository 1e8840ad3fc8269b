import { labelNames, lazily, template, volume, type Service, type System } from "../../model";
import { renderCollector } from "../../render/telemetry/collector";
import { renderJaeger } from "../../render/telemetry/jaeger";
import { renderLoki } from "../../render/telemetry/loki";
import { promDuration } from "../../render/prometheus/duration";
import { addressOf, answers, imageOf, made, published, resources, scrapeOf, type Made } from "./parts";

/** Where the engine keeps what containers print. */
const containers = "/var/lib/docker/containers";

/** Where a kubelet keeps what pods print, unless its `podLogsDir` says otherwise. */
const podLogs = "/var/log/pods";

/** Who keeps the logs. */
export function logStore(system: System): Made | undefined {
  const logs = system.monitoring?.logs;
  if (logs === undefined) return undefined;
  const { retention, engine = "loki" } = logs;
  const data = volume(`${engine}-data`, { size: "20Gi" });
  const common = { env: {}, exclusive: true, ...published(system, engine) } as const;
  const path = "monitoring.logs";
  switch (engine) {
    case "loki": {
      const folder = "/loki";
      const port = 3100;
      const service = made("loki", {
        ...common,
        image: imageOf("loki", "loki"),
        command: ["-config.file=/etc/loki/config.yaml"],
        files: { "/etc/loki/config.yaml": { content: renderLoki({ folder, port, retention }) } },
        mounts: [{ volume: data.name, path: folder }],
        user: "10001:10001",
        port,
        health: answers("/ready"),
        resources: resources(0.1, 128, { cpu: 1, memory: 512 }),
      });
      return { service, path, volume: data, scrape: scrapeOf(service) };
    }
    case "victoria-logs": {
      const folder = "/victoria-logs-data";
      const service = made("victoria-logs", {
        ...common,
        image: imageOf("victoria-logs", "victoria-logs"),
        command: [
          `-storageDataPath=${folder}`,
          `-retentionPeriod=${promDuration(retention)}`,
          "-httpListenAddr=:9428",
        ],
        mounts: [{ volume: data.name, path: folder }],
        port: 9428,
        health: answers("/health"),
        resources: resources(0.05, 64, { cpu: 1, memory: 384 }),
      });
      return { service, path, volume: data, scrape: scrapeOf(service) };
    }
    default:
      return engine satisfies never;
  }
}

/** Who keeps traces and shows them. */
export function jaeger(system: System): Made | undefined {
  const tracing = system.monitoring?.tracing;
  if (tracing === undefined) return undefined;
  const folder = "/badger";
  const ports = { ui: 16_686, grpc: 4317, health: 13_133, metrics: 8888 };
  const data = volume("jaeger-data", { size: "10Gi" });
  const service = made("jaeger", {
    image: imageOf("jaeger", "jaeger"),
    command: ["--config", "/etc/jaeger/config.yaml"],
    env: {},
    files: {
      "/etc/jaeger/config.yaml": {
        content: renderJaeger({ folder, retention: tracing.retention, ports }),
      },
    },
    mounts: [{ volume: data.name, path: folder }],
    exclusive: true,
    user: "10001:10001",
    port: ports.ui,
    ports: { otlp: ports.grpc, health: ports.health, metrics: ports.metrics },
    health: answers("/status", "health"),
    resources: resources(0.05, 96, { cpu: 1, memory: 512 }),
    ...published(system, "jaeger"),
  });
  return {
    service,
    path: "monitoring.tracing",
    volume: data,
    scrape: scrapeOf(service, { port: "metrics" }),
  };
}

/**
 * Reads the logs of the system's pods from the files of each node, where one of it runs. They are root's: so is it, without a right beyond reading
 * them. How far it has read is kept as long as its pod.
 */
export function podReader(system: System, to: Service): Made {
  const name = "log-collector";
  const ports = { grpc: 4317, http: 4318, health: 13_133, metrics: 8888 };
  const state = "/var/lib/otelcol";
  const content = renderCollector({
    ports,
    state,
    logs: {
      folder: podLogs,
      namespace: "${env:TRIREME_NAMESPACE}",
      to: {
        engine: system.monitoring?.logs?.engine ?? "loki",
        url: template`http://${addressOf(to)}`,
      },
    },
  });
  const service = made(name, {
    image: imageOf("otel-collector", "otel-collector"),
    command: ["--config=/etc/otelcol/config.yaml"],
    env: {},
    files: { "/etc/otelcol/config.yaml": { content } },
    scratch: [state],
    user: "0:0",
    port: ports.health,
    ports: { metrics: ports.metrics },
    health: answers("/"),
    resources: resources(0.05, 64, { cpu: 0.5, memory: 256 }),
  });
  const host = lazily({ ...service.host, port: "metrics" });
  return {
    service,
    path: "monitoring.logs",
    host: { mounts: [{ from: podLogs, path: podLogs }] },
    // One on each node: their address is that of all.
    scrape: { job: name, service: name, instances: {}, discovered: { host, port: ports.metrics } },
  };
}

/**
 * Reads the logs of the stack's containers from the engine's files, and takes traces from services. The files are root's:
 * so is it, without a right beyond reading them.
 */
export function collector(
  system: System,
  to: { readonly logs?: Service | undefined; readonly traces?: Service | undefined },
): Made | undefined {
  if (to.logs === undefined && to.traces === undefined) return undefined;
  const name = "otel-collector";
  const ports = { grpc: 4317, http: 4318, health: 13_133, metrics: 8888 };
  const state = "/var/lib/otelcol";
  const data = volume(`${name}-data`, { size: "1Gi" });
  const content = renderCollector({
    ports,
    state,
    ...(to.traces === undefined ? {} : { traces: addressOf(to.traces, "otlp") }),
    ...(to.logs === undefined
      ? {}
      : {
          logs: {
            folder: containers,
            labels: { stack: labelNames.stack, component: labelNames.component },
            // Its own variable: the name of the stack is not the system's to know.
            stack: "${env:TRIREME_STACK}",
            to: {
              engine: system.monitoring?.logs?.engine ?? "loki",
              url: template`http://${addressOf(to.logs)}`,
            },
          },
        }),
  });
  const service = made(name, {
    image: imageOf(name, "otel-collector"),
    command: ["--config=/etc/otelcol/config.yaml"],
    env: {},
    files: { "/etc/otelcol/config.yaml": { content } },
    ...(to.logs === undefined
      ? {}
      : { user: "0:0", exclusive: true, mounts: [{ volume: data.name, path: state }] }),
    port: ports.http,
    ports: { otlp: ports.grpc, health: ports.health, metrics: ports.metrics },
    health: answers("/", "health"),
    resources: resources(0.1, 96, { cpu: 1, memory: 256 }),
  });
  return {
    service,
    path: to.logs === undefined ? "monitoring.tracing" : "monitoring.logs",
    ...(to.logs === undefined
      ? {}
      : { volume: data, host: { mounts: [{ from: containers, path: containers }] } }),
    scrape: scrapeOf(service, { port: "metrics" }),
  };
}
