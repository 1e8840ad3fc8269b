import {
  backup,
  base64,
  ingress,
  provided,
  http,
  isDevelopment,
  job,
  lazily,
  postgres,
  redis,
  route,
  service,
  serviceUrl,
  system,
  tagged,
  urlWith,
  volume,
  type BackupDestination,
  type Environment,
  type Image,
  type Monitoring,
  type Resources,
  type System,
} from "../../../components/model";
import { defineSystem } from "../define";

const limits = {
  proxy: { cpu: { request: 0.1, limit: 1 }, memory: { request: "64Mi", limit: "256Mi" } },
  fastapi: { cpu: { request: 2, limit: 4 }, memory: { request: "4Gi", limit: "8Gi" } },
  nextjs: { cpu: { request: 1, limit: 2 }, memory: { request: "2Gi", limit: "4Gi" } },
  migrate: { cpu: { request: 0.1, limit: 1 }, memory: { request: "256Mi", limit: "512Mi" } },
  postgres: { cpu: { request: 0.25, limit: 1 }, memory: { request: "256Mi", limit: "1Gi" } },
  redis: { cpu: { request: 0.1, limit: 0.5 }, memory: { request: "64Mi", limit: "256Mi" } },
} satisfies Record<string, Resources>;

const monitoring: Monitoring = {
  metrics: { interval: "30s", retention: "15d" },
  logs: { retention: "30d" },
  alerts: [],
  dashboards: [
    {
      title: "Orbitspace agents",
      panels: [
        { title: "Agent executions", expr: "sum(rate(agent_executions_total[5m]))", unit: "reqps" },
        {
          title: "Agent duration (p95)",
          expr: "histogram_quantile(0.95, sum by (le) (rate(agent_duration_seconds_bucket[5m])))",
          unit: "s",
        },
      ],
    },
  ],
};

/** Orbitspace Compyle: AI agents (FastAPI) that work on Git checkouts, with a Next.js front, behind nginx. */
export function orbitspace(env: Environment): System {
  const dev = isDevelopment(env);
  const origin = dev ? `http://${env.domain}:${env.ports.http ?? 8080}` : `https://${env.domain}`;
  const image = (name: string): Image => ({
    name,
    reference: tagged(`${env.repository}-${name}`, env.tag),
    build: { context: ".", dockerfile: `Dockerfile.${name}` },
  });
  const publish = (port: number) => (dev ? { publish: { main: { port } } } : {});
  const logs = { size: "100Mi", files: 10 } as const;

  const operator = (name: string, description: string) => provided(name, { description, optional: dev });
  const secrets = {
    anthropicKey: operator("anthropic-api-key", "Anthropic API key of the production tier"),
    githubClientId: operator("github-client-id", "Client ID of the GitHub App"),
    githubClientSecret: operator("github-client-secret", "Client secret of the GitHub App"),
    githubAppId: operator("github-app-id", "Number of the GitHub App"),
    githubKey: operator("github-app-key", "Private key of the GitHub App, in PEM"),
    sentryDsn: provided("sentry-dsn", { description: "DSN of the Sentry project", optional: true }),
    nextauth: base64("nextauth-secret", { bytes: 64 }),
  };
  const managed = {
    databaseUrl: operator(
      "database-url",
      "Managed PostgreSQL: postgresql://user:password@host:5432/database",
    ),
    redisUrl: operator("redis-url", "Managed Redis: rediss://:password@host:6379"),
    backupAccessKey: operator("backup-access-key", "Access key of the S3 bucket for backups"),
    backupSecretKey: operator("backup-secret-key", "Secret key of the S3 bucket for backups"),
  };

  const db = postgres("db", {
    version: "16",
    database: dev ? "compyle_dev" : "compyle_prod",
    user: "compyle",
    ...(dev
      ? { resources: limits.postgres, publish: { port: env.ports.db ?? 5432 } }
      : { external: { url: managed.databaseUrl.value } }),
  });
  const databaseUrl = dev ? db.url : urlWith(db.url, { params: { sslmode: "require" } });
  const cache = redis("redis", {
    version: "7",
    persistence: "snapshot",
    save: [
      { after: 900, changes: 1 },
      { after: 300, changes: 10 },
      { after: 60, changes: 10_000 },
    ],
    ...(dev ? { resources: limits.redis } : { external: { url: managed.redisUrl.value } }),
  });
  const workspaces = volume("workspaces", { size: "500Gi", access: "many", storageClass: "fast-ssd" });

  const shared = {
    REDIS_URL: cache.url,
    REDIS_PASSWORD: cache.password,
    GITHUB_CLIENT_ID: secrets.githubClientId.value,
    GITHUB_CLIENT_SECRET: secrets.githubClientSecret.value,
    SENTRY_DSN: secrets.sentryDsn.value,
  };

  const fastapi = service("fastapi", {
    image: image("fastapi"),
    port: 8000,
    env: {
      ...shared,
      DATABASE_URL: databaseUrl,
      ANTHROPIC_API_KEY: secrets.anthropicKey.value,
      RESEARCH_AGENT_MODEL: "claude-sonnet-4-20250514",
      PLANNING_AGENT_MODEL: "claude-sonnet-4-20250514",
      IMPLEMENTATION_AGENT_MODEL: "claude-haiku-4-20250514",
      GITHUB_APP_ID: secrets.githubAppId.value,
      GITHUB_APP_PRIVATE_KEY_PATH: "/app/secrets/github-app-key.pem",
      NEXTJS_API_URL: lazily(serviceUrl("nextjs")),
      WORKSPACE_ROOT: "/workspaces",
      MAX_WORKSPACE_SIZE_GB: 50,
      WORKSPACE_RETENTION_DAYS: 30,
      GIT_BOT_NAME: "Compyle Bot",
      GIT_BOT_EMAIL: "bot@compyle.dev",
      ALLOWED_BASH_COMMANDS: "ls,cat,grep,git,npm,python,node,pytest,jest,npx",
      MAX_AGENT_ITERATIONS: 50,
      AGENT_TIMEOUT_SECONDS: 600,
      RATE_LIMIT_PER_MINUTE: 60,
      RATE_LIMIT_PER_HOUR: 1000,
      LOG_LEVEL: dev ? "DEBUG" : "INFO",
      LOG_FORMAT: "json",
      CORS_ORIGINS: dev ? origin : `${origin},https://www.${env.domain}`,
    },
    files: { "/app/secrets/github-app-key.pem": { content: secrets.githubKey.value } },
    mounts: [{ volume: workspaces.name, path: "/workspaces" }],
    // The first user of a Debian or Alpine image, to whom the workspaces belong.
    user: 1000,
    health: http("/health", { interval: "30s", timeout: "10s", retries: 3, startPeriod: "40s" }),
    readiness: http("/health", { interval: "10s", startPeriod: "20s" }),
    metrics: { path: "/metrics" },
    replicas: env.replicas,
    // An agent may work for AGENT_TIMEOUT_SECONDS; a release lets it finish.
    drain: { deadline: "600s" },
    resources: limits.fastapi,
    // Agents run npm and pip, which write caches wherever the image's home directory is.
    readOnlyRoot: false,
    egress: true,
    logs,
    ...publish(env.ports.fastapi ?? 8000),
  });

  const nextjs = service("nextjs", {
    image: image("nextjs"),
    port: 3000,
    env: {
      ...shared,
      DATABASE_URL: urlWith(databaseUrl, {
        params: { ...databaseUrl.params, connection_limit: "20", pool_timeout: "60" },
      }),
      FASTAPI_URL: fastapi.url,
      NEXTAUTH_SECRET: secrets.nextauth.value,
      NEXTAUTH_URL: origin,
      NODE_ENV: dev ? "development" : "production",
    },
    health: http("/api/health", { interval: "30s", timeout: "10s", retries: 3, startPeriod: "40s" }),
    readiness: http("/api/health", { interval: "10s", startPeriod: "10s" }),
    liveness: http("/api/health", { interval: "30s", startPeriod: "30s" }),
    replicas: dev ? 1 : 2,
    drain: { deadline: "30s" },
    resources: limits.nextjs,
    readOnlyRoot: !dev,
    scratch: dev ? [] : ["/app/.next/cache"],
    egress: true,
    logs,
    ...publish(env.ports.nextjs ?? 3000),
  });

  const migrate = job("migrate", {
    image: nextjs.image,
    command: ["npx", "prisma", "migrate", "deploy", "--schema=./prisma/schema.prisma"],
    env: { DATABASE_URL: databaseUrl },
    run: "release",
    resources: limits.migrate,
    ...(dev ? {} : { backupFirst: "db-daily" }),
  });

  const proxy = ingress("proxy", {
    version: "1.30",
    hosts: dev ? [env.domain] : [env.domain, `www.${env.domain}`],
    http: { port: env.ports.http ?? (dev ? 8080 : 80) },
    ...(dev
      ? {}
      : {
          https: { port: env.ports.https ?? 443 },
          tls: env.tls ?? { mode: "lets-encrypt", email: `admin@${env.domain}` },
          headers: {
            "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
            "X-Frame-Options": "SAMEORIGIN",
            "X-Content-Type-Options": "nosniff",
          },
        }),
    limits: [
      { name: "api", requests: 60, per: "minute" },
      { name: "app", requests: 100, per: "minute" },
    ],
    settings: { worker_connections: "1024" },
    resources: limits.proxy,
    routes: [
      route("/api/agents/", fastapi, {
        rewrite: "/agents/",
        limit: { zone: "api", burst: 10 },
        timeouts: { connect: "600s", send: "600s", read: "600s" },
        maxBody: "100Mi",
      }),
      route("/api/stream/", fastapi, { rewrite: "/stream/", streaming: { idle: "600s" } }),
      route("/", nextjs, {
        limit: { zone: "app", burst: 20 },
        websocket: { idle: "1h" },
        maxBody: "100Mi",
      }),
    ],
  });

  const to = (prefix: string): readonly BackupDestination[] => [
    { to: "volume" },
    {
      to: "bucket",
      bucket: env.bucket?.name ?? "compyle-backups",
      endpoint: env.bucket?.endpoint,
      region: env.bucket?.region,
      prefix,
      accessKey: managed.backupAccessKey.value,
      secretKey: managed.backupSecretKey.value,
    },
  ];
  const backups = [
    backup("db-daily", {
      of: db,
      schedule: "0 2 * * *",
      keep: { age: "7d" },
      destinations: to("postgres/"),
      drill: { schedule: "0 4 * * 0" },
    }),
    backup("workspaces-weekly", {
      of: workspaces,
      schedule: "0 3 * * 0",
      keep: { age: "30d" },
      destinations: to("workspaces/"),
      drill: { schedule: "0 5 1 * *" },
    }),
  ];

  return system("orbitspace", env, {
    services: [fastapi, nextjs],
    stores: [db, cache, workspaces],
    secrets: [...Object.values(secrets), ...(dev ? [] : Object.values(managed))],
    jobs: [migrate],
    ingress: proxy,
    ...(dev ? {} : { backups, monitoring }),
  });
}

export default defineSystem({
  name: "orbitspace",
  title: "Orbitspace Compyle",
  summary: "AI agents (FastAPI) that work on Git checkouts, with a Next.js front, behind nginx",
  system: orbitspace,
});
