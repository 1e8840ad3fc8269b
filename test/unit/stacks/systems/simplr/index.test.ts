import { describe, expect, it } from "vitest";
import { check, edgesOf, gatedBy, type Environment } from "../../../../../components/model";
import { simplr } from "../../../../../stacks/systems/simplr";
import { readable, table } from "../readable";
import { limitsOf } from "../../../../support/limits";
import { targetNames } from "../../../../../components/targets";

const development: Environment = {
  name: "development",
  domain: "localhost",
  repository: "ghcr.io/your-org/simplr",
  tag: "dev",
  replicas: 1,
  ports: {},
};
const production: Environment = {
  ...development,
  name: "production",
  domain: "mail.example.com",
  tag: "1.4.0",
  replicas: 2,
  tls: { mode: "lets-encrypt", email: "ops@example.com" },
  bucket: { name: "acme-backups" },
};
const dev = simplr(development);
const prod = simplr(production);

const postgresTuning = {
  shared_buffers: "256MB",
  effective_cache_size: "768MB",
  work_mem: "16MB",
  maintenance_work_mem: "64MB",
  max_connections: "100",
  autovacuum_vacuum_scale_factor: "0.1",
  autovacuum_analyze_scale_factor: "0.05",
  "ivfflat.probes": "10",
};
const commonVariables = {
  STORAGE_DIR: "/app/storage",
  LLM_PROVIDER: "openai",
  LLM_MODEL: "gpt-4o-mini",
  EMBEDDING_MODEL: "text-embedding-3-small",
  OPENAI_API_KEY: "<secret openai-api-key value>",
  MAX_CHUNKS_PER_ARTICLE: 100,
  MAGICLINK_TTL_MINUTES: 15,
  SESSION_DAYS: 7,
  SMTP_HOST: "smtp.mailgun.org",
  SMTP_PORT: 587,
  SMTP_PASSWORD: "<secret smtp-password value>",
  SMTP_SENDER_NAME: "Simplr",
  EMAIL_BRAND_NAME: "Simplr",
  WEBHOOK_SECRET: "<secret webhook-secret value>",
  SENTRY_DSN: "<secret sentry-dsn value>",
};
const psqlVariables = {
  PGHOST: "<store db host>",
  PGPORT: "<store db port>",
  PGUSER: "<store db user>",
  PGPASSWORD: "<store db password>",
  PGDATABASE: "<store db database>",
};

describe("simplr", () => {
  it.each(targetNames)("is valid on %s in every environment", (target) => {
    expect(check(dev, limitsOf(target))).toEqual([]);
    expect(check(simplr({ ...production, name: "staging" }), limitsOf(target))).toEqual([]);
    expect(check(prod, limitsOf(target))).toEqual([]);
  });

  it("is one app on a database and a volume", () => {
    for (const system of [dev, prod]) {
      expect(system.services.map(({ name, port }) => [name, port])).toEqual([["app", 8000]]);
      expect(system.stores.map(({ name, engine }) => [name, engine])).toEqual([
        ["db", "postgres"],
        ["app-storage", "volume"],
      ]);
      expect(edgesOf(system)).toEqual([
        { from: "app", to: "db" },
        { from: "init-db", to: "db" },
        { from: "proxy", to: "app" },
        { from: "reindex", to: "db" },
        { from: "vacuum", to: "db" },
      ]);
    }
  });

  it("fits the machine that is recommended: 2 cores and little over 2 GiB in all", () => {
    expect(prod.services[0]?.resources).toEqual({
      cpu: { request: 0.25, limit: 0.5 },
      memory: { request: "512Mi", limit: "1Gi" },
    });
    expect(prod.services[0]?.fargate).toEqual({ cpu: 0.5, memory: 1 });
    expect(prod.stores[0]).toMatchObject({
      resources: { cpu: { request: 0.25, limit: 1 }, memory: { request: "512Mi", limit: "1Gi" } },
      size: "20Gi",
    });
    expect(prod.ingress?.resources).toEqual({
      cpu: { request: 0.1, limit: 0.5 },
      memory: { request: "64Mi", limit: "128Mi" },
    });
  });
});

describe("the app", () => {
  it("gets every variable of the reference in development", () => {
    expect(table(dev.services[0]?.env ?? {})).toEqual({
      ...commonVariables,
      APP_ENV: "development",
      APP_BASE_URL: "http://localhost:8080",
      DEBUG: true,
      DATABASE_URL: '<store db url scheme="postgresql+psycopg2" params={"sslmode":"prefer"}>',
      COOKIE_SECURE: false,
      SMTP_USER: "postmaster@mg.localhost",
      SMTP_SENDER: "noreply@localhost",
      EMAIL_LOGO_URL: "http://localhost:8080/logo.png",
    });
  });

  it("gets every variable of the reference in production", () => {
    expect(table(prod.services[0]?.env ?? {})).toEqual({
      ...commonVariables,
      APP_ENV: "production",
      APP_BASE_URL: "https://mail.example.com",
      DEBUG: false,
      DATABASE_URL: '<store db url scheme="postgresql+psycopg2" params={"sslmode":"require"}>',
      COOKIE_SECURE: true,
      SMTP_USER: "postmaster@mg.mail.example.com",
      SMTP_SENDER: "noreply@mail.example.com",
      EMAIL_LOGO_URL: "https://mail.example.com/logo.png",
    });
  });

  it("reloads on an edit in development and has four workers in production", () => {
    const uvicorn = ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"];
    expect(dev.services[0]?.command).toEqual([...uvicorn, "--reload"]);
    expect(dev.services[0]?.image.build).toEqual({
      context: ".",
      watch: { app: "/app/app", scripts: "/app/scripts" },
    });
    expect(prod.services[0]?.command).toEqual([...uvicorn, "--workers", "4"]);
    expect(prod.services[0]?.image.reference).toBe("ghcr.io/your-org/simplr:1.4.0");
  });

  it("is healthy when /health answers, asked every 30 s for at most 5 s", () => {
    expect(prod.services[0]?.health).toEqual({
      probe: { http: "/health" },
      interval: "30s",
      timeout: "5s",
      startPeriod: "5s",
      retries: 3,
    });
  });

  it("runs as user 1000, keeps its files on the volume and may call out", () => {
    expect(prod.services[0]).toMatchObject({
      user: 1000,
      mounts: [{ volume: "app-storage", path: "/app/storage" }],
      metrics: { path: "/metrics" },
      drain: { deadline: "30s" },
      replicas: 2,
      egress: true,
    });
    expect(prod.stores[1]).toMatchObject({ size: "20Gi", access: "many" });
  });

  it("opens host ports past the proxy in development alone", () => {
    expect(dev.services[0]?.publish).toEqual({ main: { port: 8000 } });
    expect(dev.stores[0]).toMatchObject({ publish: { port: 5432 } });
    expect(prod.services[0]?.publish).toBeUndefined();
    expect(prod.stores[0]).not.toHaveProperty("publish");
  });
});

describe("the database", () => {
  it("is rag_mail of rag_user on Postgres 15 with pgvector, tuned as the reference says", () => {
    expect(dev.stores[0]).toMatchObject({
      version: "15",
      databaseName: "rag_mail",
      owner: "rag_user",
      extensions: ["vector", "pg_stat_statements"],
      parameters: postgresTuning,
    });
  });

  it("in production refuses plain connections, bounds them and keeps an audit log", () => {
    expect(prod.stores[0]).toMatchObject({
      extensions: ["vector", "pg_stat_statements", "pgaudit"],
      parameters: { ...postgresTuning, "pgaudit.log": "write, ddl" },
      tls: true,
      pooler: true,
      connectionLimit: 20,
    });
  });

  it("is initialised by psql before the app starts, in production after a backup", () => {
    const [initialise] = prod.jobs;
    expect(initialise).toMatchObject({
      name: "init-db",
      run: "release",
      command: ["psql", "--set=ON_ERROR_STOP=1", "--file=/app/scripts/init_db.sql"],
      backupFirst: "db-daily",
      user: 1000,
    });
    expect(table(initialise?.env ?? {})).toEqual({ ...psqlVariables, PGSSLMODE: "require" });
    expect(initialise && gatedBy(prod, initialise)).toEqual(["app"]);
    expect(dev.jobs[0]?.backupFirst).toBeUndefined();
    expect(table(dev.jobs[0]?.env ?? {})).toEqual({ ...psqlVariables, PGSSLMODE: "prefer" });
  });

  it("is vacuumed weekly and reindexed monthly", () => {
    expect(
      prod.jobs.slice(1).map(({ name, run, command, timeout }) => ({
        name,
        run,
        command: (command ?? []).map(readable),
        timeout,
      })),
    ).toEqual([
      {
        name: "vacuum",
        run: { schedule: "0 3 * * 0" },
        command: ["psql", "--command=VACUUM (ANALYZE)"],
        timeout: "2h",
      },
      {
        name: "reindex",
        run: { schedule: "0 5 1 * *" },
        command: ["psql", "--command=REINDEX DATABASE CONCURRENTLY <store db database>"],
        timeout: "4h",
      },
    ]);
  });
});

describe("the proxy", () => {
  const limited = [
    {
      match: "prefix",
      path: "/webhooks/",
      to: { service: "app" },
      limit: { zone: "webhook", burst: 20 },
      maxBody: "25Mi",
    },
    { match: "prefix", path: "/api/", to: { service: "app" }, limit: { zone: "api", burst: 20 } },
  ];
  const rest = { match: "prefix", path: "/", to: { service: "app" }, limit: { zone: "api", burst: 10 } };

  it("limits webhooks to 100 a minute and everything else to 10 a second, with the reference's bursts", () => {
    expect(prod.ingress?.limits).toEqual([
      { name: "api", requests: 10, per: "second" },
      { name: "webhook", requests: 100, per: "minute" },
    ]);
    expect(dev.ingress?.routes).toEqual([
      ...limited,
      { match: "prefix", path: "/static/", to: { service: "app" } },
      rest,
    ]);
  });

  it("serves /static/ itself in production, cached for a year", () => {
    expect(prod.sites).toEqual([
      { kind: "site", name: "static", image: prod.services[0]?.image, folder: "/app/static" },
    ]);
    expect(prod.ingress?.routes).toEqual([
      ...limited,
      {
        match: "prefix",
        path: "/static/",
        to: { site: "static" },
        rewrite: "/",
        headers: { "Cache-Control": "public, max-age=31536000, immutable" },
      },
      rest,
    ]);
  });

  it("speaks HTTPS with security headers in production, plain HTTP on 8080 in development", () => {
    expect(dev.ingress).toMatchObject({ http: { port: 8080 }, hosts: ["localhost"] });
    expect(dev.ingress?.https).toBeUndefined();
    expect(prod.ingress).toMatchObject({
      version: "1.30",
      hosts: ["mail.example.com"],
      http: { port: 80 },
      https: { port: 443 },
      tls: { mode: "lets-encrypt", email: "ops@example.com" },
      settings: { worker_connections: "1024" },
    });
    expect(prod.ingress?.headers).toEqual({
      "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
      "X-Frame-Options": "SAMEORIGIN",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "strict-origin-when-cross-origin",
    });
  });

  it("keeps the metrics inside", () => {
    expect(prod.ingress?.internalPaths).toEqual(["/metrics"]);
  });
});

describe("secrets", () => {
  const given = (system: typeof dev) =>
    Object.fromEntries(
      system.secrets.map(({ name, source }) => [name, source.type === "provided" && source.optional]),
    );

  it("are all optional in development", () => {
    expect(given(dev)).toEqual({
      "openai-api-key": true,
      "smtp-password": true,
      "webhook-secret": true,
      "sentry-dsn": true,
    });
  });

  it("must be given in production, error tracking apart", () => {
    expect(given(prod)).toEqual({
      "openai-api-key": false,
      "smtp-password": false,
      "webhook-secret": false,
      "sentry-dsn": true,
      "backup-access-key": false,
      "backup-secret-key": false,
    });
  });
});

describe("backups", () => {
  const bucket = {
    to: "bucket",
    bucket: "acme-backups",
    accessKey: { ref: "secret", name: "backup-access-key", part: "value" },
    secretKey: { ref: "secret", name: "backup-secret-key", part: "value" },
  };

  it("keep the database for 30 days here and in S3, restored daily, with any moment in between", () => {
    expect(prod.backups[0]).toEqual({
      kind: "backup",
      name: "db-daily",
      store: "db",
      schedule: "0 2 * * *",
      keep: { age: "30d" },
      destinations: [{ to: "volume" }, { ...bucket, prefix: "postgres/", expire: "30d" }],
      drill: { schedule: "0 4 * * *" },
      pointInTime: { rpo: "5m" },
    });
  });

  it("copy attachments as files to infrequent-access storage", () => {
    expect(prod.backups[1]).toEqual({
      kind: "backup",
      name: "attachments-daily",
      store: "app-storage",
      folder: "attachments",
      form: "files",
      schedule: "30 2 * * *",
      keep: { age: "30d" },
      destinations: [{ ...bucket, prefix: "attachments/", storageClass: "STANDARD_IA" }],
      drill: { schedule: "30 4 * * 0" },
    });
  });

  it("go to simplr-backups on AWS unless the environment names a bucket", () => {
    const [, destination] = simplr({ ...production, bucket: undefined }).backups[0]?.destinations ?? [];
    expect(destination).toMatchObject({ bucket: "simplr-backups", endpoint: undefined });
    const minio = { name: "acme", endpoint: "https://s3.example.com" };
    const [, elsewhere] = simplr({ ...production, bucket: minio }).backups[0]?.destinations ?? [];
    expect(elsewhere).toMatchObject({ bucket: "acme", endpoint: "https://s3.example.com" });
  });

  it("are for production", () => {
    expect(dev.backups).toEqual([]);
  });
});

describe("monitoring", () => {
  it("watches the app and its database in production", () => {
    expect(
      prod.monitoring?.alerts.map(({ name, expr, for: time, severity }) => [name, expr, time, severity]),
    ).toEqual([
      ["AppDown", { type: "down", of: ["app"] }, "1m", "critical"],
      ["DatabaseDown", { type: "down", of: ["db"] }, "1m", "critical"],
      ["SlowRequests", { type: "latency", percentile: 95, above: "2s", over: "5m" }, "5m", "warning"],
    ]);
    expect(prod.monitoring).toMatchObject({
      metrics: { interval: "15s", retention: "15d" },
      logs: { retention: "30d" },
    });
    expect(prod.monitoring?.dashboards?.flatMap(({ panels }) => panels.map(({ title }) => title))).toEqual([
      "Requests",
      "95th percentile of the duration",
      "Database connections",
    ]);
    expect(dev.monitoring).toBeUndefined();
  });
});
