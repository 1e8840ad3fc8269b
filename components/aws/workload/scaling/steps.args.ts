import type { input } from "@pulumi/aws/types";
import { seconds, type Autoscale, type ScalingStep } from "../../../model";

type Adjustment = input.appautoscaling.PolicyStepScalingPolicyConfigurationStepAdjustment;

/** What changes the number of instances in one direction. */
export interface Direction {
  readonly name: "up" | "down";
  /** Percent of what the autoscaler aims at, beyond which the load is to be answered: as far as Kubernetes' autoscaler tolerates. */
  readonly threshold: number;
  readonly comparison: "GreaterThanThreshold" | "LessThanThreshold";
  /** Minutes for which it has to be so. */
  readonly minutes: number;
  /** Seconds between two changes. */
  readonly cooldown: number;
  readonly adjustments: readonly Adjustment[];
}

/** From this percent of the aim on, that many percent of the instances are added. */
const additions = [
  [110, 25],
  [125, 50],
  [150, 100],
] as const;
/** Below this percent of the aim, that many percent of the instances are removed. */
const removals = [
  [90, 10],
  [75, 25],
  [50, 50],
] as const;

/** As Kubernetes does it where nothing is said (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#default-behavior), by the minute. */
const usual = {
  up: { percent: 100, period: "60s", stabilization: "0s" },
  down: { percent: 100, period: "60s", stabilization: "300s" },
} as const;

/** Whether the number of instances changes by steps: target tracking has none. */
export function isStepped({ scaleUp, scaleDown }: Autoscale): boolean {
  return scaleUp?.percent !== undefined || scaleDown?.percent !== undefined;
}

/** CloudWatch measures a service every minute. */
const minutesOf = (stabilization: ScalingStep["stabilization"]): number =>
  Math.max(1, Math.ceil(seconds(stabilization) / 60));

/**
 * The steps by which the number of instances follows the load, as near to how much it is above or below its aim as AWS's step scaling comes, and never more at
 * once than the model says: https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 *
 * @returns intervals relative to the threshold, in ascending order
 */
export function directionsOf({ scaleUp, scaleDown }: Autoscale): readonly Direction[] {
  const up = { ...usual.up, ...scaleUp };
  const down = { ...usual.down, ...scaleDown };
  const raised = up.percent > 100 ? [...additions, [200, up.percent] as const] : additions;
  return [
    {
      name: "up",
      threshold: 110,
      comparison: "GreaterThanThreshold",
      minutes: minutesOf(up.stabilization),
      cooldown: Math.ceil(seconds(up.period)),
      adjustments: raised.map(([from, percent], index) => ({
        metricIntervalLowerBound: String(from - 110),
        ...bound("metricIntervalUpperBound", raised[index + 1]?.[0], 110),
        scalingAdjustment: Math.min(percent, up.percent),
      })),
    },
    {
      name: "down",
      threshold: 90,
      comparison: "LessThanThreshold",
      minutes: minutesOf(down.stabilization),
      cooldown: Math.ceil(seconds(down.period)),
      adjustments: [...removals].reverse().map(([below, percent], index, all) => ({
        ...bound("metricIntervalLowerBound", all[index - 1]?.[0], 90),
        metricIntervalUpperBound: String(below - 90),
        scalingAdjustment: -Math.min(percent, down.percent),
      })),
    },
  ];
}

/** The first and the last interval have no end on one side. */
function bound(
  name: "metricIntervalLowerBound" | "metricIntervalUpperBound",
  at: number | undefined,
  threshold: number,
): Partial<Adjustment> {
  return at === undefined ? {} : { [name]: String(at - threshold) };
}
