import type { System } from "../../model";
import type { KubernetesSettings } from "../settings";

/** The Prometheus of an operator: where it runs, and by which labels it selects what it reads. */
export type OperatedPrometheus = NonNullable<KubernetesSettings["prometheus"]>;

/** Whether a Prometheus Operator of the cluster reads what is to be measured. */
export function isOperated({ monitoring }: Pick<KubernetesSettings, "monitoring">): boolean {
  return monitoring === "prometheus-operator";
}

/** Whether its Prometheus asks the system for metrics. */
export function isAsked(
  { monitoring }: Pick<System, "monitoring">,
  settings: Pick<KubernetesSettings, "monitoring">,
): boolean {
  return isOperated(settings) && monitoring?.metrics !== undefined;
}

/** Where it is, and what it selects by: as kube-prometheus-stack installs it, where the stack says nothing. */
export function prometheusOf({ prometheus }: Pick<KubernetesSettings, "prometheus">): OperatedPrometheus {
  return prometheus ?? { namespace: "monitoring", labels: { release: "kube-prometheus-stack" } };
}
