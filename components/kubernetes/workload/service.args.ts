import type { HorizontalPodAutoscalerArgs } from "@pulumi/kubernetes/autoscaling/v2";
import { seconds, type Autoscale, type ScalingStep, type Service } from "../../model";
import { startBudget } from "./pod.args";

type Spec = Extract<HorizontalPodAutoscalerArgs["spec"], { maxReplicas: unknown }>;

/** Seconds for finding a node and pulling an image, on top of the start itself. */
const scheduling = 120;

/** Seconds for which the release waits for a store that lives and does not serve yet. */
export const recovery = 3600;

/** Seconds without progress after which a release counts as failed. */
export function releaseDeadline(service: Pick<Service, "health">): number {
  return startBudget(service.health) + scheduling;
}

/** The instances that a service has at least. */
export function leastInstances({ replicas, autoscale }: Pick<Service, "replicas" | "autoscale">): number {
  return autoscale?.min ?? replicas ?? 1;
}

function utilization(name: "cpu" | "memory", averageUtilization: number | undefined) {
  return averageUtilization === undefined
    ? []
    : [{ type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } }];
}

function step(scaling: ScalingStep | undefined) {
  if (scaling === undefined) return undefined;
  const { percent, period, stabilization } = scaling;
  return {
    stabilizationWindowSeconds: seconds(stabilization),
    ...(percent === undefined
      ? {}
      : { policies: [{ type: "Percent", value: percent, periodSeconds: seconds(period) }] }),
  };
}

/** How fast instances are added and removed; nothing where the target's own rules hold. */
export function scalingSpeed({ scaleUp, scaleDown }: Pick<Autoscale, "scaleUp" | "scaleDown">) {
  const behavior = { scaleUp: step(scaleUp), scaleDown: step(scaleDown) };
  return behavior.scaleUp === undefined && behavior.scaleDown === undefined ? {} : { behavior };
}

/** The autoscaler of a service: how many instances, by what, and how fast. */
export function autoscalerSpec(target: string, autoscale: Autoscale): Spec {
  const { min, max, cpu, memory, requestsPerSecond } = autoscale;
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: target },
    minReplicas: min,
    maxReplicas: max,
    metrics: [
      ...utilization("cpu", cpu),
      ...utilization("memory", memory),
      ...(requestsPerSecond === undefined
        ? []
        : [
            {
              type: "Pods",
              pods: {
                metric: { name: "http_requests_per_second" },
                target: { type: "AverageValue", averageValue: String(requestsPerSecond) },
              },
            },
          ]),
    ],
    ...scalingSpeed(autoscale),
  };
}
