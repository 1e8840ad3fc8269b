import type { System } from "../../../model";
import { renderDashboard, uidOf } from "../../../render/grafana";
import { shortened } from "../../../render/names";
import { defaultAlerts } from "../../../render/prometheus/defaults";
import { promDuration } from "../../../render/prometheus/duration";
import { objectiveRecordings } from "../../../render/prometheus/objectives";
import { ruleGroups } from "../../../render/prometheus/rules";
import { scoped } from "../../../render/prometheus/scoped";
import { kindOf } from "../../ingress/kinds";
import type { Owner } from "../../labels";
import type { KubernetesSettings } from "../../settings";
import { isAgent, placesOf } from "../../workload/agents.args";

/** Longest address of a page of Grafana. */
const longestUid = 40;

/** By which series of the system are told from those of others, in a Prometheus that has all of a cluster. */
export function ownSeries(system: System, owner: Owner, settings: KubernetesSettings): string {
  const { own, nodes } = placesOf(owner, settings);
  return system.services.some(({ name }) => isAgent(system, name))
    ? `namespace=~"${own}|${nodes}"`
    : `namespace="${own}"`;
}

/** The system as far as its requests are counted: behind a controller of the cluster, nobody of its own does. */
function counted(system: System, settings: KubernetesSettings): System {
  if (kindOf(settings).forwardedFrom === undefined) return system;
  const { ingress: _, ...rest } = system;
  return rest;
}

/**
 * The rules of a system (monitoring.coreos.com/v1 PrometheusRule): those that its own Prometheus has on a cluster, each asking for series of its namespace
 * alone. Every alert has the label `namespace`, by which the Alertmanager of an operator knows whom to tell.
 */
export function prometheusRuleSpec(
  described: System,
  owner: Owner,
  settings: KubernetesSettings,
): Readonly<Record<string, unknown>> {
  const system = counted(described, settings);
  const { alerts = [], metrics } = system.monitoring ?? {};
  const matcher = ownSeries(system, owner, settings);
  const { own: namespace } = placesOf(owner, settings);
  const groups = ruleGroups(
    system,
    {
      objectives: objectiveRecordings(system),
      system: alerts,
      defaults: defaultAlerts(system, "operator"),
    },
    "operator",
  );
  return {
    groups: groups.map(({ name, rules }) => ({
      name: `${namespace}-${name}`,
      ...(metrics === undefined ? {} : { interval: promDuration(metrics.interval) }),
      rules: rules.map((rule) => ({
        ...rule,
        expr: scoped(rule.expr, matcher),
        labels: {
          ...("labels" in rule
            ? { ...rule.labels, system: system.name, environment: system.environment }
            : {}),
          namespace,
        },
      })),
    })),
  };
}

/** The pages of graphs, by the names of their files: a Grafana for many systems tells them apart by the namespace. */
export function dashboards(
  system: System,
  owner: Owner,
  settings: KubernetesSettings,
): Readonly<Record<string, string>> {
  const { own } = placesOf(owner, settings);
  const matcher = ownSeries(system, owner, settings);
  return Object.fromEntries(
    (system.monitoring?.dashboards ?? []).map((page, index) => {
      const uid = shortened(`${own}-${uidOf(page, index)}`, longestUid);
      const panels = page.panels.map((panel) => ({ ...panel, expr: scoped(panel.expr, matcher) }));
      return [`${uid}.json`, renderDashboard({ title: `${page.title} (${own})`, panels }, uid)];
    }),
  );
}
