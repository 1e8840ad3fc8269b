import type { Autoscale, System } from "../../model";
import { scoped } from "../../render/prometheus/scoped";
import { requestRate } from "../../render/prometheus/signals";
import type { Refusal } from "../../shared/refusal";
import { kindOf } from "../ingress/kinds";
import type { Owner } from "../labels";
import { isOperated, prometheusOf } from "../observability/operated";
import { ownSeries } from "../observability/operator/rules.args";
import type { KubernetesSettings } from "../settings";
import { placesOf } from "./agents.args";
import { scalingSpeed } from "./service.args";

type Keda = Extract<NonNullable<KubernetesSettings["requests"]>, { readonly by: "keda" }>;

/** How KEDA is set up, where an autoscaler knows requests by it. */
export function kedaOf({ requests }: Pick<KubernetesSettings, "requests">): Keda | undefined {
  return requests?.by === "keda" ? requests : undefined;
}

/** Whether KEDA counts the instances of a service, in place of an autoscaler of ours. */
export function isScaledByKeda(
  autoscale: Autoscale | undefined,
  settings: Pick<KubernetesSettings, "requests">,
): boolean {
  return autoscale?.requestsPerSecond !== undefined && kedaOf(settings) !== undefined;
}

/** Where requests are asked for, and how. */
export interface Asked {
  readonly serverAddress: string;
  readonly query: string;
}

/** What KEDA asks about a service: its requests of the last minute, as our own proxy counted them. */
export function askedByKeda(
  system: System,
  service: string,
  { owner, settings }: { readonly owner: Owner; readonly settings: KubernetesSettings },
): Asked {
  const operated = isOperated(settings);
  const query = requestRate(system, service, "1m");
  const own = operated
    ? `http://prometheus-operated.${prometheusOf(settings).namespace}.svc:9090`
    : `http://prometheus.${placesOf(owner, settings).own}.svc:9090`;
  return {
    serverAddress: kedaOf(settings)?.prometheus ?? own,
    query: operated ? scoped(query, ownSeries(system, owner, settings)) : query,
  };
}

const utilization = (type: "cpu" | "memory", value: number | undefined) =>
  value === undefined ? [] : [{ type, metricType: "Utilization", metadata: { value: String(value) } }];

/**
 * What KEDA is asked for (keda.sh/v1alpha1 ScaledObject, https://keda.sh/docs/latest/reference/scaledobject-spec/). It makes the autoscaler, of the name that
 * ours would have; where that one is there already, it takes it over.
 */
export function scaledObjectSpec(
  target: string,
  { min, max, cpu, memory, requestsPerSecond = 1, ...speed }: Autoscale,
  asked: Asked,
): Readonly<Record<string, unknown>> {
  return {
    scaleTargetRef: { name: target },
    minReplicaCount: min,
    maxReplicaCount: max,
    advanced: { horizontalPodAutoscalerConfig: { name: target, ...scalingSpeed(speed) } },
    triggers: [
      ...utilization("cpu", cpu),
      ...utilization("memory", memory),
      {
        type: "prometheus",
        metricType: "AverageValue",
        metadata: { ...asked, threshold: String(requestsPerSecond) },
      },
    ],
  };
}

/** The annotation by which KEDA takes an autoscaler over that is there already. */
export const takesOver = { "scaledobject.keda.sh/transfer-hpa-ownership": "true" };

/** Services whose requests KEDA could not ask for. */
export function scalingRefusals(system: System, settings: KubernetesSettings): readonly Refusal[] {
  const { ingress, monitoring, services } = system;
  const measured = monitoring?.metrics !== undefined && settings.monitoring !== "none";
  const counted = kindOf(settings).forwardedFrom === undefined;
  return services
    .filter(({ autoscale }) => isScaledByKeda(autoscale, settings))
    .flatMap(({ name }) => {
      const path = `services.${name}.autoscale.requestsPerSecond`;
      const routed = ingress?.routes.some(({ to }) => "service" in to && to.service === name) ?? false;
      const others = "set trireme:kubernetes.requests to { by: prometheus-adapter }, or aim at cpu or memory";
      return [
        {
          path,
          set: !measured,
          message: `KEDA asks a Prometheus that the system is measured by, and there is none; add metrics to its monitoring and leave trireme:kubernetes.monitoring out or set it to prometheus-operator; else ${others}`,
        },
        {
          path,
          set: !counted,
          message: `KEDA asks what our own proxy counted, and ${settings.ingress.kind} takes the requests; set trireme:kubernetes.ingress.kind to proxy; else ${others}`,
        },
        {
          path,
          set: counted && !routed,
          message: `KEDA asks what our own proxy counted, and no route leads to "${name}"; ${others}`,
        },
      ];
    });
}
