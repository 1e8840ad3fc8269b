import { namespaceOfPods, type ClusterRight, type System } from "../../model";
import type { Relabel, Scrape } from "../../render/prometheus/scrapes";

/** To find the nodes, and to ask each for its metrics, which says nothing else of them. */
export const nodeRights: readonly ClusterRight[] = [
  { group: "", resources: ["nodes"], verbs: ["get", "list", "watch"], whole: true },
  { group: "", resources: ["nodes/metrics"], verbs: ["get"], whole: true },
];

/** A node tells of all its pods: what is not of the system's own namespace is never kept. */
const own: Relabel = { from: "namespace", keeps: namespaceOfPods };

/** What a pod is called ends with a number, or with the hash of its release and one of its own. */
const component: readonly Relabel[] = [
  { from: "pod", matches: "(.+)-[0-9]+", to: "component" },
  { from: "pod", matches: "(.+)-[a-z0-9]+-[a-z0-9]{5}", to: "component" },
];

/**
 * Use of processors and memory by container, and how full claims are: each node's kubelet measures both
 * (https://kubernetes.io/docs/concepts/cluster-administration/system-metrics/), so that nothing else runs on nodes.
 */
export function nodeScrapes(system: System): readonly Scrape[] {
  const shared = { instances: {}, nodes: true, labels: { system: system.name } } as const;
  return [
    {
      ...shared,
      job: "cadvisor",
      service: "cadvisor",
      path: "/metrics/cadvisor",
      relabel: [
        own,
        // Sums of whole pods, and what holds their network, have no name.
        { from: "container", keeps: ".+" },
        { from: "container", drops: "POD" },
        { from: "pod", to: "name" },
        ...component,
      ],
    },
    {
      ...shared,
      job: "kubelet",
      service: "kubelet",
      relabel: [
        own,
        { from: "__name__", keeps: "kubelet_volume_stats_.+" },
        { from: "persistentvolumeclaim", to: "device" },
      ],
    },
  ];
}
