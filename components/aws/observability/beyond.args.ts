import { seconds, type Dashboard, type Problem, type System } from "../../model";
import { problemsOf, type Refusal } from "../../shared/refusal";
import { logRetentions } from "../sizes";
import { askedBy, unwritten } from "./asked.args";
import { isDrawn } from "./panels.args";
import { longestKept } from "./prometheus.args";
import { isAsked } from "./rights.args";

/** CloudWatch keeps what it measured for 15 months, and nothing for longer. */
const metricDays = 455;
const logDays = Math.max(...logRetentions);
/** X-Ray keeps traces so long, and no shorter (https://docs.aws.amazon.com/xray/latest/devguide/xray-console.html). */
const traceDays = 30;
const day = 86_400;

/** Why nobody on AWS writes a series. */
const why = (series: string): string =>
  series.startsWith("proxy_")
    ? `nginx counts ${series}, which takes the requests where trireme:aws.ingress.kind is proxy; set that, or leave it out on AWS`
    : `nothing on AWS writes ${series}: CloudWatch measures tasks, disks, backups and certificates itself`;

function beyondPanels(made: System, { title, panels }: Dashboard): readonly Problem[] {
  return panels.flatMap((panel) => {
    const series = unwritten(panel.expr, made);
    if (series === undefined || isDrawn(panel, made)) return [];
    return [
      {
        path: `monitoring.dashboards.${title}.${panel.title}`,
        message: `"${panel.expr}" would stay empty: ${why(series)}. CloudWatch draws requests, the share of errors, percentiles of the response time, connections of databases, and processors and memory by container: ask for one of these, or leave it out on AWS`,
      },
    ];
  });
}

function beyondRules(made: System): readonly Problem[] {
  return (made.monitoring?.alerts ?? []).flatMap(({ name, expr }) => {
    const series = typeof expr === "string" ? unwritten(expr, made) : undefined;
    if (series === undefined || typeof expr !== "string") return [];
    return [
      {
        path: `monitoring.alerts.${name}`,
        message: `"${expr}" would never hold: ${why(series)}. Ask by a signal, which is an alarm of CloudWatch: errorRate, latency, down, cpuUsage, memoryUsage or diskFree`,
      },
    ];
  });
}

/** What monitoring asks for that AWS does not have; used by `unsupported.ts`. */
export function beyondMonitoring(made: System): readonly Problem[] {
  const { monitoring } = made;
  if (monitoring === undefined) return [];
  const { dashboards = [], logs, metrics, receivers = [], tracing } = monitoring;
  const asked = askedBy(made);
  const kept = isAsked(made) ? longestKept : metricDays;
  const keeper = isAsked(made) ? "Amazon Managed Service for Prometheus" : "CloudWatch";
  const refusals: readonly Refusal[] = [
    {
      path: `monitoring.${asked ?? "alerts"}`,
      set: asked !== undefined && metrics === undefined,
      message: `Prometheus is asked for it, which runs where there are metrics; add metrics: { interval: "15s", retention: "15d" }, or leave it out`,
    },
    {
      path: "monitoring.metrics.retention",
      set: metrics !== undefined && seconds(metrics.retention) > kept * day,
      message: `is ${metrics?.retention}, and ${keeper} keeps metrics for ${kept}d; write that or less`,
    },
    {
      path: "monitoring.tracing.retention",
      set: tracing !== undefined && seconds(tracing.retention) > traceDays * day,
      message: `is ${tracing?.retention}, and X-Ray keeps traces for ${traceDays}d; write that or less`,
    },
    {
      path: "monitoring.logs.retention",
      set: logs !== undefined && seconds(logs.retention) > logDays * day,
      message: `is ${logs?.retention}, and the AWS target keeps logs for at most ${logDays}d; write that or less`,
    },
    {
      path: "monitoring.logs.engine",
      set: logs?.engine !== undefined,
      message: "CloudWatch keeps the logs; leave engine out",
    },
    ...receivers.map((receiver, index) => ({
      path: `monitoring.receivers[${index}].smtp`,
      set: receiver.type === "email" && receiver.smtp !== undefined,
      message: "SNS sends the mail; leave smtp out",
    })),
  ];
  return [
    ...problemsOf(refusals),
    ...beyondRules(made),
    ...dashboards.flatMap((dashboard) => beyondPanels(made, dashboard)),
  ];
}
