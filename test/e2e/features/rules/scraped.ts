import { parse } from "yaml";
import { plain } from "../../../support/plain";
import type { System } from "../../../../components/model";

/** One series as Prometheus would keep it: a gauge at its value, a counter that grows by it each second, or the time of the last look. */
export interface Series {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly kind: "gauge" | "counter" | "clock";
  readonly value: number;
}

/** What the rendered `prometheus.yml` says of one who is asked. */
export interface Target {
  readonly job: string;
  /** What it gives to all that is answered: `service` and `instance`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly honours: boolean;
  readonly relabels: readonly Relabel[];
}

interface Relabel {
  readonly source_labels: readonly string[];
  readonly regex: string;
  readonly action?: "drop";
  readonly target_label?: string;
  readonly replacement?: string;
}

interface ScrapeConfig {
  readonly job_name: string;
  readonly honor_labels?: boolean;
  readonly metric_relabel_configs?: readonly Relabel[];
  readonly static_configs: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

/** A file of the service that monitoring has made. */
export function fileOf(made: System, service: string, path: string): string {
  const file = made.services.find(({ name }) => name === service)?.files?.[path];
  if (file === undefined) throw new Error(`${made.name}: ${service} has no ${path}`);
  return plain(file.content);
}

/** Whom Prometheus asks, as its rendered configuration says. */
export function targetsOf(made: System): readonly Target[] {
  const { scrape_configs: all } = parse(fileOf(made, "prometheus", "/etc/prometheus/prometheus.yml")) as {
    scrape_configs: readonly ScrapeConfig[];
  };
  return all.flatMap((one) =>
    one.static_configs.map(({ labels }) => ({
      job: one.job_name,
      labels,
      honours: one.honor_labels === true,
      relabels: one.metric_relabel_configs ?? [],
    })),
  );
}

/** The labels after `metric_relabel_configs`; undefined where the sample is dropped. */
function relabelled(
  labels: Readonly<Record<string, string>>,
  relabels: readonly Relabel[],
): Readonly<Record<string, string>> | undefined {
  let now = labels;
  for (const { source_labels, regex, action, target_label = "", replacement = "$1" } of relabels) {
    const found = new RegExp(`^(?:${regex})$`).exec(source_labels.map((label) => now[label] ?? "").join(";"));
    if (found === null) continue;
    if (action === "drop") return undefined;
    now = { ...now, [target_label]: replacement.replace("$1", found[1] ?? "") };
  }
  return now;
}

/** The series that Prometheus keeps of one that a target answers, by the rules of labels that collide. */
export function kept(target: Target, answered: Series): readonly Series[] {
  const given = { job: target.job, ...target.labels };
  const own = Object.fromEntries(
    Object.entries(answered.labels).map(([label, value]): [string, string] =>
      label in given && !target.honours ? [`exported_${label}`, value] : [label, value],
    ),
  );
  const labels = relabelled({ ...given, ...own }, target.relabels);
  return labels === undefined ? [] : [{ ...answered, labels }];
}
