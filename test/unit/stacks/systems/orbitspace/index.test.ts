import { describe, expect, it } from "vitest";
import { check, edgesOf, gatedBy, isServer, type Environment } from "../../../../../components/model";
import { orbitspace } from "../../../../../stacks/systems/orbitspace";
import { table } from "../readable";
import { limitsOf } from "../../../../support/limits";
import { targetNames } from "../../../../../components/targets";

const development: Environment = {
  name: "development",
  domain: "localhost",
  repository: "registry.example.com/compyle",
  tag: "dev",
  replicas: 1,
  ports: {},
};
const production: Environment = {
  ...development,
  name: "production",
  domain: "compyle.example.com",
  tag: "1.2.0",
  replicas: 3,
};
const dev = orbitspace(development);
const prod = orbitspace(production);
const [devFastapi, devNextjs] = dev.services;
const [fastapi, nextjs] = prod.services;

const sharedVariables = {
  REDIS_URL: "<store redis url>",
  REDIS_PASSWORD: "<store redis password>",
  GITHUB_CLIENT_ID: "<secret github-client-id value>",
  GITHUB_CLIENT_SECRET: "<secret github-client-secret value>",
  SENTRY_DSN: "<secret sentry-dsn value>",
};
const fastapiVariables = {
  ...sharedVariables,
  ANTHROPIC_API_KEY: "<secret anthropic-api-key value>",
  RESEARCH_AGENT_MODEL: "claude-sonnet-4-20250514",
  PLANNING_AGENT_MODEL: "claude-sonnet-4-20250514",
  IMPLEMENTATION_AGENT_MODEL: "claude-haiku-4-20250514",
  GITHUB_APP_ID: "<secret github-app-id value>",
  GITHUB_APP_PRIVATE_KEY_PATH: "/app/secrets/github-app-key.pem",
  NEXTJS_API_URL: "<service nextjs url lazy=true>",
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
  LOG_FORMAT: "json",
};
const nextjsVariables = {
  ...sharedVariables,
  FASTAPI_URL: "<service fastapi url>",
  NEXTAUTH_SECRET: "<secret nextauth-secret value>",
};

describe("orbitspace", () => {
  it.each(targetNames)("is valid on %s in every environment", (target) => {
    expect(check(dev, limitsOf(target))).toEqual([]);
    expect(check(orbitspace({ ...production, name: "staging" }), limitsOf(target))).toEqual([]);
    expect(check(prod, limitsOf(target))).toEqual([]);
  });

  it("is FastAPI on 8000 and Next.js on 3000", () => {
    for (const system of [dev, prod])
      expect(system.services.map(({ name, port }) => [name, port])).toEqual([
        ["fastapi", 8000],
        ["nextjs", 3000],
      ]);
  });

  it("opens both to the laptop in development and to nobody past the ingress in production", () => {
    expect(dev.services.map(({ publish }) => publish)).toEqual([
      { main: { port: 8000 } },
      { main: { port: 3000 } },
    ]);
    expect(prod.services.map(({ publish }) => publish)).toEqual([undefined, undefined]);
  });

  it("runs three agents' backends and two fronts, one of each in development", () => {
    expect(prod.services.map(({ replicas }) => replicas)).toEqual([3, 2]);
    expect(dev.services.map(({ replicas }) => replicas)).toEqual([1, 1]);
  });

  it("pins its images and builds them from the two Dockerfiles", () => {
    expect(prod.services.map(({ image }) => image)).toEqual([
      {
        name: "fastapi",
        reference: "registry.example.com/compyle-fastapi:1.2.0",
        build: { context: ".", dockerfile: "Dockerfile.fastapi" },
      },
      {
        name: "nextjs",
        reference: "registry.example.com/compyle-nextjs:1.2.0",
        build: { context: ".", dockerfile: "Dockerfile.nextjs" },
      },
    ]);
  });

  it("limits CPU and memory, and keeps ten log files of 100 MiB", () => {
    expect(fastapi?.resources).toEqual({
      cpu: { request: 2, limit: 4 },
      memory: { request: "4Gi", limit: "8Gi" },
    });
    expect(nextjs?.resources).toEqual({
      cpu: { request: 1, limit: 2 },
      memory: { request: "2Gi", limit: "4Gi" },
    });
    for (const { logs } of prod.services) expect(logs).toEqual({ size: "100Mi", files: 10 });
  });

  it("lets the two call each other, while Next.js starts after FastAPI", () => {
    expect(edgesOf(dev)).toEqual([
      { from: "fastapi", to: "db" },
      { from: "fastapi", to: "nextjs" },
      { from: "fastapi", to: "redis" },
      { from: "migrate", to: "db" },
      { from: "nextjs", to: "db" },
      { from: "nextjs", to: "fastapi" },
      { from: "nextjs", to: "redis" },
      { from: "proxy", to: "fastapi" },
      { from: "proxy", to: "nextjs" },
    ]);
  });
});

describe("the variables", () => {
  it("of FastAPI in development", () => {
    expect(table(devFastapi?.env ?? {})).toEqual({
      ...fastapiVariables,
      DATABASE_URL: "<store db url>",
      LOG_LEVEL: "DEBUG",
      CORS_ORIGINS: "http://localhost:8080",
    });
  });

  it("of FastAPI in production", () => {
    expect(table(fastapi?.env ?? {})).toEqual({
      ...fastapiVariables,
      DATABASE_URL: '<store db url params={"sslmode":"require"}>',
      LOG_LEVEL: "INFO",
      CORS_ORIGINS: "https://compyle.example.com,https://www.compyle.example.com",
    });
  });

  it("of Next.js in development", () => {
    expect(table(devNextjs?.env ?? {})).toEqual({
      ...nextjsVariables,
      DATABASE_URL: '<store db url params={"connection_limit":"20","pool_timeout":"60"}>',
      NEXTAUTH_URL: "http://localhost:8080",
      NODE_ENV: "development",
    });
  });

  it("of Next.js in production", () => {
    expect(table(nextjs?.env ?? {})).toEqual({
      ...nextjsVariables,
      DATABASE_URL: '<store db url params={"sslmode":"require","connection_limit":"20","pool_timeout":"60"}>',
      NEXTAUTH_URL: "https://compyle.example.com",
      NODE_ENV: "production",
    });
  });
});

describe("health", () => {
  it("of FastAPI is /health", () => {
    expect(fastapi).toMatchObject({
      health: {
        probe: { http: "/health" },
        interval: "30s",
        timeout: "10s",
        retries: 3,
        startPeriod: "40s",
      },
      readiness: { probe: { http: "/health" }, interval: "10s", startPeriod: "20s" },
    });
    expect(fastapi?.liveness).toBeUndefined();
  });

  it("of Next.js is /api/health", () => {
    expect(nextjs).toMatchObject({
      health: {
        probe: { http: "/api/health" },
        interval: "30s",
        timeout: "10s",
        retries: 3,
        startPeriod: "40s",
      },
      readiness: { probe: { http: "/api/health" }, interval: "10s", startPeriod: "10s" },
      liveness: { probe: { http: "/api/health" }, interval: "30s", startPeriod: "30s" },
    });
  });

  it("waits for an agent as long as an agent may take", () => {
    expect(fastapi?.drain).toEqual({ deadline: "600s" });
    expect(fastapi?.env.AGENT_TIMEOUT_SECONDS).toBe(600);
    expect(nextjs?.drain).toEqual({ deadline: "30s" });
  });
});

describe("the stores", () => {
  it("run beside the application in development", () => {
    expect(dev.stores.filter(isServer).map(({ name, external }) => [name, external])).toEqual([
      ["db", undefined],
      ["redis", undefined],
    ]);
    expect(dev.stores[0]).toMatchObject({
      engine: "postgres",
      databaseName: "compyle_dev",
      publish: { port: 5432 },
    });
    expect(dev.stores[1]).toMatchObject({
      engine: "redis",
      version: "7",
      persistence: "snapshot",
      save: [
        { after: 900, changes: 1 },
        { after: 300, changes: 10 },
        { after: 60, changes: 10_000 },
      ],
    });
  });

  it("are external in production, by URLs that the operator provides", () => {
    expect(prod.stores[0]).toMatchObject({
      engine: "postgres",
      databaseName: "compyle_prod",
      external: { url: { ref: "secret", name: "database-url", part: "value" } },
    });
    expect(prod.stores[1]).toMatchObject({
      engine: "redis",
      external: { url: { ref: "secret", name: "redis-url", part: "value" } },
    });
    expect(prod.stores.filter(isServer).map(({ publish }) => publish)).toEqual([undefined, undefined]);
  });

  it("hold workspaces on 500 GiB of fast disk that all instances write to", () => {
    for (const system of [dev, prod])
      expect(system.stores[2]).toEqual({
        kind: "store",
        engine: "volume",
        name: "workspaces",
        size: "500Gi",
        access: "many",
        storageClass: "fast-ssd",
      });
    expect(fastapi?.mounts).toEqual([{ volume: "workspaces", path: "/workspaces" }]);
    expect(nextjs?.mounts).toBeUndefined();
  });
});

describe("the secrets", () => {
  const given = (system: typeof prod, optional: boolean) =>
    system.secrets
      .filter(({ source }) => source.type === "provided" && source.optional === optional)
      .map(({ name }) => name);

  it("must be given in production, but for Sentry", () => {
    expect(given(prod, false)).toEqual([
      "anthropic-api-key",
      "github-client-id",
      "github-client-secret",
      "github-app-id",
      "github-app-key",
      "database-url",
      "redis-url",
      "backup-access-key",
      "backup-secret-key",
    ]);
    expect(given(prod, true)).toEqual(["sentry-dsn"]);
  });

  it("may all be left out in development", () => {
    expect(given(dev, false)).toEqual([]);
  });

  it("include a NextAuth secret of 64 random bytes", () => {
    expect(prod.secrets.find(({ name }) => name === "nextauth-secret")?.source).toEqual({
      type: "base64",
      bytes: 64,
    });
  });

  it("bring the GitHub App's key as a file to FastAPI alone", () => {
    expect(fastapi?.files).toEqual({
      "/app/secrets/github-app-key.pem": {
        content: { ref: "secret", name: "github-app-key", part: "value" },
      },
    });
    expect(nextjs?.files).toBeUndefined();
  });
});

describe("the ingress", () => {
  const routes = [
    {
      match: "prefix",
      path: "/api/agents/",
      to: { service: "fastapi" },
      rewrite: "/agents/",
      limit: { zone: "api", burst: 10 },
      timeouts: { connect: "600s", send: "600s", read: "600s" },
      maxBody: "100Mi",
    },
    {
      match: "prefix",
      path: "/api/stream/",
      to: { service: "fastapi" },
      rewrite: "/stream/",
      streaming: { idle: "600s" },
    },
    {
      match: "prefix",
      path: "/",
      to: { service: "nextjs" },
      limit: { zone: "app", burst: 20 },
      websocket: { idle: "1h" },
      maxBody: "100Mi",
    },
  ];

  it("has three routes in both environments", () => {
    expect(dev.ingress?.routes).toEqual(routes);
    expect(prod.ingress?.routes).toEqual(routes);
  });

  it("takes 60 requests a minute for agents and 100 for pages", () => {
    expect(prod.ingress?.limits).toEqual([
      { name: "api", requests: 60, per: "minute" },
      { name: "app", requests: 100, per: "minute" },
    ]);
  });

  it("answers on 8080 in development, over HTTPS with Let's Encrypt in production", () => {
    expect(dev.ingress).toMatchObject({ hosts: ["localhost"], http: { port: 8080 } });
    expect(dev.ingress?.tls).toBeUndefined();
    expect(prod.ingress).toMatchObject({
      hosts: ["compyle.example.com", "www.compyle.example.com"],
      http: { port: 80 },
      https: { port: 443 },
      tls: { mode: "lets-encrypt", email: "admin@compyle.example.com" },
    });
  });

  it("sets security headers in production, without the retired X-XSS-Protection", () => {
    expect(prod.ingress?.headers).toEqual({
      "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
      "X-Frame-Options": "SAMEORIGIN",
      "X-Content-Type-Options": "nosniff",
    });
  });
});

describe("operations", () => {
  it("migrate with Prisma before both services, after a backup in production", () => {
    const [migrate] = prod.jobs;
    expect(migrate).toMatchObject({
      name: "migrate",
      image: nextjs?.image,
      command: ["npx", "prisma", "migrate", "deploy", "--schema=./prisma/schema.prisma"],
      run: "release",
      backupFirst: "db-daily",
    });
    expect(table(migrate?.env ?? {})).toEqual({
      DATABASE_URL: '<store db url params={"sslmode":"require"}>',
    });
    expect(migrate && gatedBy(prod, migrate)).toEqual(["fastapi", "nextjs"]);
    expect(dev.jobs[0]?.backupFirst).toBeUndefined();
  });

  it("save the database daily for 7 days and the workspaces weekly, and prove both", () => {
    const keys = {
      accessKey: { ref: "secret", name: "backup-access-key", part: "value" },
      secretKey: { ref: "secret", name: "backup-secret-key", part: "value" },
    };
    expect(prod.backups).toEqual([
      {
        kind: "backup",
        name: "db-daily",
        store: "db",
        schedule: "0 2 * * *",
        keep: { age: "7d" },
        destinations: [
          { to: "volume" },
          { to: "bucket", bucket: "compyle-backups", prefix: "postgres/", ...keys },
        ],
        drill: { schedule: "0 4 * * 0" },
      },
      {
        kind: "backup",
        name: "workspaces-weekly",
        store: "workspaces",
        schedule: "0 3 * * 0",
        keep: { age: "30d" },
        destinations: [
          { to: "volume" },
          { to: "bucket", bucket: "compyle-backups", prefix: "workspaces/", ...keys },
        ],
        drill: { schedule: "0 5 1 * *" },
      },
    ]);
    expect(dev.backups).toEqual([]);
  });

  it("save to the bucket that the environment names", () => {
    const own = orbitspace({
      ...production,
      bucket: { name: "acme", endpoint: "https://s3.example.com" },
    });
    expect(own.backups.map(({ destinations }) => destinations[1])).toMatchObject([
      { bucket: "acme", endpoint: "https://s3.example.com", prefix: "postgres/" },
      { bucket: "acme", endpoint: "https://s3.example.com", prefix: "workspaces/" },
    ]);
  });

  it("measure the agents in production", () => {
    expect(fastapi?.metrics).toEqual({ path: "/metrics" });
    expect(prod.monitoring?.dashboards?.flatMap(({ panels }) => panels)).toEqual([
      { title: "Agent executions", expr: "sum(rate(agent_executions_total[5m]))", unit: "reqps" },
      {
        title: "Agent duration (p95)",
        expr: "histogram_quantile(0.95, sum by (le) (rate(agent_duration_seconds_bucket[5m])))",
        unit: "s",
      },
    ]);
    expect(dev.monitoring).toBeUndefined();
  });
});
