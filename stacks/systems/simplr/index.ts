import {
  backup,
  ingress,
  provided,
  http,
  isDevelopment,
  job,
  postgres,
  route,
  service,
  site,
  siteRoute,
  system,
  tagged,
  template,
  urlWith,
  volume,
  type Environment,
  type Image,
  type Resources,
  type System,
} from "../../../components/model";
import { defineSystem } from "../define";
import { monitoring } from "./monitoring";

const limits = {
  proxy: { cpu: { request: 0.1, limit: 0.5 }, memory: { request: "64Mi", limit: "128Mi" } },
  app: { cpu: { request: 0.25, limit: 0.5 }, memory: { request: "512Mi", limit: "1Gi" } },
  db: { cpu: { request: 0.25, limit: 1 }, memory: { request: "512Mi", limit: "1Gi" } },
  job: { cpu: { request: 0.1, limit: 0.5 }, memory: { request: "64Mi", limit: "256Mi" } },
} satisfies Record<string, Resources>;

/** Simplr: a mailbox with retrieval-augmented answers; one FastAPI app on Postgres with pgvector, behind nginx. */
export function simplr(env: Environment): System {
  const dev = isDevelopment(env);
  const origin = dev ? `http://${env.domain}:${env.ports.http ?? 8080}` : `https://${env.domain}`;
  const sslmode = dev ? "prefer" : "require";

  const openaiKey = provided("openai-api-key", {
    description: "API key of the OpenAI account that answers and embeds",
    optional: dev,
  });
  const smtpPassword = provided("smtp-password", {
    description: "App-specific password of the SMTP account",
    optional: dev,
  });
  const webhookSecret = provided("webhook-secret", {
    description: "Signing secret of the MailerSend webhook, from its inbound route",
    optional: dev,
  });
  const sentryDsn = provided("sentry-dsn", { description: "DSN of the Sentry project", optional: true });
  const backupAccessKey = provided("backup-access-key", {
    description: "Access key of the S3 bucket for backups",
  });
  const backupSecretKey = provided("backup-secret-key", {
    description: "Secret key of the S3 bucket for backups",
  });

  const db = postgres("db", {
    version: "15",
    database: "rag_mail",
    user: "rag_user",
    extensions: ["vector", "pg_stat_statements", ...(dev ? [] : ["pgaudit"])],
    parameters: {
      shared_buffers: "256MB",
      effective_cache_size: "768MB",
      work_mem: "16MB",
      maintenance_work_mem: "64MB",
      max_connections: "100",
      autovacuum_vacuum_scale_factor: "0.1",
      autovacuum_analyze_scale_factor: "0.05",
      "ivfflat.probes": "10",
      ...(dev ? {} : { "pgaudit.log": "write, ddl" }),
    },
    size: "20Gi",
    resources: limits.db,
    ...(dev ? { publish: { port: env.ports.db ?? 5432 } } : { tls: true, pooler: true, connectionLimit: 20 }),
  });
  const storage = volume("app-storage", { size: "20Gi", access: "many" });

  const image: Image = {
    name: "app",
    reference: tagged(env.repository, env.tag),
    build: { context: ".", watch: { app: "/app/app", scripts: "/app/scripts" } },
  };
  const app = service("app", {
    image,
    command: [
      ...["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"],
      ...(dev ? ["--reload"] : ["--workers", "4"]),
    ],
    port: 8000,
    env: {
      APP_ENV: env.name,
      APP_BASE_URL: origin,
      DEBUG: dev,
      DATABASE_URL: urlWith(db.url, { scheme: "postgresql+psycopg2", params: { sslmode } }),
      STORAGE_DIR: "/app/storage",
      LLM_PROVIDER: "openai",
      LLM_MODEL: "gpt-4o-mini",
      EMBEDDING_MODEL: "text-embedding-3-small",
      OPENAI_API_KEY: openaiKey.value,
      MAX_CHUNKS_PER_ARTICLE: 100,
      MAGICLINK_TTL_MINUTES: 15,
      SESSION_DAYS: 7,
      COOKIE_SECURE: !dev,
      SMTP_HOST: "smtp.mailgun.org",
      SMTP_PORT: 587,
      SMTP_USER: `postmaster@mg.${env.domain}`,
      SMTP_PASSWORD: smtpPassword.value,
      SMTP_SENDER: `noreply@${env.domain}`,
      SMTP_SENDER_NAME: "Simplr",
      EMAIL_LOGO_URL: `${origin}/logo.png`,
      EMAIL_BRAND_NAME: "Simplr",
      WEBHOOK_SECRET: webhookSecret.value,
      SENTRY_DSN: sentryDsn.value,
    },
    mounts: [{ volume: storage.name, path: "/app/storage" }],
    health: http("/health", { interval: "30s", timeout: "5s", startPeriod: "5s", retries: 3 }),
    metrics: { path: "/metrics" },
    user: 1000,
    replicas: env.replicas,
    drain: { deadline: "30s" },
    resources: limits.app,
    fargate: { cpu: 0.5, memory: 1 },
    egress: true,
    ...(dev ? { publish: { main: { port: env.ports.app ?? 8000 } } } : {}),
  });
  const assets = site("static", { image, folder: "/app/static" });

  const psql = {
    image,
    env: {
      PGHOST: db.host,
      PGPORT: db.port,
      PGUSER: db.user,
      PGPASSWORD: db.password,
      PGDATABASE: db.database,
      PGSSLMODE: sslmode,
    },
    user: 1000,
    resources: limits.job,
  };
  const initialise = job("init-db", {
    ...psql,
    // Without ON_ERROR_STOP psql exits 0 after a failed statement.
    command: ["psql", "--set=ON_ERROR_STOP=1", "--file=/app/scripts/init_db.sql"],
    run: "release",
    ...(dev ? {} : { backupFirst: "db-daily" }),
  });
  const vacuum = job("vacuum", {
    ...psql,
    command: ["psql", "--command=VACUUM (ANALYZE)"],
    run: { schedule: "0 3 * * 0" },
    timeout: "2h",
  });
  const reindex = job("reindex", {
    ...psql,
    command: ["psql", template`--command=REINDEX DATABASE CONCURRENTLY ${db.database}`],
    run: { schedule: "0 5 1 * *" },
    timeout: "4h",
  });

  const proxy = ingress("proxy", {
    version: "1.30",
    hosts: [env.domain],
    http: { port: env.ports.http ?? (dev ? 8080 : 80) },
    settings: { worker_connections: "1024" },
    limits: [
      { name: "api", requests: 10, per: "second" },
      { name: "webhook", requests: 100, per: "minute" },
    ],
    internalPaths: ["/metrics"],
    resources: limits.proxy,
    routes: [
      route("/webhooks/", app, { limit: { zone: "webhook", burst: 20 }, maxBody: "25Mi" }),
      route("/api/", app, { limit: { zone: "api", burst: 20 } }),
      dev
        ? route("/static/", app)
        : siteRoute("/static/", assets, {
            rewrite: "/",
            headers: { "Cache-Control": "public, max-age=31536000, immutable" },
          }),
      route("/", app, { limit: { zone: "api", burst: 10 } }),
    ],
    ...(dev
      ? {}
      : {
          https: { port: env.ports.https ?? 443 },
          tls: env.tls ?? { mode: "self-signed" },
          headers: {
            "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
            "X-Frame-Options": "SAMEORIGIN",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
          },
        }),
  });

  const bucket = {
    to: "bucket" as const,
    bucket: env.bucket?.name ?? "simplr-backups",
    endpoint: env.bucket?.endpoint,
    region: env.bucket?.region,
    accessKey: backupAccessKey.value,
    secretKey: backupSecretKey.value,
  };
  const backups = [
    backup("db-daily", {
      of: db,
      schedule: "0 2 * * *",
      keep: { age: "30d" },
      destinations: [{ to: "volume" }, { ...bucket, prefix: "postgres/", expire: "30d" }],
      drill: { schedule: "0 4 * * *" },
      pointInTime: { rpo: "5m" },
    }),
    backup("attachments-daily", {
      of: storage,
      folder: "attachments",
      form: "files",
      schedule: "30 2 * * *",
      keep: { age: "30d" },
      destinations: [{ ...bucket, prefix: "attachments/", storageClass: "STANDARD_IA" }],
      drill: { schedule: "30 4 * * 0" },
    }),
  ];

  return system("simplr", env, {
    services: [app],
    stores: [db, storage],
    jobs: [initialise, vacuum, reindex],
    ingress: proxy,
    secrets: [
      ...[openaiKey, smtpPassword, webhookSecret, sentryDsn],
      ...(dev ? [] : [backupAccessKey, backupSecretKey]),
    ],
    ...(dev ? {} : { sites: [assets], backups, monitoring }),
  });
}

export default defineSystem({
  name: "simplr",
  title: "Simplr",
  summary:
    "a mailbox with retrieval-augmented answers; one FastAPI app on Postgres with pgvector, behind nginx",
  system: simplr,
});
