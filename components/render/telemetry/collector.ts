import { template, type Template, type Value } from "../../model";
import { yamlDocument, type Document } from "../document";

/** Where an engine keeps the logs of containers, as the collector sees it, and the stack whose they are. */
interface EngineLogs {
  readonly folder: string;
  readonly stack: string;
  readonly labels: { readonly stack: string; readonly component: string };
}

/** Where a node keeps the logs of pods, as the collector sees it, and the namespace whose they are. */
interface PodLogs {
  readonly folder: string;
  readonly namespace: string;
}

/** What the collector takes in, and where it sends it. */
export interface CollectorOptions {
  /** What it reads, and who keeps it. */
  readonly logs?: (EngineLogs | PodLogs) & {
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

/** Fields of an entry that a program wrote as an object, such as its correlation ID, are searched by their names. */
const fields: readonly Document[] = [
  { type: "json_parser", if: 'body startsWith "{"', parse_from: "body", on_error: "send_quiet" },
  {
    type: "severity_parser",
    if: "attributes.level != nil",
    parse_from: "attributes.level",
    mapping: { warn: "warning", fatal: "critical" },
    on_error: "send_quiet",
  },
];

/**
 * A line of the engine's json-file driver is an object: `log`, `stream`, `time`, and in `attrs` the labels that the container's
 * log options name (https://docs.docker.com/engine/logging/drivers/json-file/). Long lines come in pieces, of which the last
 * ends with a line break.
 */
function engineLog({ folder, stack, labels }: EngineLogs): Document {
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
      ...fields,
    ],
  };
}

/**
 * A kubelet's files are called after namespace, pod and container, which the operator `container` reads, as well as the lines of every runtime
 * (https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/stanza/docs/operators/container.md). What a pod is
 * called ends with a number, or with the hash of its release and one of its own.
 */
function podLog({ folder, namespace }: PodLogs): Document {
  return {
    include: [`${folder}/${namespace}_*/*/*.log`],
    include_file_path: true,
    start_at: "end",
    storage: "file_storage",
    operators: [
      { type: "container" },
      {
        type: "regex_parser",
        parse_from: 'resource["k8s.pod.name"]',
        regex: "^(?P<component>.+?)(?:-[0-9]+|-[a-z0-9]+-[a-z0-9]{5})$$",
        on_error: "send_quiet",
      },
      {
        type: "move",
        if: "attributes.component != nil",
        from: "attributes.component",
        to: 'resource["service.name"]',
      },
      ...fields,
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
      ...(logs === undefined ? {} : { file_log: "namespace" in logs ? podLog(logs) : engineLog(logs) }),
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
