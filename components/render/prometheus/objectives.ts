import { cpuUsage, errorRate, latency, memoryUsage, type Alert, type System } from "../../model";
import type { Recording } from "./rules";
import { errorShare, failures } from "./signals";

/** Share of the requests that may fail: one in a thousand. */
const budget = 0.001;
/** Failures below which no budget is looked at: of a few requests at night one that fails is a large share. */
const fewest = 5;

/**
 * When the budget burns so fast that someone must act: a long window says that it matters, a short one that it still does
 * (https://sre.google/workbook/alerting-on-slos/, "Multiwindow, Multi-Burn-Rate Alerts").
 */
const fast = [
  { long: "1h", short: "5m", times: 14.4 },
  { long: "6h", short: "30m", times: 6 },
] as const;
const slow = [
  { long: "1d", short: "2h", times: 3 },
  { long: "3d", short: "6h", times: 1 },
] as const;

const recorded = (window: string): string => `ingress:request_errors:ratio_rate${window}`;

/** The share of failed requests over every window that objectives look at. */
export function objectiveRecordings(system: System): readonly Recording[] {
  if (system.ingress === undefined) return [];
  const windows = [...fast, ...slow].flatMap(({ long, short }) => [short, long]);
  return [...new Set(windows)].map((window) => ({
    record: recorded(window),
    expr: errorShare(system, window),
  }));
}

function burning(system: System, rates: readonly { long: string; short: string; times: number }[]): string {
  return rates
    .map(({ long, short, times }) => {
      const limit = Number((times * budget).toFixed(6));
      return `(${recorded(long)} > ${limit} and ${recorded(short)} > ${limit} and on () ${failures(system, long)} > ${fewest})`;
    })
    .join(" or ");
}

/** What is asked of requests as they come in. */
function requests(system: System): readonly Alert[] {
  if (system.ingress === undefined) return [];
  const share = "{{ $value | humanizePercentage }} of the requests fail";
  return [
    {
      name: "RequestsFail",
      expr: errorRate({ above: 0.05, over: "5m" }),
      for: "5m",
      severity: "critical",
      summary: share,
    },
    {
      name: "ErrorBudgetBurnsFast",
      expr: burning(system, fast),
      for: "2m",
      severity: "critical",
      summary: `${share}: the errors that a month allows are gone within days`,
    },
    {
      name: "ErrorBudgetBurns",
      expr: burning(system, slow),
      for: "15m",
      severity: "warning",
      summary: `${share}: more than one in a thousand over days`,
    },
    {
      name: "AnswersAreSlow",
      expr: latency({ percentile: 95, above: "0.5s", over: "5m" }),
      for: "15m",
      severity: "warning",
      summary: "One request in twenty waits longer than 0.5 s for its answer",
    },
  ];
}

const containers: readonly Alert[] = [
  {
    name: "ProcessorsNearlyUsed",
    expr: cpuUsage({ above: 0.7, over: "5m" }),
    for: "15m",
    severity: "warning",
    summary: "{{ $labels.component }} uses {{ $value | humanizePercentage }} of its processors",
  },
  {
    name: "MemoryNearlyUsed",
    expr: memoryUsage({ above: 0.8 }),
    for: "15m",
    severity: "warning",
    summary: "{{ $labels.component }} uses {{ $value | humanizePercentage }} of its memory",
  },
];

/** Errors below 0.1 %, answers within 0.5 s, processors below 70 % and memory below 80 %: what a system is held to. */
export function objectives(system: System): readonly Alert[] {
  return [...requests(system), ...(system.monitoring?.hostMetrics === true ? containers : [])];
}
