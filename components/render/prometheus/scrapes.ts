import { seconds, type Duration, type Template, type Value } from "../../model";
import { yamlDocument, type Document } from "../document";
import { promDuration } from "./duration";

/** Something that answers Prometheus. */
export interface Scrape {
  /** Unique among the scrapes. */
  readonly job: string;
  /** What the label `service` holds: the service or store that is measured, which need not be who answers. */
  readonly service: string;
  /** Its instances: what the label `instance` holds, and `host:port`. */
  readonly instances: Readonly<Record<string, Value>>;
  /** @default "/metrics" */
  readonly path?: string;
  /** Whether its own labels hold where the scrape's are called alike. @default false */
  readonly honourLabels?: boolean;
  /** Changes to labels of what is answered, in their order. @default none */
  readonly relabel?: readonly Relabel[];
}

/** Sets a label to what another one says, or drops the sample where it says so. */
export type Relabel =
  | { readonly from: string; readonly matches?: string; readonly to: string; readonly value?: string }
  | { readonly from: string; readonly drops: string };

/** As Prometheus writes it (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config). */
function relabelConfig(one: Relabel): Document {
  return "drops" in one
    ? { source_labels: [one.from], regex: one.drops, action: "drop" }
    : {
        source_labels: [one.from],
        regex: one.matches ?? "(.+)",
        target_label: one.to,
        replacement: one.value ?? "$1",
      };
}

/** Where Prometheus finds what it needs. */
export interface PrometheusOptions {
  readonly interval: Duration;
  readonly scrapes: readonly Scrape[];
  /** Paths of rule files. */
  readonly rules: readonly string[];
  /** `host:port` of Alertmanager. @default alerts are seen in the user interface alone */
  readonly alertmanager?: Value;
  /** Tells this system's alerts from another's, where one receiver hears of both. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Longest time that a scrape may take: no longer than the time between two. */
const patience = "10s";

function scrapeConfig({ job, service, instances, path, honourLabels, relabel = [] }: Scrape): Document {
  return {
    job_name: job,
    // As Prometheus 2 read those who do not say what they answer.
    fallback_scrape_protocol: "PrometheusText0.0.4",
    ...(path === undefined || path === "/metrics" ? {} : { metrics_path: path }),
    ...(honourLabels === true ? { honor_labels: true } : {}),
    ...(relabel.length === 0 ? {} : { metric_relabel_configs: relabel.map(relabelConfig) }),
    static_configs: Object.entries(instances)
      .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
      .map(([instance, address]) => ({ targets: [address], labels: { service, instance } })),
  };
}

/**
 * `prometheus.yml` (https://prometheus.io/docs/prometheus/latest/configuration/configuration/). Each instance is a target
 * of its own by a name that stays: one that has stopped is then still asked, so that `up` is 0 and not gone.
 */
export function renderPrometheus({
  interval,
  scrapes,
  rules,
  alertmanager,
  labels,
}: PrometheusOptions): Template {
  return yamlDocument({
    global: {
      scrape_interval: promDuration(interval),
      scrape_timeout: promDuration(seconds(interval) < seconds(patience) ? interval : patience),
      evaluation_interval: promDuration(interval),
      external_labels: labels,
    },
    rule_files: rules,
    ...(alertmanager === undefined
      ? {}
      : { alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] } }),
    scrape_configs: [...scrapes].sort((a, b) => a.job.localeCompare(b.job)).map(scrapeConfig),
  });
}
