import { Policy, Target, type PolicyArgs } from "@pulumi/aws/appautoscaling";
import { LogMetricFilter, MetricAlarm } from "@pulumi/aws/cloudwatch";
import type { Service as EcsService } from "@pulumi/aws/ecs";
import { interpolate, type Resource } from "@pulumi/pulumi";
import type { Service } from "../../../model";
import type { AwsContext } from "../../context";
import { frontOf } from "../../ingress/fronted.args";
import { tags } from "../../labels";
import { loadOf, requestFilter, requestsEach } from "./autoscale.args";
import { directionsOf, isStepped } from "./steps.args";
import { trackedMetrics, type Attachment, type TrackedMetric } from "../service.args";

interface Scaled {
  readonly service: Service;
  readonly made: EcsService;
  readonly attachments: readonly Attachment[];
}

/** Has the number of a service's instances follow its load, where the service asks for that. */
export function createAutoscaler(context: AwsContext, scaled: Scaled, parent: Resource): void {
  const { service, made } = scaled;
  if (service.autoscale === undefined) return;
  const name = `${context.prefix}-${service.name}`;
  const dimension = {
    serviceNamespace: "ecs",
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: interpolate`service/${context.cluster.name}/${made.name}`,
  };
  const target = new Target(
    name,
    {
      ...dimension,
      minCapacity: service.autoscale.min,
      maxCapacity: service.autoscale.max,
      tags: tags(context, service.name, "service"),
    },
    { parent },
  );
  if (isStepped(service.autoscale)) {
    createSteps(context, scaled, { dimension, target, parent });
    return;
  }
  for (const tracked of trackedMetrics(service.autoscale)) {
    const measured = specification(context, scaled, { tracked, parent });
    if (measured === undefined) continue;
    new Policy(
      `${name}-${tracked.name}`,
      {
        ...dimension,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          targetValue: tracked.target,
          scaleInCooldown: tracked.inCooldown,
          scaleOutCooldown: tracked.outCooldown,
          ...measured,
        },
      },
      { parent, dependsOn: target },
    );
  }
}

/** Changes the number of instances by steps, by one alarm for more and one for less: several aims are one load. */
function createSteps(
  context: AwsContext,
  scaled: Scaled,
  {
    dimension,
    target,
    parent,
  }: {
    readonly dimension: Pick<PolicyArgs, "serviceNamespace" | "scalableDimension" | "resourceId">;
    readonly target: Target;
    readonly parent: Resource;
  },
): void {
  const { service, made, attachments } = scaled;
  if (service.autoscale === undefined) return;
  const group = attachments[0]?.suffix;
  if (service.autoscale.requestsPerSecond !== undefined && group === undefined)
    createRequestFilter(context, service, parent);
  const aims = trackedMetrics(service.autoscale);
  // As of target tracking: where it aims at nothing, its bounds alone hold.
  if (aims.length === 0) return;
  const load = loadOf(
    aims,
    { prefix: context.prefix, name: service.name, cluster: context.cluster.name, service: made.name },
    group,
  );
  for (const direction of directionsOf(service.autoscale)) {
    const name = `${context.prefix}-${service.name}-${direction.name}`;
    const policy = new Policy(
      name,
      {
        ...dimension,
        policyType: "StepScaling",
        stepScalingPolicyConfiguration: {
          adjustmentType: "PercentChangeInCapacity",
          cooldown: direction.cooldown,
          metricAggregationType: "Average",
          minAdjustmentMagnitude: 1,
          stepAdjustments: [...direction.adjustments],
        },
      },
      { parent, dependsOn: target },
    );
    new MetricAlarm(
      name,
      {
        alarmDescription: `Scales ${service.name} ${direction.name}`,
        metricQueries: load,
        comparisonOperator: direction.comparison,
        threshold: direction.threshold,
        evaluationPeriods: direction.minutes,
        datapointsToAlarm: direction.minutes,
        treatMissingData: "notBreaching",
        alarmActions: [policy.arn],
        tags: tags(context, service.name, "service"),
      },
      { parent },
    );
  }
}

/** Has the requests that nginx sends to a service counted, by the lines that it writes of them; without nginx nobody needs it. */
function createRequestFilter(context: AwsContext, service: Service, parent: Resource): boolean {
  const front = frontOf(context.model);
  if (front === undefined) return false;
  new LogMetricFilter(
    `${context.prefix}-${service.name}-requests`,
    { logGroupName: context.logGroupOf(front.name).name, ...requestFilter(context, service.name) },
    { parent },
  );
  return true;
}

type Measured = Pick<
  Exclude<
    Extract<PolicyArgs["targetTrackingScalingPolicyConfiguration"], { targetValue: unknown }>,
    undefined
  >,
  "predefinedMetricSpecification" | "customizedMetricSpecification"
>;

/** What is measured: by AWS itself, or of the requests that nginx sends to a service by the lines that it writes of them. */
function specification(
  context: AwsContext,
  { service, made, attachments }: Scaled,
  { tracked, parent }: { readonly tracked: TrackedMetric; readonly parent: Resource },
): Measured | undefined {
  if (tracked.name !== "requests")
    return { predefinedMetricSpecification: { predefinedMetricType: tracked.metric } };
  const [attachment] = attachments;
  if (attachment !== undefined)
    return {
      predefinedMetricSpecification: {
        predefinedMetricType: tracked.metric,
        resourceLabel: attachment.label,
      },
    };
  if (!createRequestFilter(context, service, parent)) return undefined;
  return {
    customizedMetricSpecification: {
      metrics: requestsEach({
        prefix: context.prefix,
        name: service.name,
        cluster: context.cluster.name,
        service: made.name,
      }),
    },
  };
}
