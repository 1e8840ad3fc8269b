import type { Signal } from "../../model";
import { promDuration } from "./duration";

type Of<T extends Signal["type"]> = Extract<Signal, { readonly type: T }>;

/** What a pod is called ends with a number, or with the hash of its release and one of its own. */
const endings = ["-[0-9]+", "-[a-z0-9]+-[a-z0-9]{5}"];

/** The name of the component, and that of the pod, as labels of what a cluster tells of its pods. */
function named(series: string): string {
  const component = endings.reduce(
    (inner, ending) => `label_replace(${inner}, "component", "$1", "pod", "(.+)${ending}")`,
    series,
  );
  return `label_replace(${component}, "name", "$1", "pod", "(.+)")`;
}

const by = "by (component, name)";

/** Of containers, without the sums of whole pods and what holds their network. */
function selector(of: readonly string[] | undefined, ...more: readonly string[]): string {
  const pods = of === undefined ? [] : [`pod=~"(?:${[...of].sort().join("|")})(?:${endings.join("|")})"`];
  return `{${[`container!=""`, `container!="POD"`, ...pods, ...more].join(",")}}`;
}

/**
 * The share of their processors that pods use, by what a cluster's own monitoring has of every pod: the kubelets, and kube-state-metrics for limits
 * (https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/pod-metrics.md).
 */
export function podsUse({ of, over, above }: Of<"cpu">): string {
  const used = `sum ${by} (${named(`rate(container_cpu_usage_seconds_total${selector(of)}[${promDuration(over)}])`)})`;
  const allowed = `sum ${by} (${named(`kube_pod_container_resource_limits${selector(of, `resource="cpu"`)}`)})`;
  return `${used} / ${allowed} > ${above}`;
}

/** The share of their memory that containers hold, of each pod's the largest. */
export function podsHold({ of, above }: Of<"memory">): string {
  const held = `max by (pod, container) (container_memory_working_set_bytes${selector(of)})`;
  const allowed = `max by (pod, container) (kube_pod_container_resource_limits${selector(of, `resource="memory"`)})`;
  return `max ${by} (${named(`${held} / ${allowed}`)}) > ${above}`;
}

/** What is free of claims, by the kubelets. */
export function claimsFree(below: number): string {
  const share = "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes";
  return `min by (device) (label_replace(${share}, "device", "$1", "persistentvolumeclaim", "(.+)")) < ${below}`;
}
