import type { Postgres } from "../model";
import { kindOf } from "./ingress/kinds";
import { isOperated } from "./observability/operated";
import type { KubernetesSettings } from "./settings";

/** What a cluster leaves to lowering: monitoring is its own where the stack says so. */
export function clusterCapabilities(settings: Pick<KubernetesSettings, "ingress" | "monitoring">) {
  return {
    features: settings.monitoring === "none" ? ["pooler"] : ["pooler", "monitoring"],
    operated: ({ operator }: Postgres) => operator === "cloudnative-pg",
    place: isOperated(settings) ? ("operator" as const) : ("cluster" as const),
    counted: kindOf(settings).forwardedFrom === undefined,
  };
}
