import type { input } from "@pulumi/kubernetes/types";
import { needsGpus, type Job, type Service } from "../../model";
import type { KubernetesSettings } from "../settings";

/** What a pod says of where it may run, and before whom it is started and kept. */
export type Placement = Pick<input.core.v1.PodSpec, "nodeSelector" | "tolerations" | "priorityClassName">;

type Settings = Pick<
  KubernetesSettings,
  "nodes" | "tolerations" | "gpuNodes" | "priorityClass" | "priorityClasses"
>;

/** The nodes that NVIDIA's own discovery labels. */
const discovered = { "nvidia.com/gpu.present": "true" };
/** By which nodes with GPUs keep all else away, where their provider does so. */
const gpuTaint = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" } as const;

function tolerated(settings: Settings, gpus: boolean): input.core.v1.Toleration[] {
  const named = (settings.tolerations ?? []).map(({ key, value, effect }) => ({
    key,
    ...(value === undefined ? { operator: "Exists" } : { operator: "Equal", value }),
    ...(effect === undefined ? {} : { effect }),
  }));
  return gpus ? [...named, gpuTaint] : named;
}

/**
 * Where the pods of a component may run, and before whom.
 *
 * @param workload what may compute on GPUs: it runs on the nodes that have some, and not on those of all others. @default nothing
 */
export function placement(
  component: string,
  settings: Settings,
  workload: Pick<Service | Job, "resources"> = {},
): Placement {
  const gpus = needsGpus(workload);
  const nodes = gpus ? (settings.gpuNodes ?? discovered) : settings.nodes;
  const tolerations = tolerated(settings, gpus);
  const priorityClassName = settings.priorityClasses?.[component] ?? settings.priorityClass;
  return {
    ...(nodes === undefined ? {} : { nodeSelector: { ...nodes } }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
  };
}

/** What the instances of a component are spread over. */
export interface SpreadOptions {
  /** Label that tells releases apart. @default that of a Deployment */
  readonly revision?: string;
  /** Whether no node that may take instances is left without one while another has two. @default false */
  readonly everyNode?: boolean;
}

const node = "kubernetes.io/hostname";
const zone = "topology.kubernetes.io/zone";

/** Over what instances are spread, with whether one waits rather than stand beside another: zones and nodes, and what the operator names. */
export function spreadOver(
  { spread }: Pick<KubernetesSettings, "spread">,
  everyNode = false,
): readonly { readonly topologyKey: string; readonly strictly: boolean }[] {
  const strictly = spread?.whenUnsatisfiable === "DoNotSchedule";
  const usual = [
    ...(spread === undefined ? [{ topologyKey: zone, strictly: false }] : []),
    { topologyKey: node, strictly: everyNode },
  ];
  if (spread === undefined) return usual;
  const { topologyKey } = spread;
  return [
    { topologyKey, strictly: topologyKey === node && everyNode ? true : strictly },
    ...usual.filter((one) => one.topologyKey !== topologyKey),
  ];
}

/** How instances with these labels are spread, as a pod says it. */
export function spreadConstraint(
  { topologyKey, strictly }: ReturnType<typeof spreadOver>[number],
  matchLabels: Readonly<Record<string, string>>,
): input.core.v1.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey,
    ...(strictly
      ? // A node that is drained takes none, and does not count.
        { whenUnsatisfiable: "DoNotSchedule", nodeTaintsPolicy: "Honor" }
      : { whenUnsatisfiable: "ScheduleAnyway" }),
    labelSelector: { matchLabels: { ...matchLabels } },
  };
}

/** On a node that has none of the pods selected, where there is such a node. */
export function apart(labelSelector: input.meta.v1.LabelSelector): input.core.v1.Affinity {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: { labelSelector, topologyKey: node } },
      ],
    },
  };
}

/** Replicas on different nodes and zones where there are such, or on what the operator names. */
export function spreading(
  selector: Readonly<Record<string, string>>,
  settings: Pick<KubernetesSettings, "spread">,
  { revision = "pod-template-hash", everyNode = false }: SpreadOptions = {},
): {
  readonly affinity: input.core.v1.Affinity;
  readonly spread: readonly input.core.v1.TopologySpreadConstraint[];
} {
  const matchLabels = { ...selector };
  return {
    affinity: apart({ matchLabels }),
    spread: spreadOver(settings, everyNode).map((one) => ({
      ...spreadConstraint(one, selector),
      // Of each release by itself, or a rollout would leave the new one unevenly spread.
      matchLabelKeys: [revision],
    })),
  };
}
