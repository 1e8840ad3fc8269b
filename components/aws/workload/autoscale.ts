import { Policy, Target, type PolicyArgs } from "@pulumi/aws/appautoscaling";
import { LogMetricFilter } from "@pulumi/aws/cloudwatch";
import type { Service as EcsService } from "@pulumi/aws/ecs";
import { interpolate, type Resource } from "@pulumi/pulumi";
import type { Service } from "../../model";
import type { AwsContext } from "../context";
import { frontOf } from "../ingress/fronted.args";
import { tags } from "../labels";
import { requestFilter, requestsEach } from "./autoscale.args";
import { trackedMetrics, type Attachment, type TrackedMetric } from "./service.args";

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
  const front = frontOf(context.model);
  if (front === undefined) return undefined;
  new LogMetricFilter(
    `${context.prefix}-${service.name}-requests`,
    { logGroupName: context.logGroupOf(front.name).name, ...requestFilter(context, service.name) },
    { parent },
  );
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
