import { seconds, type Alert, type System } from "../../../../components/model";
import type { Case, Change, Fired, Phase } from "./cases";
import type { Series } from "./scraped";

interface Expected {
  readonly exp_labels: Readonly<Record<string, string>>;
  readonly exp_annotations: Readonly<Record<string, string>>;
}

interface Look {
  readonly eval_time: string;
  readonly alertname: string;
  readonly exp_alerts: readonly Expected[];
}

/** As promtool reads a test (https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/). */
export interface Test {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test?: readonly Look[];
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

/** How a phase changes what is measured. */
interface Part extends Phase {
  readonly change?: Change | undefined;
}

const quoted = (text: string): string => JSON.stringify(text);

function name({ metric, labels }: Series): string {
  return `${metric}{${Object.entries(labels)
    .map(([label, value]) => `${label}=${quoted(value)}`)
    .join(",")}}`;
}

/** Samples of a series through the phases: a look at the beginning of each, and after each step. A counter begins at 0. */
function samples(series: Series, parts: readonly Part[], step: number): string {
  let last: number | undefined;
  return parts
    .flatMap((part) => {
      const count = Math.round((part.to - part.from) / step);
      const value = part.change?.(series, part) ?? series.value;
      if (value === "gone") return `_x${count}`;
      if (value === "stands") return `${part.from - step}+0x${count - 1}`;
      if (series.kind === "clock") return `${part.from}+${step}x${count - 1}`;
      if (series.kind === "gauge") return `${value}+0x${count - 1}`;
      const first = last === undefined ? 0 : last + value * step;
      last = first + value * step * (count - 1);
      return `${first}+${value * step}x${count - 1}`;
    })
    .join(" ");
}

/** A text of an alert with its labels and its value, as Prometheus fills it in; one that names a label it does not have is an error. */
function filled(text: string, { labels }: Fired, value: string | undefined): string {
  return text.replace(/\{\{ ?(.*?) ?\}\}/g, (whole, inside: string) => {
    const label = /^\$labels\.(\w+)$/.exec(inside)?.[1];
    const found = label === undefined ? (inside.startsWith("$value") ? value : undefined) : labels[label];
    if (found === undefined) throw new Error(`"${text}": nobody knows what ${whole} is`);
    return found;
  });
}

function expected({ summary, description, severity }: Alert, fired: Fired, at: number, bad: Phase): Expected {
  const value = typeof fired.value === "function" ? fired.value(at, bad) : fired.value;
  return {
    exp_labels: { ...fired.labels, severity },
    exp_annotations: {
      summary: filled(summary, fired, value),
      ...(description === undefined ? {} : { description: filled(description, fired, value) }),
    },
  };
}

/** The phases one after the other, each for whole steps. */
function after(
  step: number,
  all: readonly { readonly lasts: number; readonly change?: Change | undefined }[],
): readonly Part[] {
  let from = 0;
  return all.map(({ lasts, change }) => {
    const to = from + Math.ceil(lasts / step) * step;
    const part = { from, to, change };
    from = to;
    return part;
  });
}

/**
 * The tests of one case: well, nearly bad, bad, and well again. It fires when it was bad for as long as the alert says and no earlier, and
 * is over when it is well.
 */
export function testsOf(alert: Alert, one: Case, world: readonly Series[]): readonly Test[] {
  const { step = 60, after: window = 0, near, bad, apart = false } = one;
  const patience = seconds(alert.for);
  const long = window + patience + 5 * step;
  // What looks back further has a time apart, or reads a clock, which is right at once.
  const settled = Math.min(window, 3600);
  const test = (what: string, parts: readonly Part[], looks: readonly Look[]): Test => ({
    name: `${alert.name}: ${one.by}${what}`,
    interval: `${step}s`,
    input_series: world.map((series) => ({ series: name(series), values: samples(series, parts, step) })),
    alert_rule_test: looks,
  });
  const look = (at: number, exp_alerts: readonly Expected[] = []): Look => ({
    eval_time: `${at}s`,
    alertname: alert.name,
    exp_alerts,
  });
  const fires = (at: number, phase: Phase): Look =>
    look(
      at,
      one.fired.map((fired) => expected(alert, fired, at, phase)),
    );
  if (apart) {
    const phases = (change: Change) => after(step, [{ lasts: long, change }]);
    const [only = { from: 0, to: 0 }] = phases(bad);
    return [
      ...(near === undefined ? [] : [test(", nearly", phases(near), [look(only.to - step)])]),
      test("", phases(bad), [fires(only.to - step, only)]),
    ];
  }
  const parts = after(step, [
    { lasts: settled + 10 * step },
    { lasts: near === undefined ? step : long, change: near },
    { lasts: long, change: bad },
    { lasts: settled + 5 * step },
  ]);
  const [first, second, third, last] = parts as [Part, Part, Part, Part];
  const early = third.from + patience - step;
  return [
    test("", parts, [
      look(first.to - step),
      look(second.to - step),
      // An alert that waits, or looks back, does not fire at the first look.
      ...(early >= third.from ? [look(early)] : []),
      fires(third.to - step, third),
      look(last.to - step),
    ]),
  ];
}

/** Nothing fires for an hour while all is well. */
export function quietTest(
  { name: system }: System,
  alerts: readonly Alert[],
  world: readonly Series[],
): Test {
  const parts = after(60, [{ lasts: 3600 }]);
  return {
    name: `${system} is well`,
    interval: "60s",
    input_series: world.map((series) => ({ series: name(series), values: samples(series, parts, 60) })),
    alert_rule_test: alerts.flatMap((alert) =>
      [600, 3540].map((at) => ({
        eval_time: `${at}s`,
        alertname: alert.name,
        exp_alerts: [],
      })),
    ),
  };
}

/**
 * Each panel draws a number while requests come in and none fails: a series of a status begins with its first request, and of
 * nothing there is no share.
 */
export function panelTests({ name: system, monitoring }: System, world: readonly Series[]): readonly Test[] {
  const parts = after(15, [{ lasts: 1200 }]);
  // nginx's script alone has them from the start.
  const began = world.filter(
    ({ metric, kind, value }) => kind !== "counter" || value > 0 || metric === "proxy_requests_total",
  );
  const panels = (monitoring?.dashboards ?? []).flatMap((dashboard) => dashboard.panels);
  if (panels.length === 0) return [];
  return [
    {
      name: `the panels of ${system}`,
      interval: "15s",
      input_series: began.map((series) => ({ series: name(series), values: samples(series, parts, 15) })),
      promql_expr_test: panels.map(({ expr }) => ({
        expr: `count((${expr}) == (${expr})) > bool 0`,
        eval_time: "15m",
        exp_samples: [{ labels: "{}", value: 1 }],
      })),
    },
  ];
}
