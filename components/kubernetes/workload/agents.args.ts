import { longestName, originOf, type System } from "../../model";
import { shortened } from "../../render/names";
import { instancesEnding } from "../../render/prometheus/place";
import type { Owner } from "../labels";
import type { KubernetesSettings } from "../settings";

/** The namespaces of a system: its own, and that of its parts that see a folder of each node. */
export interface Places {
  readonly own: string;
  readonly nodes: string;
}

export function placesOf(
  { prefix }: Pick<Owner, "prefix">,
  settings: Pick<KubernetesSettings, "namespace">,
): Places {
  const own = settings.namespace ?? prefix;
  return { own, nodes: shortened(`${own}-node`, longestName) };
}

/** Whether a component runs on each node: it sees a folder of that. */
export function isAgent(system: Pick<System, "origins">, component: string): boolean {
  return originOf(system, component)?.host !== undefined;
}

/** Under which name a service is found by pods of the system's own namespace, or by those that run on each node. */
export function hostsOf(
  system: Pick<System, "origins">,
  { own, nodes }: Places,
): Readonly<Record<"own" | "nodes", (service: string) => string>> {
  return {
    own: (name) => (isAgent(system, name) ? `${name}${instancesEnding}.${nodes}` : name),
    nodes: (name) => `${name}.${own}`,
  };
}
