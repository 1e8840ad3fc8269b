import { down, latency, type Monitoring } from "../../../components/model";

const p95 = "histogram_quantile(0.95, sum by (le) (rate(request_duration_seconds_bucket[5m])))";

/** Alerts and the dashboard of Simplr in production. */
export const monitoring: Monitoring = {
  metrics: { interval: "15s", retention: "15d" },
  logs: { retention: "30d" },
  alerts: [
    {
      name: "AppDown",
      expr: down({ of: ["app"] }),
      for: "1m",
      severity: "critical",
      summary: "An instance of Simplr does not answer",
    },
    {
      name: "DatabaseDown",
      expr: down({ of: ["db"] }),
      for: "1m",
      severity: "critical",
      summary: "PostgreSQL does not answer",
    },
    {
      name: "SlowRequests",
      expr: latency({ percentile: 95, above: "2s", over: "5m" }),
      for: "5m",
      severity: "warning",
      summary: "One request in twenty takes longer than 2 s",
      description: "Look at the slowest statements in pg_stat_statements and at the use of the vector index.",
    },
  ],
  dashboards: [
    {
      title: "Simplr",
      panels: [
        { title: "Requests", expr: "sum by (endpoint) (rate(requests_total[5m]))", unit: "reqps" },
        { title: "95th percentile of the duration", expr: p95, unit: "s" },
        { title: "Database connections", expr: 'sum(pg_stat_database_numbackends{datname="rag_mail"})' },
      ],
    },
  ],
};
