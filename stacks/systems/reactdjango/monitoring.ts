import { diskFree, down, memoryUsage, type Monitoring } from "../../../components/model";

const errorShare =
  'sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m]))';
/** Of a service that never failed it is 0: a series begins with its first request. */
const shownShare = `${errorShare} or 0 * sum by (service) (rate(http_requests_total[5m]))`;
const connectionShare =
  "sum by (service) (pg_stat_database_numbackends) / max by (service) (pg_settings_max_connections)";
const failedLogins =
  'sum(rate(http_requests_total{service="identity-service",handler=~".*login.*",status=~"4.."}[1m]))';

/** Alerts and dashboards of ReactDjango Hub, with logs and traces. */
export const monitoring: Monitoring = {
  metrics: { interval: "15s", retention: "15d" },
  logs: { retention: "30d" },
  tracing: { retention: "7d" },
  hostMetrics: true,
  alerts: [
    {
      name: "ServiceDown",
      expr: down(),
      for: "2m",
      severity: "critical",
      summary: "{{ $labels.service }} does not answer",
    },
    {
      name: "HighErrorRate",
      expr: `${errorShare} > 0.05`,
      for: "5m",
      severity: "critical",
      summary: "{{ $value | humanizePercentage }} of the requests to {{ $labels.service }} fail",
    },
    {
      name: "HighMemoryUsage",
      expr: memoryUsage({ above: 0.85 }),
      for: "5m",
      severity: "critical",
      summary: "{{ $labels.component }} uses {{ $value | humanizePercentage }} of its memory",
    },
    {
      name: "DatabaseConnectionPoolExhausted",
      expr: `${connectionShare} > 0.8`,
      for: "5m",
      severity: "critical",
      summary: "{{ $labels.service }} has {{ $value | humanizePercentage }} of its connections in use",
    },
    {
      name: "DiskSpaceLow",
      expr: diskFree({ below: 0.1 }),
      for: "5m",
      severity: "critical",
      summary: "{{ $labels.device }} has {{ $value | humanizePercentage }} of its space left",
    },
    {
      name: "FailedLoginSpike",
      expr: `${failedLogins} > 10`,
      for: "1m",
      severity: "critical",
      summary: "{{ $value | humanize }} logins fail each second",
    },
  ],
  dashboards: [
    {
      title: "Service Health Overview",
      panels: [
        { title: "Service uptime", expr: "min by (service) (up)" },
        { title: "Error rate", expr: shownShare, unit: "percentunit" },
      ],
    },
    {
      title: "API Performance Metrics",
      panels: [
        { title: "Request rate", expr: "sum by (service) (rate(http_requests_total[5m]))", unit: "reqps" },
        {
          title: "P95 latency",
          expr: "histogram_quantile(0.95, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m])))",
          unit: "s",
        },
      ],
    },
    {
      title: "Container Resource Usage",
      panels: [
        { title: "CPU usage", expr: 'sum by (name) (rate(container_cpu_usage_seconds_total{name!=""}[5m]))' },
        {
          title: "Memory usage",
          expr: 'sum by (name) (container_memory_working_set_bytes{name!=""})',
          unit: "bytes",
        },
      ],
    },
    {
      title: "Database Performance",
      panels: [
        { title: "Database connections", expr: "sum by (service) (pg_stat_database_numbackends)" },
        { title: "Connections in use", expr: connectionShare, unit: "percentunit" },
      ],
    },
    {
      title: "Redis Cache Metrics",
      panels: [{ title: "Redis memory", expr: "sum by (service) (redis_memory_used_bytes)", unit: "bytes" }],
    },
    {
      title: "Message Queue Statistics",
      panels: [
        { title: "Consumer lag", expr: "sum by (consumergroup, topic) (kafka_consumergroup_lag)" },
        {
          title: "Messages per second",
          expr: "sum by (topic) (rate(kafka_topic_partition_current_offset[5m]))",
        },
      ],
    },
  ],
};
