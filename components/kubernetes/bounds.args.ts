import { boundedDuration, type Bounds, type Health, type Problem, type Service, type System } from "../model";

/** What a probe takes, in whole seconds (core/v1 Probe). */
const probeBounds: Bounds = [1, 2 ** 31 - 1];
/** What an autoscaler takes (autoscaling/v2 HPAScalingRules). */
const stabilizationBounds: Bounds = [0, 3600];
const periodBounds: Bounds = [1, 1800];

function healthProblems(path: string, health: Health | undefined): readonly Problem[] {
  return (["interval", "timeout"] as const).flatMap((key) =>
    boundedDuration(`${path}.${key}`, health?.[key], probeBounds, "a probe of the kubelet"),
  );
}

function serviceProblems({ name, health, readiness, liveness, autoscale }: Service): readonly Problem[] {
  const path = `services.${name}`;
  return [
    ...Object.entries({ health, readiness, liveness }).flatMap(([key, check]) =>
      healthProblems(`${path}.${key}`, check),
    ),
    ...(["scaleUp", "scaleDown"] as const).flatMap((key) => [
      ...boundedDuration(
        `${path}.autoscale.${key}.stabilization`,
        autoscale?.[key]?.stabilization,
        stabilizationBounds,
        "an autoscaler",
      ),
      ...boundedDuration(
        `${path}.autoscale.${key}.period`,
        autoscale?.[key]?.period,
        periodBounds,
        "an autoscaler",
      ),
    ]),
  ];
}

/** Values that Kubernetes would not take as they are: they are refused, not rounded or brought within its bounds. */
export function beyondBounds(system: System): readonly Problem[] {
  return system.services.flatMap(serviceProblems);
}
