import { describe, expect, it } from "vitest";
import { alarmOf, alarmsOf, beyondAlarms } from "../../../../../components/aws/observability/alerts.args";
import { awsSettings, environment, systems } from "../../../../support/aws-stores";
import { synthstack } from "../../../../../stacks/systems/synthstack";

const simplr = systems.simplr(environment("production"));
const alert = (name: string, system = simplr) => {
  const found = system.monitoring?.alerts.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no alert ${name}`);
  return alarmOf(found, system);
};

describe("an alert of Prometheus as an alarm of CloudWatch", () => {
  it("is the percentile of the answer time", () => {
    expect(alert("SlowRequests")).toMatchObject({
      name: "alert-slow-requests",
      severity: "warning",
      watched: { metric: { name: "TargetResponseTime", stat: "p95" } },
      threshold: 2,
      period: 60,
      of: { periods: 5, beyond: 5 },
    });
  });

  it("is instances that should run and do not", () => {
    expect(alert("AppDown")).toMatchObject({
      component: "app",
      severity: "critical",
      watched: { expression: "a - b" },
      threshold: 0,
      of: { periods: 1, beyond: 1 },
    });
  });

  it("is the share of errors", () => {
    const system = synthstack(environment("production"));
    expect(alert("HighErrorRate", system)).toMatchObject({ threshold: 0.05, severity: "critical" });
    expect(alert("MLServiceDown", system)).toMatchObject({
      component: "ml-service",
      of: { periods: 2, beyond: 2 },
    });
  });

  it("is none where every database is watched in any case", () => {
    expect(alert("DatabaseDown")).toBeUndefined();
    expect(beyondAlarms(simplr, awsSettings())).toEqual([]);
  });

  it("is refused where only the application measures it", () => {
    const system = synthstack(environment("production"));
    expect(beyondAlarms(system, awsSettings()).map(({ path }) => path)).toEqual([
      "monitoring.alerts.LowSystemCredits",
    ]);
  });
});

describe("all alarms", () => {
  const place = { prefix: "simplr-aws", settings: awsSettings() };

  it("have one name each, sorted", () => {
    const names = alarmsOf(simplr, place).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(["alert-app-down", "db-storage", "proxy-errors"]));
  });

  it("tell someone in production", () => {
    const nobody = awsSettings("production", { alerts: { emails: [], webhooks: [] } });
    expect(beyondAlarms(simplr, nobody).map(({ path }) => path)).toEqual(["aws.alerts"]);
    expect(beyondAlarms({ ...simplr, environment: "development" }, nobody)).toEqual([]);
  });
});
