import { describe, expect, it } from "vitest";
import { docker } from "../../../../components/docker";
import { monitoringRefusals } from "../../../../components/shared/monitoring-refusals";
import { lowered } from "../../../../components/lowering";
import { cpuUsage, down, type Monitoring, type Signal } from "../../../../components/model";
import { shop } from "../../../support/valid";

const refused = (monitoring: Monitoring): readonly string[] =>
  monitoringRefusals(lowered({ ...shop, monitoring }, docker.lowers), {
    containers: "cAdvisor",
    mail: "nobody sends mail",
  })
    .filter(({ set }) => set)
    .map(({ path }) => path);
const metrics = { interval: "15s", retention: "15d" } as const;
const alert = { name: "Down", expr: "up == 0", for: "1m", severity: "info", summary: "down" } as const;

describe("an engine refuses of monitoring", () => {
  it("nothing of what it does", () => {
    const publish = { prometheus: { port: 9090 }, loki: { port: 3100 }, grafana: { port: 3000 } };
    expect(refused({ metrics, alerts: [alert], logs: { retention: "7d" }, publish })).toEqual([]);
  });

  it("alerts of metrics that nobody takes", () => {
    expect(refused({ alerts: [alert], hostMetrics: true })).toEqual([
      "monitoring.alerts",
      "monitoring.hostMetrics",
    ]);
  });

  it("signals of what nobody measures", () => {
    const of = (expr: Signal) => refused({ metrics, alerts: [{ ...alert, expr }] });
    expect(of(cpuUsage({ above: 0.7, over: "5m" }))).toEqual(["monitoring.alerts.Down.expr.type"]);
    expect(of(down({ of: ["db"] }))).toEqual([]);
    // The shop's services have no metrics.
    expect(of(down({ of: ["api"] }))).toEqual(["monitoring.alerts.Down.expr.of"]);
  });

  it("mail without a server that sends it", () => {
    const to = "oncall@example.com";
    expect(refused({ metrics, alerts: [], receivers: [{ type: "email", to }] })).toEqual([
      "monitoring.receivers[0].smtp",
    ]);
    const smtp = { host: "smtp.example.com", from: to };
    expect(refused({ metrics, alerts: [], receivers: [{ type: "email", to, smtp }] })).toEqual([]);
  });

  it("part of a day of Loki, but not of VictoriaLogs", () => {
    expect(refused({ alerts: [], logs: { retention: "36h" } })).toEqual(["monitoring.logs.retention"]);
    expect(refused({ alerts: [], logs: { retention: "36h", engine: "victoria-logs" } })).toEqual([]);
  });

  it("a port of what does not run", () => {
    expect(refused({ metrics, alerts: [], publish: { jaeger: { port: 16_686 } } })).toEqual([
      "monitoring.publish.jaeger",
    ]);
  });
});
