import { describe, expect, it } from "vitest";
import { docker } from "../../../../components/docker";
import { monitoringRefusals } from "../../../../components/shared/monitoring-refusals";
import { lowered } from "../../../../components/lowering";
import {
  password,
  provided,
  service,
  system,
  type Monitoring,
  type System,
} from "../../../../components/model";
import { checkMonitoring, withMonitoring } from "../../../../stacks/config/monitoring-settings";
import type { Settings } from "../../../../stacks/config/schema";

type Change = NonNullable<Settings["monitoring"]>;

const webhook = provided("slack-webhook", { description: "webhook" });
const key = password("key");
const monitoring: Monitoring = {
  metrics: { interval: "15s", retention: "15d" },
  logs: { retention: "30d" },
  tracing: { retention: "7d" },
  alerts: [{ name: "Down", expr: "up == 0", for: "1m", severity: "critical", summary: "down" }],
  dashboards: [{ title: "Shop", panels: [{ title: "Up", expr: "up" }] }],
  receivers: [{ type: "slack", webhook: webhook.value, channel: "#alerts" }],
  hostMetrics: true,
  publish: {
    prometheus: { port: 9090 },
    alertmanager: { port: 9093 },
    grafana: { port: 3000 },
    loki: { port: 3100 },
    jaeger: { port: 16_686 },
  },
};
const plain: System = system(
  "shop",
  { name: "development", domain: "localhost", repository: "r", tag: "1", replicas: 1, ports: {} },
  {
    services: [
      service("api", { image: { name: "api", reference: "api:1" }, port: 80, env: { KEY: key.value } }),
    ],
    secrets: [key],
  },
);
const measured: System = { ...plain, monitoring, secrets: [...plain.secrets, webhook] };
const of = (change: Change) => withMonitoring(measured, change);
const made = (change: Change) => {
  const all = lowered(of(change), docker.lowers);
  expect(
    monitoringRefusals(all, { containers: "cAdvisor", mail: "nobody sends mail" }).filter(({ set }) => set),
  ).toEqual([]);
  return Object.keys(all.origins ?? {}).sort();
};
const errors = (change: Change, asked: System = measured) =>
  checkMonitoring(asked, change).map(({ path, message }) => `${path}: ${message}`);

describe("settings of monitoring", () => {
  it("change how often is measured, and how long it is kept", () => {
    expect(of({ interval: "1m", metrics: "20d", logs: "7d", traces: "2d" }).monitoring).toEqual({
      ...monitoring,
      metrics: { interval: "1m", retention: "20d" },
      logs: { retention: "7d" },
      tracing: { retention: "2d" },
    });
    expect(of({}).monitoring).toEqual(monitoring);
    expect(withMonitoring(measured, undefined)).toBe(measured);
  });

  it("turn it off, with the secrets that its receivers alone asked for", () => {
    expect(of({ enabled: false })).toEqual(plain);
    expect(of({ without: ["alerts"] }).secrets).toEqual(plain.secrets);
    expect(of({ without: ["logs"] }).secrets).toEqual(measured.secrets);
  });

  it("let another engine keep the logs, at the port that the first had", () => {
    expect(of({ logsEngine: "victoria-logs" }).monitoring).toMatchObject({
      logs: { retention: "30d", engine: "victoria-logs" },
      publish: { "victoria-logs": { port: 3100 } },
    });
    expect(made({ logsEngine: "victoria-logs" })).toEqual(expect.arrayContaining(["victoria-logs"]));
  });

  it("leave out a part with all that comes of it, and keep the others", () => {
    const all = made({});
    const gone = (change: Change) => all.filter((name) => !made(change).includes(name));
    expect(gone({ without: ["traces"] })).toEqual(["jaeger", "jaeger-data"]);
    expect(gone({ without: ["logs"] })).toEqual(["loki", "loki-data", "otel-collector-data"]);
    expect(gone({ without: ["logs", "traces"] })).toEqual([
      ...["jaeger", "jaeger-data", "loki", "loki-data", "otel-collector", "otel-collector-data"],
    ]);
    expect(gone({ without: ["alerts"] })).toEqual(["alertmanager", "alertmanager-data"]);
    expect(gone({ without: ["dashboards"], logsEngine: "victoria-logs" })).toEqual([
      ...["grafana", "loki", "loki-data", "secret grafana-admin-password"],
    ]);
    expect(gone({ without: ["metrics"], logsEngine: "victoria-logs" })).toEqual([
      ...["alertmanager", "alertmanager-data", "cadvisor", "grafana", "loki", "loki-data", "node-exporter"],
      ...["prometheus", "prometheus-data", "secret grafana-admin-password"],
    ]);
  });

  it("are refused where nothing would act on them", () => {
    const { tracing: _, ...untraced } = monitoring;
    const other = { ...measured, monitoring: { ...untraced, receivers: [], alerts: [], publish: {} } };
    expect(errors({ traces: "7d" }, other)[0]).toMatch(/^settings\.monitoring\.traces: .*collects no traces/);
    expect(errors({ without: ["dashboards", "alerts"], logsEngine: "victoria-logs" }, other)).toEqual([
      expect.stringMatching(/^settings\.monitoring\.without\[1\]: .*has no alerts to be left out/),
    ]);
    expect(errors({ logs: "7d" }, plain)[0]).toMatch(/^settings\.monitoring\.logs: .*has no monitoring in/);
    expect(errors({ enabled: false, logs: "7d" })[0]).toMatch(/for enabled is false/);
    expect(errors({ without: ["logs"], logsEngine: "victoria-logs" })).toEqual([
      expect.stringMatching(/^settings\.monitoring\.logsEngine: .*for without has logs/),
    ]);
    expect(errors({ without: ["metrics"], interval: "1m", logsEngine: "victoria-logs" })).toEqual([
      expect.stringMatching(/^settings\.monitoring\.interval: .*for without has metrics/),
    ]);
    expect(errors({ enabled: false })).toEqual([]);
  });

  it("refuse to leave the logs in Loki without a page that shows them", () => {
    expect(errors({ without: ["dashboards"] })).toEqual([
      expect.stringMatching(/^settings\.monitoring\.without: .*logsEngine victoria-logs; or leave out logs/),
    ]);
    expect(errors({ without: ["dashboards"], logsEngine: "victoria-logs" })).toEqual([]);
    expect(errors({ without: ["dashboards", "logs"] })).toEqual([]);
  });
});
