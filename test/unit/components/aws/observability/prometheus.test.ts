import { beforeAll, describe, expect, it } from "vitest";
import { accountCapabilities } from "../../../../../components/aws/observability/asked.args";
import { securityRules } from "../../../../../components/aws/network/security.args";
import { lowered } from "../../../../../components/lowering";
import type { System } from "../../../../../components/model";
import { deployToAws, settingsOn, systemOn } from "../../../../support/aws";
import { deploy, listed, only, type Deployment } from "../../../../support/mocks";

const settings = settingsOn("production", { ingress: { kind: "balancer" } });
const simplr = systemOn("simplr", "production");
const slack = { ref: "secret", name: "openai-api-key", part: "value" } as const;
const described: System = {
  ...simplr,
  monitoring: {
    metrics: { interval: "30s", retention: "90d" },
    tracing: { retention: "7d" },
    hostMetrics: true,
    receivers: [
      { type: "slack", webhook: slack, channel: "#alerts" },
      { type: "pagerduty", serviceKey: slack },
    ],
    alerts: [
      {
        name: "Backlog",
        expr: "sum(mails_waiting) > 100",
        for: "5m",
        severity: "critical",
        summary: "Mail waits",
      },
    ],
    dashboards: [{ title: "Mail", panels: [{ title: "Waiting", expr: "sum(mails_waiting)" }] }],
  },
};
const system = lowered(described, accountCapabilities(settings));

describe("Prometheus of AWS", { timeout: 120_000 }, () => {
  let made: Deployment<unknown>;
  beforeAll(async () => {
    made = await deploy(() => deployToAws(system, { aws: settings, provided: { "openai-api-key": "x" } }));
  }, 120_000);
  const inputs = (kind: string, name: string) => only(made, kind, name).inputs;
  const policyOf = (name: string) => JSON.stringify(inputs("RolePolicy", name));

  it("keeps metrics under our key for as long as the system says", () => {
    expect(inputs("Workspace", "simplr-dev")).toMatchObject({ alias: "simplr-dev" });
    expect(inputs("Workspace", "simplr-dev").kmsKeyArn).toBeDefined();
    expect(inputs("WorkspaceConfiguration", "simplr-dev")).toMatchObject({ retentionPeriodInDays: 90 });
  });

  it("has the rules, and tells the topic of alarms", () => {
    expect(String(inputs("RuleGroupNamespace", "simplr-dev").data)).toContain("sum(mails_waiting) > 100");
    expect(String(inputs("AlertManagerDefinition", "simplr-dev").definition)).toContain("sns_configs");
    expect(JSON.stringify(inputs("TopicPolicy", "simplr-dev-alarms"))).toContain("aps.amazonaws.com");
    expect(JSON.stringify(inputs("Key", "simplr-dev").policy)).toContain("aps.amazonaws.com");
    expect(inputs("TopicSubscription", "simplr-dev-pagerduty-2").filterPolicy).toContain("services");
    expect(inputs("TopicSubscription", "simplr-dev-mail-1").filterPolicy).toContain("people");
  });

  it("writes Slack's form by a queue and a pipe, with no right beyond them", () => {
    expect(inputs("TopicSubscription", "simplr-dev-slack-1-alerts")).toMatchObject({
      protocol: "sqs",
      rawMessageDelivery: true,
    });
    expect(JSON.stringify(inputs("Pipe", "simplr-dev-slack-1").targetParameters)).toContain("#alerts");
    const policies = listed(made).filter((name) => name.startsWith("RolePolicy simplr-dev-slack-1"));
    expect(policies).toHaveLength(2);
  });

  it("lets the collector write, Grafana read, and nobody else ask", () => {
    const granted = made.resources
      .filter(
        ({ type, inputs: own }) => type.endsWith(":RolePolicy") && /"(?:aps|xray):/.test(String(own.policy)),
      )
      .map(({ name, inputs: own }) => [name, String(own.policy).match(/(?:aps|xray):\w+/g)]);
    const of = Object.fromEntries(granted) as Record<string, readonly string[]>;
    const names = Object.keys(of);
    expect(names).toHaveLength(2);
    const collector = names.find((name) => name.includes("otel-collector")) ?? "";
    expect(of[collector]?.filter((action) => action.startsWith("aps:"))).toEqual(["aps:RemoteWrite"]);
    expect(of[names.find((name) => name.includes("grafana")) ?? ""]).toEqual([
      ...["aps:GetLabels", "aps:GetMetricMetadata", "aps:GetSeries", "aps:QueryMetrics"],
    ]);
    expect(policyOf(collector)).toContain("ecs:ListTasks");
  });

  it("tells both where it is", () => {
    const variables = (service: string) => {
      const definition = made.resources.find(
        ({ type, name }) => type.endsWith(":TaskDefinition") && name === `simplr-dev-${service}`,
      );
      return String(definition?.inputs.containerDefinitions);
    };
    expect(variables("otel-collector")).toContain("/workspaces/simplr-dev");
    expect(variables("otel-collector")).toContain("TRIREME_CLUSTER");
    expect(variables("grafana")).toContain("TRIREME_METRICS_URL");
    expect(variables("app")).not.toContain("TRIREME_METRICS_URL");
  });

  it("is reached privately, as what X-Ray and ECS are asked, and has containers measured too", () => {
    const endpoints = listed(made).filter((name) => name.startsWith("VpcEndpoint"));
    expect(endpoints).toEqual(
      expect.arrayContaining(["VpcEndpoint simplr-dev-aps-workspaces", "VpcEndpoint simplr-dev-xray"]),
    );
    expect(inputs("Cluster", "simplr-dev").settings).toEqual([
      { name: "containerInsights", value: "enhanced" },
    ]);
  });

  it("opens to the collector what it asks, and to services where it takes traces", () => {
    const { rules } = securityRules(system, settings);
    const names = rules.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        "otel-collector.to.app.8000",
        "app.from.otel-collector.8000",
        "otel-collector.to.db-exporter.9187",
        "app.to.otel-collector.4318",
        "db-exporter.to.db.5432",
      ]),
    );
    expect(names).not.toContain("otel-collector.to.grafana.3000");
  });
});
