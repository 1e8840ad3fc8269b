import { seconds, type Duration, type Template, type Value } from "../../model";
import { yamlDocument, type Document } from "../document";
import { promDuration } from "./duration";

/** Something that answers Prometheus. */
export interface Scrape {
  /** Unique among the scrapes. */
  readonly job: string;
  /** What the label `service` holds: the service or store that is measured, which need not be who answers. */
  readonly service: string;
  /** Its instances by name: what the label `instance` holds, and `host:port`. */
  readonly instances: Readonly<Record<string, Value>>;
  /** The name under which DNS has the addresses of all further instances, and their port; the label `instance` holds both. @default none */
  readonly discovered?: { readonly host: Value; readonly port: number };
  /** Whether every node of the cluster is asked, at its kubelet: the label `instance` holds the node's name. @default false */
  readonly nodes?: boolean;
  /** Further labels of what nodes answer. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default "/metrics" */
  readonly path?: string;
  /** Whether its own labels hold where the scrape's are called alike. @default false */
  readonly honourLabels?: boolean;
  /** Changes to labels of what is answered, in their order. @default none */
  readonly relabel?: readonly Relabel[];
}

/** Sets a label to what another one says; or drops the sample where it says so, or unless it does. */
export type Relabel =
  | { readonly from: string; readonly matches?: string; readonly to: string; readonly value?: string }
  | { readonly from: string; readonly drops: string }
  | { readonly from: string; readonly keeps: string };

/** As Prometheus writes it (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config). */
function relabelConfig(one: Relabel): Document {
  if ("drops" in one) return { source_labels: [one.from], regex: one.drops, action: "drop" };
  if ("keeps" in one) return { source_labels: [one.from], regex: one.keeps, action: "keep" };
  return {
    source_labels: [one.from],
    regex: one.matches ?? "(.+)",
    target_label: one.to,
    replacement: one.value ?? "$1",
  };
}

/** Of those who do not say what they answer. */
export const fallbackProtocol = "PrometheusText0.0.4";

/** The pod's own account, as the kubelet puts it there. */
const account = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * The kubelets of a cluster (https://prometheus.io/docs/prometheus/latest/configuration/configuration/#node). Their certificates are most
 * often their own, which no authority signed; the token is of use to nobody but to read what nodes measure.
 */
const kubelets: { readonly [key: string]: Document } = {
  scheme: "https",
  kubernetes_sd_configs: [{ role: "node" }],
  authorization: { credentials_file: `${account}/token` },
  tls_config: { insecure_skip_verify: true },
};

function always(labels: Readonly<Record<string, string>>): readonly Document[] {
  return Object.entries(labels).map(([label, replacement]) => ({ target_label: label, replacement }));
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

/** How long an answer is waited for, where one is asked for as often as that. */
export function patienceOf(interval: Duration): string {
  return promDuration(seconds(interval) < seconds(patience) ? interval : patience);
}

/** Asked again as often as the instances are. Which kind of addresses a cluster has, it says itself. */
function discovery(
  { service, discovered, nodes = false, labels = {} }: Scrape,
  interval: Duration,
): { readonly [key: string]: Document } {
  if (nodes)
    return {
      ...kubelets,
      relabel_configs: [
        ...always({ service, ...labels }),
        { source_labels: ["__meta_kubernetes_node_name"], target_label: "instance" },
      ],
    };
  if (discovered === undefined) return {};
  const { host, port } = discovered;
  return {
    dns_sd_configs: ["A", "AAAA"].map((type) => ({
      names: [host],
      type,
      port,
      refresh_interval: promDuration(interval),
    })),
    relabel_configs: always({ service }),
  };
}

function scrapeConfig(scrape: Scrape, interval: Duration): Document {
  const { job, service, instances, path, honourLabels, relabel = [] } = scrape;
  const named = Object.entries(instances);
  return {
    job_name: job,
    // As Prometheus 2 read those who do not say what they answer.
    fallback_scrape_protocol: fallbackProtocol,
    ...(path === undefined || path === "/metrics" ? {} : { metrics_path: path }),
    ...(honourLabels === true ? { honor_labels: true } : {}),
    ...(relabel.length === 0 ? {} : { metric_relabel_configs: relabel.map(relabelConfig) }),
    ...discovery(scrape, interval),
    ...(named.length === 0
      ? {}
      : {
          static_configs: named
            .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
            .map(([instance, address]) => ({ targets: [address], labels: { service, instance } })),
        }),
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
      scrape_timeout: patienceOf(interval),
      evaluation_interval: promDuration(interval),
      external_labels: labels,
    },
    rule_files: rules,
    ...(alertmanager === undefined
      ? {}
      : { alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] } }),
    scrape_configs: [...scrapes]
      .sort((a, b) => a.job.localeCompare(b.job))
      .map((one) => scrapeConfig(one, interval)),
  });
}
