import { seconds, type Duration, type Template, type Value } from "../../model";
import { yamlDocument, type Document } from "../document";
import { promDuration } from "../prometheus/duration";
import { fallbackProtocol, patienceOf } from "../prometheus/scrapes";
import type { CollectorPorts } from "./collector";

/** What tells a container of the target where it is, by the names of its variables. */
export const cloudVariables = {
  /** Region of its cloud. */
  region: "AWS_REGION",
  /** Cluster whose tasks it asks. */
  cluster: "TRIREME_CLUSTER",
  /** Where metrics are kept, without a slash at the end. */
  metrics: "TRIREME_METRICS_URL",
} as const;

/** Instances of a service, each a task of ECS, that are asked for their metrics. */
export interface TaskScrape {
  readonly job: string;
  /** What is measured: the label `service`. */
  readonly service: string;
  /** The container that answers; no other component of the system has one of that name. */
  readonly container: string;
  readonly port: number;
  readonly path: string;
  /** Whether its own labels hold where the scrape's are called alike. @default false */
  readonly honourLabels?: boolean;
}

/** What answers under a name that stays. */
export interface NamedScrape {
  readonly job: string;
  readonly service: string;
  /** `host:port` by what the label `instance` holds. */
  readonly instances: Readonly<Record<string, Value>>;
}

/** What the collector takes in, and where it sends it. */
export interface ManagedCollectorOptions {
  readonly ports: CollectorPorts;
  /** Folder for the list of tasks, which it writes itself. */
  readonly folder: string;
  /** What is asked for metrics. @default nothing: traces alone */
  readonly metrics?: {
    readonly interval: Duration;
    readonly tasks: readonly TaskScrape[];
    readonly named: readonly NamedScrape[];
    /** Tells this system's series from another's. */
    readonly labels: Readonly<Record<string, string>>;
  };
  /** Whether services send it traces. */
  readonly traces: boolean;
}

const variable = (name: keyof typeof cloudVariables): string => `\${env:${cloudVariables[name]}}`;

/**
 * Names are made of lower-case letters, digits and hyphens: no character that a regular expression knows. Of two dollars the collector reads one
 * (https://opentelemetry.io/docs/collector/configuration/#environment-variables).
 */
const exactly = (name: string): string => `^${name}$$`;

/** Longest time until a new task is known; AWS bounds how often it is asked for lists. */
const longestRefresh = 30;

type Metrics = NonNullable<ManagedCollectorOptions["metrics"]>;

/**
 * Which tasks there are, as ECS itself says: DNS of Cloud Map names eight at most, and Service Connect leads to one of all
 * (https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/extension/observer/ecsobserver). A container is known by its name,
 * which is its component's: the cluster holds nothing but the stack.
 */
function observer({ tasks, interval }: Metrics, file: string): Document {
  return {
    cluster_name: variable("cluster"),
    cluster_region: variable("region"),
    refresh_interval: `${Math.max(10, Math.min(longestRefresh, Math.ceil(seconds(interval))))}s`,
    result_file: file,
    // Without a list of its own the extension looks for a label of Docker's.
    docker_labels: [],
    task_definitions: tasks.map(({ job, container, port, path }) => ({
      arn_pattern: ".*",
      container_name_pattern: exactly(container),
      job_name: job,
      metrics_path: path,
      metrics_ports: [port],
    })),
  };
}

/** The label by which the list of tasks says whose they are; `job` is the receiver's own. */
const jobLabel = "prometheus_job";

function taskConfig({ job, service, honourLabels }: TaskScrape, file: string): Document {
  return {
    job_name: job,
    fallback_scrape_protocol: fallbackProtocol,
    ...(honourLabels === true ? { honor_labels: true } : {}),
    file_sd_configs: [{ files: [file], refresh_interval: "15s" }],
    relabel_configs: [
      { source_labels: [jobLabel], regex: job, action: "keep" },
      { regex: jobLabel, action: "labeldrop" },
      { target_label: "service", replacement: service },
    ],
  };
}

function namedConfig({ job, service, instances }: NamedScrape): Document {
  return {
    job_name: job,
    fallback_scrape_protocol: fallbackProtocol,
    static_configs: Object.entries(instances).map(([instance, address]) => ({
      targets: [address],
      labels: { service, instance },
    })),
  };
}

/** As Prometheus asks on the other targets. */
function prometheusReceiver({ interval, tasks, named }: Metrics, file: string): Document {
  const configs = [
    ...tasks.map((one) => ({ job: one.job, config: taskConfig(one, file) })),
    ...named.map((one) => ({ job: one.job, config: namedConfig(one) })),
  ];
  return {
    config: {
      global: { scrape_interval: promDuration(interval), scrape_timeout: patienceOf(interval) },
      scrape_configs: configs.sort((a, b) => a.job.localeCompare(b.job)).map(({ config }) => config),
    },
  };
}

/** Metrics keep the names and labels that they were answered with: rules and pages ask for those. */
function remoteWrite({ labels }: Metrics): Document {
  return {
    http: {
      endpoint: `${variable("metrics")}/api/v1/remote_write`,
      auth: { authenticator: "sigv4auth" },
    },
    external_labels: labels,
    translation_strategy: "UnderscoreEscapingWithoutSuffixes",
    target_info: { enabled: false },
    disable_scope_info: true,
  };
}

/**
 * The configuration (https://opentelemetry.io/docs/collector/configuration/) of a collector that asks tasks of ECS for their metrics and sends them
 * to Amazon Managed Service for Prometheus, and traces to X-Ray, with the rights of its own task.
 */
export function renderManagedCollector({
  ports,
  folder,
  metrics,
  traces,
}: ManagedCollectorOptions): Template {
  const processors = ["memory_limiter", "batch"];
  const everywhere = (port: number): string => `0.0.0.0:${port}`;
  const file = `${folder}/targets.yaml`;
  return yamlDocument({
    extensions: {
      health_check: { endpoint: everywhere(ports.health) },
      ...(metrics === undefined
        ? {}
        : {
            sigv4auth: { region: variable("region"), service: "aps" },
            ecs_observer: observer(metrics, file),
          }),
    },
    receivers: {
      ...(metrics === undefined ? {} : { prometheus: prometheusReceiver(metrics, file) }),
      ...(traces
        ? {
            otlp: {
              protocols: {
                grpc: { endpoint: everywhere(ports.grpc) },
                http: { endpoint: everywhere(ports.http) },
              },
            },
          }
        : {}),
    },
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 },
      batch: {},
    },
    exporters: {
      ...(metrics === undefined ? {} : { prometheus_remote_write: remoteWrite(metrics) }),
      ...(traces ? { awsxray: { region: variable("region") } } : {}),
    },
    service: {
      extensions: ["health_check", ...(metrics === undefined ? [] : ["sigv4auth", "ecs_observer"])],
      pipelines: {
        ...(metrics === undefined
          ? {}
          : { metrics: { receivers: ["prometheus"], processors, exporters: ["prometheus_remote_write"] } }),
        ...(traces ? { traces: { receivers: ["otlp"], processors, exporters: ["awsxray"] } } : {}),
      },
      telemetry: {
        metrics: {
          readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: ports.metrics } } } }],
        },
      },
    },
  });
}
