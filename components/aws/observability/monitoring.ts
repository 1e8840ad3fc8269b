import { AlertManagerDefinition, RuleGroupNamespace } from "@pulumi/aws/amp";
import { Budget } from "@pulumi/aws/budgets";
import { Dashboard, MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import {
  all,
  ComponentResource,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { labelNames } from "../../model";
import type { Alarm, Metric } from "./alarm.args";
import { alarmsOf } from "./alerts.args";
import { managedRules } from "./asked.args";
import { alertManager } from "./prometheus.args";
import type { AwsContext } from "../context";
import { budgetOf } from "../cost/cost.args";
import { dashboardBody } from "./dashboard.args";
import { systemTags, tags } from "../labels";
import { Notify } from "./notify";
import { alarmName, fixedName, named } from "../naming.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface MonitoringArgs {
  /** What AWS calls the things that `known` of alarms.args.ts stands for. Alarms of what is not among them are not made. */
  readonly names: Readonly<Record<string, Input<string>>>;
  /** US dollars a month beyond which the budget warns. @default half as much again as the estimate */
  readonly budget?: number;
  /** Id of the Prometheus that rules are given to. @default none: nothing is asked of one */
  readonly workspaceId?: Input<string>;
}

const operators = {
  ">": "GreaterThanThreshold",
  ">=": "GreaterThanOrEqualToThreshold",
  "<": "LessThanThreshold",
  "<=": "LessThanOrEqualToThreshold",
} as const;

const placeholder = /\{[a-zA-Z]+(?::[a-z0-9-]+)?\}/g;

/** A text with the names that AWS gave. */
function resolved(text: string, names: MonitoringArgs["names"]): Output<string> {
  const wanted = [...new Set(text.match(placeholder) ?? [])].filter((one) => names[one] !== undefined);
  return all(wanted.map((one) => names[one] ?? "")).apply((values) =>
    wanted.reduce((sofar, one, index) => sofar.replaceAll(one, values[index] ?? ""), text),
  );
}

/** Alarms, the dashboard and the budget of a system, and whom they tell. */
export class Monitoring extends ComponentResource {
  readonly notify: Notify;
  readonly alarms: readonly MetricAlarm[];

  constructor(
    private readonly context: AwsContext,
    private readonly args: MonitoringArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:aws:Monitoring", `${context.prefix}-monitoring`, {}, opts);
    this.notify = new Notify(context, { parent: this });
    this.alarms = alarmsOf(context.model, context)
      .filter((alarm) => this.isNamed(alarm))
      .map((alarm) => this.createAlarm(alarm));
    this.createRules();
    this.createDashboard();
    this.createBudget();
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.monitoring> {
    return nodesOf(this, children.monitoring);
  }

  /** Whether all that an alarm speaks of has a name. */
  private isNamed({ watched }: Alarm): boolean {
    const texts = JSON.stringify(watched).match(placeholder) ?? [];
    return texts.every((one) => this.args.names[one] !== undefined);
  }

  private dimensions({ dimensions }: Metric): Output<Record<string, string>> {
    return output(
      Object.fromEntries(
        Object.entries(dimensions).map(([key, text]) => [key, resolved(text, this.args.names)]),
      ),
    );
  }

  /** The metric in the form that CloudWatch has for one, and for several. */
  private watched({ watched, period }: Alarm): Partial<MetricAlarmArgs> {
    if ("metric" in watched) {
      const { metric } = watched;
      const percentile = metric.stat.startsWith("p");
      return {
        namespace: metric.namespace,
        metricName: metric.name,
        dimensions: this.dimensions(metric),
        period,
        ...(percentile ? { extendedStatistic: metric.stat } : { statistic: metric.stat }),
      };
    }
    if ("query" in watched)
      return {
        metricQueries: [
          { id: "q", expression: resolved(watched.query, this.args.names), period, returnData: true },
        ],
      };
    return {
      metricQueries: [
        { id: "e", expression: watched.expression, label: "share", returnData: true },
        ...Object.entries(watched.metrics).map(([id, metric]) => ({
          id,
          metric: {
            namespace: metric.namespace,
            metricName: metric.name,
            dimensions: this.dimensions(metric),
            period,
            stat: metric.stat,
          },
        })),
      ],
    };
  }

  private createAlarm(alarm: Alarm): MetricAlarm {
    const { context } = this;
    const { topic } = this.notify;
    return new MetricAlarm(
      fixedName("alarm", context.prefix, alarm.name),
      {
        // By its start EventBridge knows whose alarm it is.
        name: alarmName(context.prefix, alarm.name),
        alarmDescription: [`${alarm.severity}: ${alarm.summary}`, alarm.description ?? []].flat().join(". "),
        comparisonOperator: operators[alarm.when],
        threshold: alarm.threshold,
        evaluationPeriods: alarm.of.periods,
        datapointsToAlarm: alarm.of.beyond,
        treatMissingData: alarm.missing ?? "notBreaching",
        alarmActions: [topic.arn],
        okActions: [topic.arn],
        ...this.watched(alarm),
        tags: tags(context, alarm.component, "metrics"),
      },
      { parent: this },
    );
  }

  private createRules(): void {
    const { context } = this;
    const { workspaceId } = this.args;
    if (workspaceId === undefined) return;
    const { prefix, settings } = context;
    new RuleGroupNamespace(
      prefix,
      { name: "trireme", workspaceId, data: managedRules(context.model), tags: systemTags(context) },
      { parent: this },
    );
    new AlertManagerDefinition(
      prefix,
      {
        workspaceId,
        definition: this.notify.topic.arn.apply((topicArn) =>
          alertManager({ topicArn, prefix, region: settings.region }),
        ),
      },
      // It may not write to the topic before that says so.
      { parent: this, dependsOn: this.notify },
    );
  }

  private createDashboard(): void {
    const { context } = this;
    const body = dashboardBody(context.model, { prefix: context.prefix, region: context.settings.region });
    new Dashboard(
      context.prefix,
      {
        dashboardName: fixedName("dashboard", context.prefix),
        dashboardBody: resolved(body, this.args.names),
      },
      { parent: this },
    );
  }

  private createBudget(): void {
    const { context } = this;
    const { topic } = this.notify;
    const { budget = budgetOf(context.model, context) } = this.args;
    const about = (threshold: number, notificationType: "ACTUAL" | "FORECASTED") => ({
      comparisonOperator: "GREATER_THAN",
      threshold,
      thresholdType: "PERCENTAGE",
      notificationType,
      subscriberSnsTopicArns: [topic.arn],
    });
    new Budget(
      named("budget", context.prefix),
      {
        budgetType: "COST",
        limitAmount: budget.toFixed(1),
        limitUnit: "USD",
        timeUnit: "MONTHLY",
        // The account's owner makes the tag one that costs are counted by.
        costFilters: [{ name: "TagKeyValue", values: [`user:${labelNames.stack}$${context.stack}`] }],
        notifications: [about(80, "ACTUAL"), about(100, "FORECASTED")],
      },
      { parent: this, dependsOn: this.notify },
    );
  }
}
