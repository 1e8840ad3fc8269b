import type { LogMetricFilterArgs } from "@pulumi/aws/cloudwatch";
import type { input } from "@pulumi/aws/types";
import type { Input } from "@pulumi/pulumi";
import type { TrackedMetric } from "../service.args";

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

interface Counted {
  readonly prefix: string;
  readonly name: string;
  readonly cluster: Input<string>;
  /** What ECS calls it. */
  readonly service: Input<string>;
}

/** Requests a minute for each instance of a service. */
export function requestsEach({ prefix, name, cluster, service }: Counted): Metric[] {
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

type Query = input.cloudwatch.MetricAlarmMetricQuery;

/** A minute, as CloudWatch measures a service. */
const period = 60;

/** What one metric of an autoscaler is by the minute, under its name. */
function measured(
  { name }: TrackedMetric,
  { prefix, name: of, cluster, service }: Counted,
  group: Input<string> | undefined,
): Query[] {
  if (name === "requests" && group !== undefined)
    return [
      {
        id: name,
        metric: {
          ...{ namespace: "AWS/ApplicationELB", metricName: "RequestCountPerTarget", stat: "Sum", period },
          dimensions: { TargetGroup: group },
        },
        returnData: false,
      },
    ];
  if (name === "requests")
    return [
      {
        id: "counted",
        metric: { namespace: namespace(prefix), metricName: metricName(of), stat: "Sum", period },
        returnData: false,
      },
      {
        id: "instances",
        metric: {
          ...{ namespace: "ECS/ContainerInsights", metricName: "RunningTaskCount", stat: "Average", period },
          dimensions: { ClusterName: cluster, ServiceName: service },
        },
        returnData: false,
      },
      { id: name, expression: "counted / instances", label: `Requests of ${of}`, returnData: false },
    ];
  return [
    {
      id: name,
      metric: {
        ...{ namespace: "AWS/ECS", stat: "Average", period },
        metricName: name === "cpu" ? "CPUUtilization" : "MemoryUtilization",
        dimensions: { ClusterName: cluster, ServiceName: service },
      },
      returnData: false,
    },
  ];
}

/**
 * The load of a service in percent of what its autoscaler aims at: of several aims the one that is passed the furthest, as Kubernetes' autoscaler counts.
 *
 * @param group what metrics call the service's target group; absent: nginx counts its requests
 */
export function loadOf(
  tracked: readonly TrackedMetric[],
  counted: Counted,
  group: Input<string> | undefined,
): Query[] {
  const shares = tracked.map(({ name, target }) => `${name} / ${target} * 100`);
  return [
    ...tracked.flatMap((one) => measured(one, counted, group)),
    {
      id: "load",
      expression: shares.length === 1 ? (shares[0] ?? "") : `MAX([${shares.join(", ")}])`,
      label: `Load of ${counted.name} in percent of its aim`,
      returnData: true,
    },
  ];
}
