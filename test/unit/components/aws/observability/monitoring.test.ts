import { describe, expect, it } from "vitest";
import { known } from "../../../../../components/aws/observability/alarm.args";
import { Monitoring } from "../../../../../components/aws/observability/monitoring";
import type { Receiver, System } from "../../../../../components/model";
import { awsContext, awsSettings, environment, systems } from "../../../../support/aws-stores";
import { deploy, listed, only } from "../../../../support/mocks";

const simplr = systems.simplr(environment("production"));
const names = {
  [known.cluster]: "the-cluster",
  [known.balancer]: "app/the-balancer",
  [known.service("app")]: "the-service",
  [known.targets("app")]: "targetgroup/app",
};
const deployed = (model: System = simplr, settings = awsSettings()) =>
  deploy(() => new Monitoring(awsContext(model, { settings }), { names }), {
    answers: { "simplr-prod-alarms": { arn: "arn:topic" } },
  });

describe("monitoring", { timeout: 120_000 }, () => {
  it("names what AWS calls the things, and tells the topic when they fail and recover", async () => {
    const { inputs } = only(await deployed(), "MetricAlarm", "simplr-prod-app-cpu");
    expect(inputs).toMatchObject({
      name: "simplr-prod/app-cpu",
      dimensions: { ClusterName: "the-cluster", ServiceName: "the-service" },
      alarmActions: ["arn:topic"],
      okActions: ["arn:topic"],
      evaluationPeriods: 15,
      datapointsToAlarm: 10,
    });
  });

  it("writes arithmetic as CloudWatch has it, and percentiles in their own field", async () => {
    const deployment = await deployed();
    const { metricQueries } = only(deployment, "MetricAlarm", "simplr-prod-proxy-errors").inputs;
    expect(metricQueries).toMatchObject([
      { id: "e", expression: "(FILL(a, 0) + FILL(b, 0)) / c", returnData: true },
      { id: "a", metric: { metricName: "HTTPCode_Target_5XX_Count", stat: "Sum" } },
      { id: "b" },
      { id: "c" },
    ]);
    expect(only(deployment, "MetricAlarm", "simplr-prod-proxy-latency").inputs).toMatchObject({
      extendedStatistic: "p95",
    });
  });

  it("makes no alarm for what has no name", async () => {
    // No certificate is among the names.
    expect(listed(await deployed())).not.toContain("MetricAlarm simplr-prod-proxy-certificate");
  });

  it("draws the dashboard with those names", async () => {
    const { dashboardBody } = only(await deployed(), "Dashboard", "simplr-prod").inputs;
    expect(String(dashboardBody)).toContain('"LoadBalancer","app/the-balancer"');
    expect(String(dashboardBody)).not.toMatch(/\{(cluster|balancer|service)/);
  });

  it("warns before the month's budget is spent", async () => {
    const { inputs } = only(await deployed(), "Budget", "simplr-prod");
    expect(inputs).toMatchObject({
      timeUnit: "MONTHLY",
      costFilters: [{ name: "TagKeyValue", values: ["user:dev.trireme.stack$prod"] }],
      notifications: [
        { threshold: 80, notificationType: "ACTUAL", subscriberSnsTopicArns: ["arn:topic"] },
        { threshold: 100, notificationType: "FORECASTED" },
      ],
    });
    expect(Number(inputs.limitAmount)).toBeGreaterThan(100);
  });

  it("tells addresses, PagerDuty and Slack, and shows none of their keys", async () => {
    const key = (name: string) => ({ ref: "secret", name, part: "value" }) as const;
    const receivers: readonly Receiver[] = [
      { type: "pagerduty", serviceKey: key("pagerduty-key") },
      { type: "slack", webhook: key("slack-webhook"), channel: "#alerts" },
      { type: "email", to: "ops@example.com" },
    ];
    const model = { ...simplr, monitoring: { alerts: [], receivers } };
    const deployment = await deployed(model);
    expect(listed(deployment).filter((name) => name.startsWith("TopicSubscription"))).toEqual([
      "TopicSubscription simplr-prod-mail-1", // named by stack and system, once
      "TopicSubscription simplr-prod-pagerduty-1",
    ]);
    expect(only(deployment, "EventTarget", "simplr-prod-slack-1").inputs).toMatchObject({
      inputTransformer: { inputTemplate: '{"channel":"#alerts","text":"<state> <name>: <why>"}' },
    });
    const texts = deployment.resources.flatMap((resource) => resource.texts);
    const keys = texts.filter(({ text }) => /pagerduty-key|slack-webhook/.test(text));
    expect(keys.length).toBeGreaterThan(1);
    expect(keys.filter(({ secret }) => !secret)).toEqual([]);
  });
});
