import { Workspace, WorkspaceConfiguration } from "@pulumi/aws/amp";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import type { System } from "../../model";
import { cloudVariables } from "../../render/telemetry/managed";
import { children } from "../children";
import type { AwsContext } from "../context";
import type { Statement } from "../iam/policy.args";
import { systemTags } from "../labels";
import { nodesOf, type Nodes } from "../../shared/children";
import { keptDays } from "./prometheus.args";
import { rightsOf } from "./rights.args";

type PrometheusContext = Pick<AwsContext, "prefix" | "system" | "stack" | "keyArn" | "model">;

/** Amazon Managed Service for Prometheus of a system: where its metrics are kept, and asked for. */
export class Prometheus extends ComponentResource {
  readonly workspace: Workspace;
  /** Where it is reached, without a slash at the end. */
  readonly url: Output<string>;

  constructor(context: PrometheusContext, opts?: ComponentResourceOptions) {
    super("trireme:aws:Prometheus", `${context.prefix}-prometheus`, {}, opts);
    this.workspace = new Workspace(
      context.prefix,
      { alias: context.prefix, kmsKeyArn: context.keyArn, tags: systemTags(context) },
      { parent: this },
    );
    new WorkspaceConfiguration(
      context.prefix,
      { workspaceId: this.workspace.id, retentionPeriodInDays: keptDays(context.model) },
      { parent: this },
    );
    this.url = this.workspace.prometheusEndpoint.apply((endpoint) => endpoint.replace(/\/$/, ""));
    this.registerOutputs({ url: this.url });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.prometheus> {
    return nodesOf(this, children.prometheus);
  }
}

/** What a component that monitoring made is told of AWS, and what its task may ask it. */
export interface Entitled {
  readonly variables: Readonly<Record<string, Input<string>>>;
  readonly grants: readonly Statement[];
}

const nothing: Entitled = { variables: {}, grants: [] };

/** The same, by what its origin says that it may. */
export function entitled(
  { model, settings, cluster }: Pick<AwsContext, "model" | "settings" | "cluster">,
  component: string,
  prometheus: Prometheus | undefined,
): Entitled {
  const rights = new Set(rightsOf(model satisfies System, component));
  if (rights.size === 0) return nothing;
  const stored = rights.has("write-metrics") || rights.has("read-metrics") ? prometheus : undefined;
  return {
    variables: {
      [cloudVariables.region]: settings.region,
      ...(stored === undefined ? {} : { [cloudVariables.metrics]: stored.url }),
      ...(rights.has("find-tasks") ? { [cloudVariables.cluster]: cluster.name } : {}),
    },
    grants: [
      ...(stored !== undefined && rights.has("write-metrics")
        ? [{ sid: "WriteMetrics", actions: ["aps:RemoteWrite"], resources: [stored.workspace.arn] }]
        : []),
      ...(stored !== undefined && rights.has("read-metrics")
        ? [
            {
              sid: "ReadMetrics",
              actions: ["aps:QueryMetrics", "aps:GetLabels", "aps:GetSeries", "aps:GetMetricMetadata"],
              resources: [stored.workspace.arn],
            },
          ]
        : []),
      ...(rights.has("find-tasks")
        ? [
            {
              sid: "Tasks",
              actions: [
                "ecs:DescribeContainerInstances",
                "ecs:DescribeServices",
                "ecs:DescribeTasks",
                "ecs:ListServices",
                "ecs:ListTasks",
              ],
              resources: ["*"],
              conditions: { ArnEquals: { "ecs:cluster": cluster.arn } },
            },
            {
              // AWS knows no resource for either.
              sid: "Definitions",
              actions: ["ecs:DescribeTaskDefinition", "ec2:DescribeInstances"],
              resources: ["*"],
            },
          ]
        : []),
      ...(rights.has("write-traces")
        ? [
            {
              // Nor for these.
              sid: "WriteTraces",
              actions: [
                "xray:GetSamplingRules",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
              ],
              resources: ["*"],
            },
          ]
        : []),
    ],
  };
}
