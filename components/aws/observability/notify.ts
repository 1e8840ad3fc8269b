import { EventApiDestination, EventConnection, EventRule, EventTarget } from "@pulumi/aws/cloudwatch";
import { Topic, TopicPolicy, TopicSubscription } from "@pulumi/aws/sns";
import { ComponentResource, interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Receiver } from "../../model";
import { filterPolicy } from "./prometheus.args";
import { isAsked } from "./rights.args";
import { createAlertPipe } from "./slack";
import { seen } from "./events.args";
import type { AwsContext } from "../context";
import { systemTags } from "../labels";
import { alarmStart, named } from "../naming.args";
import { policyDocument } from "../iam/policy.args";
import { createRole } from "../iam/roles";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

type Slack = Extract<Receiver, { type: "slack" }>;

/** The services of AWS that tell of what happens. */
const tellers = ["cloudwatch", "events", "budgets", "backup"];

/**
 * Whom alarms and events tell: an SNS topic under our key with the stack's addresses and the system's own receivers. Slack
 * takes a form of its own, which EventBridge writes.
 */
export class Notify extends ComponentResource {
  readonly topic: Topic;

  constructor(
    private readonly context: AwsContext,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:aws:Notify", `${context.prefix}-notify`, {}, opts);
    this.topic = this.createTopic();
    this.subscribe();
    this.createEvents();
    (context.model.monitoring?.receivers ?? [])
      .filter((receiver): receiver is Slack => receiver.type === "slack")
      .forEach((receiver, index) => {
        this.createSlack(receiver, index);
      });
    this.registerOutputs({ topic: this.topic.arn });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.notify> {
    return nodesOf(this, children.notify);
  }

  private createTopic(): Topic {
    const { context } = this;
    const topic = new Topic(
      `${context.prefix}-alarms`,
      { kmsMasterKeyId: context.keyArn, tags: systemTags(context) },
      { parent: this },
    );
    new TopicPolicy(
      `${context.prefix}-alarms`,
      {
        arn: topic.arn,
        policy: policyDocument([
          {
            sid: "Tell",
            principal: { Service: tellers.map((name) => `${name}.amazonaws.com`) },
            actions: ["sns:Publish"],
            resources: [topic.arn],
            conditions: { StringEquals: { "aws:SourceAccount": context.settings.account } },
          },
          ...(isAsked(context.model)
            ? [
                {
                  sid: "Alerts",
                  principal: { Service: "aps.amazonaws.com" },
                  actions: ["sns:GetTopicAttributes", "sns:Publish"],
                  resources: [topic.arn],
                  conditions: { StringEquals: { "aws:SourceAccount": context.settings.account } },
                },
              ]
            : []),
        ]),
      },
      { parent: this },
    );
    return topic;
  }

  private subscribe(): void {
    const { context } = this;
    const { emails, webhooks } = context.settings.alerts;
    const receivers = context.model.monitoring?.receivers ?? [];
    const own = receivers.flatMap((receiver) => (receiver.type === "email" ? [receiver.to] : []));
    [...new Set([...emails, ...own])].sort().forEach((endpoint, index) => {
      this.subscription(`mail-${index + 1}`, "email", endpoint);
    });
    webhooks.forEach((endpoint, index) => {
      this.subscription(`web-${index + 1}`, "https", endpoint);
    });
    receivers.forEach((receiver, index) => {
      if (receiver.type !== "pagerduty") return;
      const key = context.resolve(receiver.serviceKey);
      this.subscription(
        `pagerduty-${index + 1}`,
        "https",
        interpolate`https://events.pagerduty.com/integration/${key}/enqueue`,
        "services",
      );
    });
  }

  private subscription(
    name: string,
    protocol: "email" | "https",
    endpoint: Output<string> | string,
    readers: "people" | "services" = "people",
  ): void {
    new TopicSubscription(
      `${this.context.prefix}-${name}`,
      {
        topic: this.topic.arn,
        protocol,
        endpoint,
        // Each alert of Prometheus is told twice, in two forms.
        ...(isAsked(this.context.model) ? { filterPolicy: filterPolicy(readers) } : {}),
        ...(protocol === "https" ? { endpointAutoConfirms: true } : {}),
      },
      // The address holds a key.
      { parent: this, additionalSecretOutputs: protocol === "https" ? ["endpoint"] : [] },
    );
  }

  /** What no metric tells: tasks that fail, restores that AWS tried in vain. */
  private createEvents(): void {
    const { context } = this;
    for (const { name, description, pattern } of seen(context.prefix)) {
      const rule = new EventRule(
        named("event", context.prefix, name),
        { description, eventPattern: context.cluster.arn.apply(pattern), tags: systemTags(context) },
        { parent: this },
      );
      new EventTarget(
        `${context.prefix}-${name}`,
        { rule: rule.name, arn: this.topic.arn },
        { parent: this },
      );
    }
  }

  private createSlack({ webhook, channel }: Slack, index: number): void {
    const { context } = this;
    const name = named("event", context.prefix, `slack-${index + 1}`);
    const opts = { parent: this };
    // Slack knows the sender by the address alone; EventBridge asks for a header.
    const connection = new EventConnection(
      name,
      { authorizationType: "API_KEY", authParameters: { apiKey: { key: "X-Sender", value: "trireme" } } },
      opts,
    );
    const destination = new EventApiDestination(
      name,
      {
        connectionArn: connection.arn,
        invocationEndpoint: context.resolve(webhook),
        httpMethod: "POST",
        invocationRateLimitPerSecond: 1,
      },
      { parent: this, additionalSecretOutputs: ["invocationEndpoint"] },
    );
    const role = createRole(
      context,
      {
        name: `slack-${index + 1}`,
        service: "events.amazonaws.com",
        account: context.settings.account,
        statements: [{ sid: "Post", actions: ["events:InvokeApiDestination"], resources: [destination.arn] }],
      },
      this,
    );
    const rule = new EventRule(
      name,
      {
        description: `Alarms of ${context.prefix} for Slack`,
        eventPattern: JSON.stringify({
          source: ["aws.cloudwatch"],
          "detail-type": ["CloudWatch Alarm State Change"],
          detail: { alarmName: [{ prefix: alarmStart(context.prefix) }], state: { value: ["ALARM", "OK"] } },
        }),
        tags: systemTags(context),
      },
      opts,
    );
    if (isAsked(context.model))
      createAlertPipe(
        context,
        {
          ...{ name: `slack-${index + 1}`, topic: this.topic, channel },
          destinationArn: destination.arn,
        },
        this,
      );
    new EventTarget(
      name,
      {
        rule: rule.name,
        arn: destination.arn,
        roleArn: role.arn,
        inputTransformer: {
          inputPaths: {
            name: "$.detail.alarmName",
            state: "$.detail.state.value",
            why: "$.detail.state.reason",
          },
          inputTemplate: JSON.stringify({ channel, text: "<state> <name>: <why>" }),
        },
      },
      opts,
    );
  }
}
