import type { LogMetricFilterArgs } from "@pulumi/aws/cloudwatch";
import type { input } from "@pulumi/aws/types";
import type { Input } from "@pulumi/pulumi";

type Metric =
  input.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetric;

/** Where the requests of a stack's services are counted. */
const namespace = (prefix: string) => `Trireme/${prefix}`;
const metricName = (service: string) => `Requests-${service}`;

/** Counts the lines that nginx writes of a service's requests. */
export function requestFilter(
  { prefix }: { readonly prefix: string },
  service: string,
): Omit<LogMetricFilterArgs, "logGroupName"> {
  return {
    pattern: `{ $.message = "request.completed" && $.service = "${service}" }`,
    metricTransformation: {
      namespace: namespace(prefix),
      name: metricName(service),
      value: "1",
      defaultValue: "0",
      unit: "Count",
    },
  };
}

/** Requests a minute for each instance of a service. */
export function requestsEach({
  prefix,
  name,
  cluster,
  service,
}: {
  readonly prefix: string;
  readonly name: string;
  readonly cluster: Input<string>;
  /** What ECS calls it. */
  readonly service: Input<string>;
}): Metric[] {
  return [
    {
      id: "requests",
      metricStat: { metric: { namespace: namespace(prefix), metricName: metricName(name) }, stat: "Sum" },
      returnData: false,
    },
    {
      id: "instances",
      metricStat: {
        metric: {
          namespace: "ECS/ContainerInsights",
          metricName: "RunningTaskCount",
          dimensions: [
            { name: "ClusterName", value: cluster },
            { name: "ServiceName", value: service },
          ],
        },
        stat: "Average",
      },
      returnData: false,
    },
    { id: "each", expression: "requests / instances", label: `Requests of ${name}`, returnData: true },
  ];
}
