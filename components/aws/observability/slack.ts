import { Pipe } from "@pulumi/aws/pipes";
import { Queue, QueuePolicy } from "@pulumi/aws/sqs";
import { TopicSubscription, type Topic } from "@pulumi/aws/sns";
import type { Output, Resource } from "@pulumi/pulumi";
import type { AwsContext } from "../context";
import { policyDocument } from "../iam/policy.args";
import { createRole } from "../iam/roles";
import { systemTags } from "../labels";
import { fixedName } from "../naming.args";
import { filterPolicy } from "./prometheus.args";

/** Seconds for which an alert waits for Slack. */
const patience = 4 * 3600;

/**
 * The way of alerts from a topic to a channel of Slack, which takes a form of its own: a queue of SQS, and a pipe of EventBridge that writes it.
 * Alarms of CloudWatch reach EventBridge by themselves.
 */
export function createAlertPipe(
  context: AwsContext,
  args: {
    /** Within the stack: `slack-1`. */
    readonly name: string;
    readonly topic: Topic;
    readonly channel: string;
    readonly destinationArn: Output<string>;
  },
  parent: Resource,
): void {
  const { name, topic, channel, destinationArn } = args;
  const tags = systemTags(context);
  const full = `${context.prefix}-${name}`;
  const queue = new Queue(
    full,
    {
      name: fixedName("event", context.prefix, name),
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: patience,
      tags,
    },
    { parent },
  );
  new QueuePolicy(
    full,
    {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          sid: "Tell",
          principal: { Service: "sns.amazonaws.com" },
          actions: ["sqs:SendMessage"],
          resources: [queue.arn],
          conditions: { ArnEquals: { "aws:SourceArn": topic.arn } },
        },
      ]),
    },
    { parent },
  );
  new TopicSubscription(
    `${full}-alerts`,
    {
      topic: topic.arn,
      protocol: "sqs",
      endpoint: queue.arn,
      rawMessageDelivery: true,
      filterPolicy: filterPolicy("services", false),
    },
    { parent },
  );
  const role = createRole(
    context,
    {
      name: `${name}-alerts`,
      service: "pipes.amazonaws.com",
      account: context.settings.account,
      statements: [
        {
          sid: "Read",
          actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
          resources: [queue.arn],
        },
        { sid: "Post", actions: ["events:InvokeApiDestination"], resources: [destinationArn] },
      ],
    },
    parent,
  );
  new Pipe(
    full,
    {
      name: fixedName("event", context.prefix, name),
      description: `Alerts of ${context.prefix} for Slack`,
      source: queue.arn,
      sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
      target: destinationArn,
      targetParameters: {
        inputTemplate: JSON.stringify({
          channel,
          text: "<$.body.NewStateValue> <$.body.AlarmName>: <$.body.NewStateReason>",
        }),
      },
      roleArn: role.arn,
      tags,
    },
    { parent },
  );
}
