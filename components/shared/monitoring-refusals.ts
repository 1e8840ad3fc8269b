import { originOf, seconds, type Signal, type System } from "../model";
import { measuredEngines } from "../render/prometheus/signals";
import type { Refusal } from "./refusal";

/** What a target has, as its messages say it. */
interface Around {
  /** Who measures what containers use: `cAdvisor`. */
  readonly containers: string;
  /** Why a mailbox needs a server: `no service of the machine sends mail`. */
  readonly mail: string;
}

const day = 86_400;

/** Signals that nothing measures. */
function signalRefusals(
  system: System,
  path: string,
  signal: Signal,
  { containers }: Around,
): readonly Refusal[] {
  const measured = new Set([
    ...system.services.filter(({ metrics }) => metrics !== undefined).map(({ name }) => name),
    ...system.stores.filter(({ engine }) => measuredEngines.includes(engine)).map(({ name }) => name),
  ]);
  return [
    {
      path: `${path}.type`,
      set: (signal.type === "cpu" || signal.type === "memory") && system.monitoring?.hostMetrics !== true,
      message: `${containers} measures what containers use, which runs with hostMetrics: true; add that, or leave ${signal.type} out`,
    },
    ...(signal.type === "down" ? (signal.of ?? []) : []).map((of) => ({
      path: `${path}.of`,
      set: !measured.has(of),
      message: `nobody asks "${of}": a service needs metrics, such as metrics: { path: "/metrics" }, and of stores those with the engine ${measuredEngines.join(", ")}; name another one`,
    })),
  ];
}

/** What a system asks of monitoring that is lowered, and that comes to nothing. */
export function monitoringRefusals(system: System, around: Around): readonly Refusal[] {
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
    ...alerts.flatMap(({ name, expr }) =>
      typeof expr === "string" ? [] : signalRefusals(system, `monitoring.alerts.${name}.expr`, expr, around),
    ),
    ...receivers.map((receiver, index) => ({
      path: `monitoring.receivers[${index}].smtp`,
      set: receiver.type === "email" && receiver.smtp === undefined,
      message: `${around.mail}; name the server that does: smtp: { host: "smtp.example.com", from: "alerts@example.com" }`,
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
