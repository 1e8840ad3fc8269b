import type { Contract } from "../../stacks/systems/sample";

type Measure = Contract["measures"]["further"][string];

const buckets = [0.01, 0.05, 0.1, 0.5, 1, 2, 5];

interface Series {
  readonly labels: string;
  readonly atMost: number[];
  count: number;
  seconds: number;
}

/** One finished request. */
export interface Observation {
  readonly method: string;
  /** A pattern, so that a scan of paths makes no new series. */
  readonly route: string;
  readonly path: string;
  readonly status: number;
  readonly seconds: number;
}

/** Counts finished requests for Prometheus, by the names that the contract says. */
export class Metrics {
  private readonly requests = new Map<string, Series>();
  private readonly further: ReadonlyMap<string, Series>;
  /** Requests that have begun and not ended, streams included. */
  inFlight = 0;

  /** @param budget what budgets are full with, in the place of what the contract says */
  constructor(
    private readonly measures: Contract["measures"],
    private readonly budget?: number,
  ) {
    this.further = new Map(Object.keys(measures.further).map((name) => [name, emptySeries("")]));
  }

  observe({ method, route, path, status, seconds }: Observation): void {
    const names = this.measures.labels;
    const values: [string | undefined, string][] = [
      [names.method, method],
      [names.route, route],
      [names.status, String(status)],
    ];
    const labels = values
      .flatMap(([name, value]) => (name === undefined ? [] : `${name}=${quote(value)}`))
      .join(",");
    const one = this.requests.get(labels) ?? emptySeries(labels);
    this.requests.set(labels, one);
    add(one, seconds);
    for (const [name, { of }] of Object.entries(this.measures.further)) {
      const counted = path === of || path.startsWith(`${of}/`);
      const series = this.further.get(name);
      if (counted && series !== undefined) add(series, seconds);
    }
  }

  private budgeted(measure: Measure): Measure {
    return measure.kind === "gauge" ? { ...measure, full: this.budget ?? measure.full } : measure;
  }

  /** The Prometheus text format, version 0.0.4. */
  render(): string {
    const all = [...this.requests.values()].sort((a, b) => (a.labels < b.labels ? -1 : 1));
    const cpu = process.cpuUsage();
    const { total, duration, further } = this.measures;
    return [
      ...head(total, "counter", "Finished HTTP requests."),
      ...all.map((one) => `${total}{${one.labels}} ${one.count}`),
      ...head(duration, "histogram", "Time from request to end of answer."),
      ...all.flatMap((one) => histogram(duration, one)),
      ...Object.entries(further).flatMap(([name, measure]) => [
        ...head(name, measure.kind, measure.help),
        ...valuesOf(name, this.budgeted(measure), this.further.get(name) ?? emptySeries("")),
      ]),
      ...head("http_requests_in_flight", "gauge", "Requests that have not ended."),
      `http_requests_in_flight ${this.inFlight}`,
      ...head("process_cpu_seconds_total", "counter", "CPU time used."),
      `process_cpu_seconds_total ${(cpu.user + cpu.system) / 1e6}`,
      ...head("process_resident_memory_bytes", "gauge", "Memory in use."),
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      ...head("process_start_time_seconds", "gauge", "Start of the process, Unix time."),
      `process_start_time_seconds ${Math.round(Date.now() / 1000 - process.uptime())}`,
      "",
    ].join("\n");
  }
}

function emptySeries(labels: string): Series {
  return { labels, atMost: buckets.map(() => 0), count: 0, seconds: 0 };
}

function add(series: Series, seconds: number): void {
  series.count += 1;
  series.seconds += seconds;
  buckets.forEach((bound, i) => {
    if (seconds <= bound) series.atMost[i] = (series.atMost[i] ?? 0) + 1;
  });
}

function histogram(name: string, { labels, atMost, count, seconds }: Series): readonly string[] {
  const within = labels === "" ? "" : `${labels},`;
  const whole = labels === "" ? "" : `{${labels}}`;
  return [
    ...buckets.map((bound, i) => `${name}_bucket{${within}le="${bound}"} ${atMost[i]}`),
    `${name}_bucket{${within}le="+Inf"} ${count}`,
    `${name}_sum${whole} ${seconds}`,
    `${name}_count${whole} ${count}`,
  ];
}

function valuesOf(name: string, measure: Measure, series: Series): readonly string[] {
  switch (measure.kind) {
    case "counter":
      return [`${name} ${series.count}`];
    case "histogram":
      return histogram(name, series);
    case "gauge":
      return [`${name} ${measure.full - series.count}`];
    default:
      return measure satisfies never;
  }
}

const head = (name: string, type: string, help: string) => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];

const quote = (value: string) => `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
