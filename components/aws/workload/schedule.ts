import { Schedule } from "@pulumi/aws/scheduler";
import type { Resource } from "@pulumi/pulumi";
import type { AwsContext } from "../context";
import { named } from "../naming.args";
import { createRole } from "../iam/roles";
import { awsCron } from "./schedule.args";
import type { MadeTask } from "./workload";

/** Runs a task on its schedule, in UTC, one run at a time as far as the command takes less than the schedule's pace. */
export function createSchedule(
  context: AwsContext,
  args: {
    readonly component: string;
    readonly task: MadeTask;
    readonly schedule: string;
    /** Whether a moment at which it could not be started is left out. @default false */
    readonly skips?: boolean;
  },
  parent: Resource,
): Schedule {
  const { component, task, schedule, skips = false } = args;
  const { cluster, network, settings } = context;
  const role = createRole(
    context,
    {
      name: `${component}-schedule`,
      service: "scheduler.amazonaws.com",
      account: settings.account,
      statements: [
        {
          sid: "Run",
          actions: ["ecs:RunTask"],
          resources: [task.definition.arn],
          conditions: { ArnEquals: { "ecs:cluster": cluster.arn } },
        },
        {
          sid: "Pass",
          actions: ["iam:PassRole"],
          resources: [task.taskRole.arn, task.executionRole.arn],
          conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
      ],
    },
    parent,
  );
  return new Schedule(
    named("schedule", context.prefix, component),
    {
      description: `${context.system}: ${component}`,
      scheduleExpression: awsCron(schedule),
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
      kmsKeyArn: context.keyArn,
      target: {
        arn: cluster.arn,
        roleArn: role.arn,
        // An hour late is better than not at all, if nothing else is said.
        retryPolicy: { maximumEventAgeInSeconds: skips ? 120 : 3600, maximumRetryAttempts: 5 },
        ecsParameters: {
          taskDefinitionArn: task.definition.arn,
          launchType: "FARGATE",
          platformVersion: "1.4.0",
          propagateTags: "TASK_DEFINITION",
          enableEcsManagedTags: true,
          networkConfiguration: {
            subnets: [...network.tasks.subnets],
            securityGroups: [network.securityGroupOf(component)],
            assignPublicIp: network.tasks.publicAddress,
          },
        },
      },
    },
    { parent },
  );
}
