import { template, type Template, type Value } from "../../model";
import { yamlDocument, type Document } from "../document";

/** What the collector takes in, and where it sends it. */
export interface CollectorOptions {
  /** Where the engine keeps the logs of containers, as the collector sees it; the stack whose they are; who keeps them. */
  readonly logs?: {
    readonly folder: string;
    readonly stack: string;
    readonly labels: { readonly stack: string; readonly component: string };
    readonly to: { readonly engine: "loki" | "victoria-logs"; readonly url: Value };
  };
  /** `host:port` of Jaeger's OTLP receiver over gRPC. */
  readonly traces?: Value;
  readonly ports: CollectorPorts;
  /** Where it keeps how far it has read. */
  readonly state: string;
}

/** The ports that the collector answers on. */
export interface CollectorPorts {
  readonly grpc: number;
  readonly http: number;
  readonly health: number;
  readonly metrics: number;
}

type Logs = NonNullable<CollectorOptions["logs"]>;

/**
 * A line of the engine's json-file driver is an object: `log`, `stream`, `time`, and in `attrs` the labels that the container's
 * log options name (https://docs.docker.com/engine/logging/drivers/json-file/). Long lines come in pieces, of which the last
 * ends with a line break.
 */
function fileLog({ folder, stack, labels }: Logs): Document {
  const label = (name: string): string => `attributes.attrs["${name}"]`;
  return {
    include: [`${folder}/*/*-json.log`],
    start_at: "end",
    storage: "file_storage",
    operators: [
      {
        type: "json_parser",
        timestamp: {
          parse_from: "attributes.time",
          layout_type: "gotime",
          layout: "2006-01-02T15:04:05.999999999Z07:00",
        },
      },
      {
        type: "filter",
        expr: `attributes.attrs == nil or ${label(labels.stack)} != "${stack}"`,
      },
      {
        type: "recombine",
        combine_field: "attributes.log",
        combine_with: "",
        is_last_entry: 'attributes.log endsWith "\\n"',
        source_identifier: 'attributes["log.file.name"]',
      },
      { type: "move", from: label(labels.component), to: 'resource["service.name"]' },
      { type: "move", from: "attributes.log", to: "body" },
      { type: "add", field: "body", value: 'EXPR(trimSuffix(body, "\\n"))' },
      { type: "move", from: "attributes.stream", to: 'attributes["log.iostream"]' },
      { type: "remove", field: "attributes.attrs" },
      { type: "remove", field: "attributes.time" },
      // Fields of an entry that a program wrote as an object, such as its correlation ID, are searched by their names.
      { type: "json_parser", if: 'body startsWith "{"', parse_from: "body", on_error: "send_quiet" },
      {
        type: "severity_parser",
        if: "attributes.level != nil",
        parse_from: "attributes.level",
        mapping: { warn: "warning", fatal: "critical" },
        on_error: "send_quiet",
      },
    ],
  };
}

function logExporter({ to: { engine, url } }: Logs): Document {
  const tls = { insecure: true };
  switch (engine) {
    case "loki":
      return { logs_endpoint: joinedUrl(url, "/otlp/v1/logs"), tls };
    case "victoria-logs":
      return {
        logs_endpoint: joinedUrl(url, "/insert/opentelemetry/v1/logs"),
        headers: { "VL-Stream-Fields": "service.name" },
        tls,
      };
    default:
      return engine satisfies never;
  }
}

/** The collector's configuration (https://opentelemetry.io/docs/collector/configuration/). */
export function renderCollector({ logs, traces, ports, state }: CollectorOptions): Template {
  const processors = ["memory_limiter", "batch"];
  const everywhere = (port: number): string => `0.0.0.0:${port}`;
  return yamlDocument({
    extensions: {
      health_check: { endpoint: everywhere(ports.health) },
      ...(logs === undefined ? {} : { file_storage: { directory: state } }),
    },
    receivers: {
      ...(traces === undefined
        ? {}
        : {
            otlp: {
              protocols: {
                grpc: { endpoint: everywhere(ports.grpc) },
                http: { endpoint: everywhere(ports.http) },
              },
            },
          }),
      ...(logs === undefined ? {} : { file_log: fileLog(logs) }),
    },
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 },
      batch: {},
    },
    exporters: {
      ...(traces === undefined ? {} : { otlp_grpc: { endpoint: traces, tls: { insecure: true } } }),
      ...(logs === undefined ? {} : { otlp_http: logExporter(logs) }),
    },
    service: {
      extensions: ["health_check", ...(logs === undefined ? [] : ["file_storage"])],
      pipelines: {
        ...(traces === undefined
          ? {}
          : { traces: { receivers: ["otlp"], processors, exporters: ["otlp_grpc"] } }),
        ...(logs === undefined
          ? {}
          : { logs: { receivers: ["file_log"], processors, exporters: ["otlp_http"] } }),
      },
      telemetry: {
        metrics: {
          readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: ports.metrics } } } }],
        },
      },
    },
  });
}

function joinedUrl(url: Value, path: string): Template {
  return template`${url}${path}`;
}
