import { originOf, seconds, type System } from "../../model";
import type { Refusal } from "../../shared/refusal";

const day = 86_400;

/** What a system asks of its monitoring that comes to nothing on an engine. */
export function monitoringRefusals(system: System): readonly Refusal[] {
  const { monitoring } = system;
  if (monitoring === undefined) return [];
  const { metrics, alerts, dashboards = [], receivers = [], hostMetrics = false, logs, publish } = monitoring;
  const measured = (key: string, set: boolean): Refusal => ({
    path: `monitoring.${key}`,
    set: set && metrics === undefined,
    message: `Prometheus is asked for it, which runs where there are metrics; add metrics: { interval: "15s", retention: "15d" }, or leave it out`,
  });
  return [
    measured("alerts", alerts.length > 0),
    measured("dashboards", dashboards.length > 0),
    measured("receivers", receivers.length > 0),
    measured("hostMetrics", hostMetrics),
    ...receivers.map((receiver, index) => ({
      path: `monitoring.receivers[${index}].smtp`,
      set: receiver.type === "email" && receiver.smtp === undefined,
      message:
        'no service of the machine sends mail; name the server that does: smtp: { host: "smtp.example.com", from: "alerts@example.com" }',
    })),
    {
      path: "monitoring.logs.retention",
      set: logs !== undefined && (logs.engine ?? "loki") === "loki" && seconds(logs.retention) % day !== 0,
      message: `Loki keeps logs for whole days, and this is "${logs?.retention ?? ""}"; write for example "7d"`,
    },
    ...Object.keys(publish ?? {}).map((name) => ({
      path: `monitoring.publish.${name}`,
      set: originOf(system, name) === undefined,
      message: `there is no ${name} to publish: the system asks for nothing that it does; leave it out`,
    })),
  ];
}
