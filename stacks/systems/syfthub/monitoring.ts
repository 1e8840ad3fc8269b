import { down, type Monitoring, type Panel } from "../../../components/model";

const answered = (status: string): string =>
  `sum by (service) (rate(proxy_requests_total{status=~"${status}"}[5m]))`;

const latency = (percentile: number): Panel => ({
  title: `Latency (p${percentile})`,
  expr: `histogram_quantile(${percentile / 100}, sum by (service, le) (rate(proxy_request_duration_seconds_bucket[5m])))`,
  unit: "s",
});

/** Which statements took it, the server does not tell without an extension. */
const queryTime =
  'sum(rate(pg_stat_database_active_time_seconds_total{service="db"}[5m])) / sum(rate(pg_stat_database_xact_commit{service="db"}[5m]))';

/** The dashboard that the reference suggests, of what the proxy and the exporters of the stores measure. */
export const monitoring: Monitoring = {
  metrics: { interval: "15s", retention: "15d" },
  alerts: [
    {
      name: "DatabaseDown",
      expr: down({ of: ["db"] }),
      for: "1m",
      severity: "critical",
      summary: "PostgreSQL does not answer",
    },
    {
      name: "RedisDown",
      expr: down({ of: ["redis"] }),
      for: "1m",
      severity: "critical",
      summary: "Redis does not answer",
    },
  ],
  dashboards: [
    {
      title: "SyftHub",
      panels: [
        { title: "Request rate", expr: answered("..."), unit: "reqps" },
        ...[50, 95, 99].map(latency),
        { title: "4xx responses", expr: answered("4.."), unit: "reqps" },
        { title: "5xx responses", expr: answered("5.."), unit: "reqps" },
        { title: "Database connections", expr: 'sum(pg_stat_database_numbackends{service="db"})' },
        {
          title: "Database connections in use",
          expr: 'sum(pg_stat_database_numbackends{service="db"}) / max(pg_settings_max_connections{service="db"})',
          unit: "percentunit",
        },
        { title: "Query time per transaction", expr: queryTime, unit: "s" },
        {
          title: "Longest transaction",
          expr: 'max(pg_stat_activity_max_tx_duration{service="db"})',
          unit: "s",
        },
        {
          title: "Transactions",
          expr: 'sum(rate(pg_stat_database_xact_commit{service="db"}[5m]))',
          unit: "reqps",
        },
        {
          title: "Redis hit rate",
          expr: 'rate(redis_keyspace_hits_total{service="redis"}[5m]) / (rate(redis_keyspace_hits_total{service="redis"}[5m]) + rate(redis_keyspace_misses_total{service="redis"}[5m]))',
          unit: "percentunit",
        },
        { title: "Redis memory", expr: 'redis_memory_used_bytes{service="redis"}', unit: "bytes" },
        { title: "What answers", expr: "min by (service) (up)" },
      ],
    },
  ],
};
