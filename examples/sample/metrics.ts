const buckets = [0.01, 0.05, 0.1, 0.5, 1, 2, 5];

interface Series {
  readonly labels: string;
  readonly atMost: number[];
  count: number;
  seconds: number;
}

/** Counts finished requests for Prometheus. Routes are patterns, so that a scan of paths makes no new series. */
export class Metrics {
  private readonly series = new Map<string, Series>();
  /** Requests that have begun and not ended, streams included. */
  inFlight = 0;

  observe(method: string, route: string, status: number, seconds: number): void {
    const labels = `method=${quote(method)},route=${quote(route)},status_code="${status}"`;
    const known = this.series.get(labels);
    const one = known ?? { labels, atMost: buckets.map(() => 0), count: 0, seconds: 0 };
    if (known === undefined) this.series.set(labels, one);
    one.count += 1;
    one.seconds += seconds;
    buckets.forEach((bound, i) => {
      if (seconds <= bound) one.atMost[i] = (one.atMost[i] ?? 0) + 1;
    });
  }

  /** The Prometheus text format, version 0.0.4. */
  render(): string {
    const all = [...this.series.values()].sort((a, b) => (a.labels < b.labels ? -1 : 1));
    const cpu = process.cpuUsage();
    const histogram = "http_request_duration_seconds";
    return [
      ...head("http_requests_total", "counter", "Finished HTTP requests."),
      ...all.map((one) => `http_requests_total{${one.labels}} ${one.count}`),
      ...head(histogram, "histogram", "Time from request to end of answer."),
      ...all.flatMap((one) => [
        ...buckets.map((bound, i) => `${histogram}_bucket{${one.labels},le="${bound}"} ${one.atMost[i]}`),
        `${histogram}_bucket{${one.labels},le="+Inf"} ${one.count}`,
        `${histogram}_sum{${one.labels}} ${one.seconds}`,
        `${histogram}_count{${one.labels}} ${one.count}`,
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

const head = (name: string, type: string, help: string) => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];

const quote = (value: string) => `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
