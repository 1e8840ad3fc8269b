import { describe, expect, it } from "vitest";
import {
  alarmsOf,
  alarmsOfAlert,
  beyondAlarms,
} from "../../../../../components/aws/observability/alerts.args";
import {
  cpuUsage,
  diskFree,
  down,
  errorRate,
  latency,
  type Alert,
  type Signal,
} from "../../../../../components/model";
import { awsSettings, environment, systems } from "../../../../support/aws-stores";
import { synthstack } from "../../../../../stacks/systems/synthstack";

const simplr = systems.simplr(environment("production"));
const place = { prefix: "simplr-prod", settings: awsSettings() };
const alert = (name: string, system = simplr) => {
  const found = system.monitoring?.alerts.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no alert ${name}`);
  const [alarm] = alarmsOfAlert(found, system, place) ?? [];
  return alarm;
};
const saying = (expr: Signal | string, more: Partial<Alert> = {}): Alert => ({
  ...{ name: "Told", expr, for: "5m", severity: "warning", summary: "It is so" },
  ...more,
});

describe("a signal as an alarm of CloudWatch", () => {
  it("is the percentile of the answer time", () => {
    expect(alert("SlowRequests")).toMatchObject({
      name: "alert-slow-requests",
      severity: "warning",
      watched: { metric: { name: "TargetResponseTime", stat: "p95" } },
      threshold: 2,
      period: 300,
      of: { periods: 1, beyond: 1 },
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

  it("is none where it is PromQL, which is a rule of Prometheus", () => {
    expect(alarmsOfAlert(saying('up{service="app"} == 0'), simplr, place)).toEqual([]);
    expect(beyondAlarms(synthstack(environment("production")), awsSettings())).toEqual([]);
  });

  it("is every disk that AWS measures, with the alert's own bound and words", () => {
    const system = systems.simplr(environment("production"));
    const [storage] =
      alarmsOfAlert(saying(diskFree({ below: 0.3 }), { severity: "critical" }), system, place) ?? [];
    const standing = alarmsOf(system, place).find(({ name }) => name === "db-storage");
    expect(storage).toMatchObject({
      name: "alert-told-db-storage",
      summary: "It is so",
      severity: "critical",
    });
    expect(storage?.threshold).toBe(2 * (standing?.threshold ?? 0));
  });

  it("is of one service where the signal names it, and looks back as long as it says", () => {
    const slow = latency({ service: "app", percentile: 99.9, above: "0.5s", over: "2m" });
    expect(alarmsOfAlert(saying(slow, { for: "5m" }), simplr, place)).toMatchObject([
      {
        name: "alert-told",
        component: "app",
        watched: { metric: { stat: "p99.9", dimensions: { TargetGroup: "{targets:app}" } } },
        threshold: 0.5,
        period: 120,
        of: { periods: 3, beyond: 3 },
      },
    ]);
    const failing = errorRate({ service: "app", above: 0.1, over: "1m" });
    expect(alarmsOfAlert(saying(failing), simplr, place)).toMatchObject([
      {
        watched: {
          expression: "FILL(a, 0) / c",
          metrics: { c: { dimensions: { TargetGroup: "{targets:app}" } } },
        },
      },
    ]);
  });

  it("is one for each service where the signal is of several", () => {
    const system = synthstack(environment("production"));
    const busy = alarmsOfAlert(saying(cpuUsage({ above: 0.7, over: "5m" })), system, place) ?? [];
    expect(busy).toHaveLength(system.services.length);
    expect(busy.find(({ component }) => component === "ml-service")).toMatchObject({
      name: "alert-told-ml-service",
      watched: { metric: { name: "CPUUtilization" } },
      threshold: 70,
    });
    expect(alarmsOfAlert(saying(down()), system, place)).toEqual([]);
  });

  it("is refused where CloudWatch knows nothing like it, or not over such a time", () => {
    const of = (...alerts: readonly Alert[]) =>
      beyondAlarms({ ...simplr, monitoring: { ...simplr.monitoring, alerts } }, awsSettings()).map(
        ({ path, message }) => `${path}: ${message}`,
      );
    const diskless = { ...simplr, stores: [], monitoring: { alerts: [saying(diskFree({ below: 0.1 }))] } };
    expect(beyondAlarms(diskless, awsSettings())[0]?.message).toMatch(/^no store of the system has a disk/);
    expect(of(saying(errorRate({ above: 0.05, over: "90s" })))).toEqual([
      'monitoring.alerts.Told.expr.over: is "90s", and CloudWatch measures over whole minutes; write for example "5m"',
    ]);
    expect(of(saying(errorRate({ above: 0.05, over: "2d" })))[0]).toMatch(
      /looks back further than CloudWatch/,
    );
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
