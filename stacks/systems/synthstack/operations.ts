import {
  backup,
  down,
  errorRate,
  latency,
  type BackupDestination,
  type Environment,
  type Monitoring,
  type Postgres,
  type Qdrant,
  type Redis,
  type SecretRef,
  type Volume,
} from "../../../components/model";

// None at all is a number, too: a series begins with its first request.
const errors = 'sum(rate(http_requests_total{status_code=~"5.."}[5m])) or vector(0)';
const requests = "sum(rate(http_requests_total[5m]))";
const p95 = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))";

/** What SynthStack measures, when it wakes someone, and whom. */
export function monitoring(pagerdutyKey: SecretRef): Monitoring {
  return {
    metrics: { interval: "30s", retention: "15d" },
    logs: { retention: "30d" },
    hostMetrics: true,
    receivers: [{ type: "pagerduty", serviceKey: pagerdutyKey }],
    alerts: [
      {
        name: "HighErrorRate",
        expr: errorRate({ above: 0.05, over: "5m" }),
        for: "5m",
        severity: "critical",
        summary: "High error rate detected",
        description: "{{ $value | humanizePercentage }} of the requests failed over the last 5 minutes",
      },
      {
        name: "HighLatency",
        expr: latency({ percentile: 95, above: "2s", over: "5m" }),
        for: "5m",
        severity: "warning",
        summary: "High latency detected",
        description: "P95 latency is {{ $value }}s",
      },
      {
        name: "DatabaseDown",
        expr: down({ of: ["postgres", "directus-postgres"] }),
        for: "1m",
        severity: "critical",
        summary: "Database is down",
        description: "{{ $labels.service }} is not responding",
      },
      {
        name: "LowSystemCredits",
        // Each instance tells of the same credits.
        expr: "sum(max without (instance) (credits_remaining)) < 1000",
        for: "10m",
        severity: "warning",
        summary: "System credits running low",
        description: "Only {{ $value }} credits remaining across all users",
      },
      {
        name: "MLServiceDown",
        expr: down({ of: ["ml-service"] }),
        for: "2m",
        severity: "warning",
        summary: "ML service is down",
        description: "An instance of the ML service is not responding",
      },
    ],
    dashboards: [
      {
        title: "SynthStack API Gateway",
        panels: [
          { title: "Request Rate", expr: requests, unit: "reqps" },
          { title: "Response Time (p95)", expr: p95, unit: "s" },
          { title: "Error Rate", expr: errors, unit: "reqps" },
          { title: "ML Credits/Hour", expr: "sum(increase(ml_credits_charged_total[1h]))" },
        ],
      },
    ],
  };
}

interface Saved {
  readonly db: Postgres;
  readonly directusDb: Postgres;
  readonly cache: Redis;
  readonly vectors: Qdrant;
  readonly uploads: Volume;
  readonly flows: Volume;
}

/** When each store is saved, for how long, and how often a restore proves it. */
export function backups(
  env: Environment,
  stores: Saved,
  keys: { readonly accessKey: SecretRef; readonly secretKey: SecretRef },
) {
  const to = (prefix: string): readonly BackupDestination[] => [
    { to: "volume" },
    {
      to: "bucket",
      bucket: env.bucket?.name ?? "synthstack-backups",
      endpoint: env.bucket?.endpoint,
      region: env.bucket?.region,
      prefix,
      ...keys,
    },
  ];
  const keep = { age: "30d" } as const;
  const database = {
    keep,
    drill: { schedule: "0 4 * * 0", within: "15m" },
    pointInTime: { rpo: "5m" },
  } as const;
  return [
    backup("postgres-daily", {
      of: stores.db,
      schedule: "0 2 * * *",
      destinations: to("database/"),
      ...database,
    }),
    backup("directus-daily", {
      of: stores.directusDb,
      schedule: "15 2 * * *",
      destinations: to("directus/"),
      ...database,
    }),
    backup("redis-hourly", {
      of: stores.cache,
      schedule: "0 * * * *",
      keep: { count: 24 },
      destinations: to("redis/"),
      drill: { schedule: "30 4 * * 0" },
    }),
    backup("qdrant-daily", {
      of: stores.vectors,
      schedule: "30 2 * * *",
      keep,
      destinations: to("qdrant/"),
      drill: { schedule: "0 5 1 * *" },
    }),
    backup("uploads-daily", {
      of: stores.uploads,
      schedule: "40 2 * * *",
      keep,
      destinations: to("uploads/"),
      drill: { schedule: "0 5 1 * *" },
    }),
    backup("flows-daily", {
      of: stores.flows,
      schedule: "50 2 * * *",
      keep,
      destinations: to("node-red/"),
      drill: { schedule: "0 5 1 * *" },
    }),
  ];
}
