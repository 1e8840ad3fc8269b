import { describe, expect, it } from "vitest";
import {
  check,
  edgesOf,
  gatedBy,
  type Environment,
  type Service,
  type System,
} from "../../../../../components/model";
import { synthstack } from "../../../../../stacks/systems/synthstack";
import { table } from "../readable";
import { limitsOf } from "../../../../support/limits";
import { targetNames } from "../../../../../components/targets";

const development: Environment = {
  name: "development",
  domain: "localhost",
  repository: "ghcr.io/your-org/synthstack",
  tag: "dev",
  replicas: 1,
  ports: {},
};
const production: Environment = {
  ...development,
  name: "production",
  domain: "example.com",
  tag: "1.0.0",
  replicas: 3,
};
const dev = synthstack(development);
const staging = synthstack({ ...production, name: "staging", replicas: 1 });
const prod = synthstack(production);

function find(system: System, name: string): Service {
  const service = system.services.find((candidate) => candidate.name === name);
  if (service === undefined) throw new Error(`no service ${name}`);
  return service;
}

const sharedVariables = {
  QDRANT_URL: "<store qdrant url>",
  QDRANT_API_KEY: "<store qdrant password>",
  REDIS_URL: "<store redis url>",
  REDIS_SENTINEL_NAME: "<store redis sentinelName>",
  OPENAI_API_KEY: "<secret openai-api-key value>",
  ANTHROPIC_API_KEY: "<secret anthropic-api-key value>",
  SENTRY_DSN: "<secret sentry-dsn value>",
  SENTRY_TRACES_SAMPLE_RATE: "0.1",
};
const sharedInDevelopment = {
  ...sharedVariables,
  NODE_ENV: "development",
  DEBUG: true,
  LOG_LEVEL: "debug",
  DATABASE_URL: "<store postgres url>",
  SENTRY_ENVIRONMENT: "development",
};
const sharedInProduction = {
  ...sharedVariables,
  NODE_ENV: "production",
  DEBUG: false,
  LOG_LEVEL: "warn",
  DATABASE_URL: '<store postgres url params={"sslmode":"require"}>',
  SENTRY_ENVIRONMENT: "production",
};
const backendVariables = {
  DB_POOL_MIN: 5,
  DB_POOL_MAX: 20,
  DB_IDLE_TIMEOUT: 30_000,
  ENCRYPTION_KEY: "<secret encryption-key value>",
  DATABASE_ENCRYPTION_KEY: "<secret encryption-key value>",
  ML_SERVICE_BACKEND: "fastapi",
  ML_SERVICE_URL: "<service ml-service url>",
  DIRECTUS_URL: "<service directus url>",
  NODE_RED_URL: "<service node-red url>",
  SENDGRID_API_KEY: "<secret sendgrid-api-key value>",
  ENABLE_COPILOT: true,
  ENABLE_REFERRALS: true,
  ENABLE_WORKFLOWS: true,
};
const gatewayVariables = {
  PORT: 3003,
  HOST: "0.0.0.0",
  JWT_SECRET: "<secret jwt-secret value>",
  SESSION_SECRET: "<secret session-secret value>",
  STRIPE_SECRET_KEY: "<secret stripe-secret-key value>",
  RATE_LIMIT_MAX: 100,
  RATE_LIMIT_WINDOW: 60_000,
  RATE_LIMIT_BAN_DURATION: 3_600,
  MAINTENANCE_MODE: false,
};
const directusVariables = {
  SECRET: "<secret directus-secret value>",
  ADMIN_PASSWORD: "<secret directus-admin-password value>",
  DB_CLIENT: "pg",
  DB_HOST: "<store directus-postgres host>",
  DB_PORT: "<store directus-postgres port>",
  DB_DATABASE: "<store directus-postgres database>",
  DB_USER: "<store directus-postgres user>",
  DB_PASSWORD: "<store directus-postgres password>",
  CORS_ENABLED: true,
  LOG_STYLE: "raw",
  TEMP_PATH: "/tmp/directus",
};

describe("synthstack", () => {
  it.each(targetNames)("is valid on %s in every environment", (target) => {
    expect(check(dev, limitsOf(target))).toEqual([]);
    expect(check(staging, limitsOf(target))).toEqual([]);
    expect(check(prod, limitsOf(target))).toEqual([]);
  });

  it("is five services with ports, and a worker without", () => {
    for (const system of [dev, prod])
      expect(system.services.map(({ name, port }) => [name, port])).toEqual([
        ["web", 3050],
        ["api-gateway", 3003],
        ["worker", undefined],
        ["ml-service", 8000],
        ["directus", 8055],
        ["node-red", 1880],
      ]);
  });

  it("opens every service to the laptop in development, none past the ingress in production", () => {
    expect(dev.services.map(({ name, publish }) => [name, publish?.main?.port])).toEqual([
      ["web", 3050],
      ["api-gateway", 3003],
      ["worker", undefined],
      ["ml-service", 8001],
      ["directus", 8055],
      ["node-red", 1880],
    ]);
    expect(prod.services.filter(({ publish }) => publish !== undefined)).toEqual([]);
  });

  it("takes other host ports from the environment", () => {
    const moved = synthstack({ ...development, ports: { api: 4003, web: 4050 } });
    expect(find(moved, "api-gateway").publish).toEqual({ main: { port: 4003 } });
    expect(find(moved, "web").env.VITE_API_URL).toBe("http://localhost:4003");
    expect(find(moved, "api-gateway").env.CORS_ORIGINS).toBe("http://localhost:4050");
  });

  it("runs three gateways and two of what else may be several; one of each in development", () => {
    const replicas = (system: System) => system.services.map((service) => [service.name, service.replicas]);
    expect(replicas(prod)).toEqual([
      ["web", 2],
      ["api-gateway", 3],
      ["worker", 2],
      ["ml-service", 2],
      ["directus", undefined],
      ["node-red", undefined],
    ]);
    expect(dev.services.filter((service) => (service.replicas ?? 1) > 1)).toEqual([]);
  });

  it("pins every image", () => {
    expect(prod.services.map(({ image }) => image.reference)).toEqual([
      "ghcr.io/your-org/synthstack/web:1.0.0",
      "ghcr.io/your-org/synthstack/api-gateway:1.0.0",
      "ghcr.io/your-org/synthstack/api-gateway:1.0.0",
      "ghcr.io/your-org/synthstack/ml-service:1.0.0",
      "ghcr.io/your-org/synthstack/directus:1.0.0",
      "nodered/node-red:4.1.15",
    ]);
  });

  it("builds the packages of the monorepo from its root", () => {
    expect(find(prod, "api-gateway").image.build).toEqual({
      context: ".",
      dockerfile: "packages/api-gateway/Dockerfile",
    });
    expect(find(prod, "ml-service").image.build).toEqual({
      context: ".",
      dockerfile: "packages/ml-service/Dockerfile",
    });
    expect(find(prod, "directus").image.build).toEqual({ context: "services/directus" });
    expect(find(prod, "web").image.build).toEqual({
      context: "apps/web",
      args: { VITE_API_URL: "https://api.example.com", VITE_DIRECTUS_URL: "https://cms.example.com" },
    });
  });

  it("lets nobody but Directus at its database, and nobody but the gateway and its worker at Node-RED", () => {
    expect(edgesOf(prod).filter(({ from }) => from !== "api-gateway" && from !== "worker")).toEqual([
      { from: "directus", to: "directus-postgres" },
      { from: "migrate", to: "postgres" },
      { from: "ml-service", to: "postgres" },
      { from: "ml-service", to: "qdrant" },
      { from: "ml-service", to: "redis" },
      { from: "proxy", to: "api-gateway" },
      { from: "proxy", to: "directus" },
      { from: "proxy", to: "web" },
    ]);
    for (const from of ["api-gateway", "worker"])
      expect(
        edgesOf(prod)
          .filter((edge) => edge.from === from)
          .map(({ to }) => to),
      ).toEqual(["directus", "ml-service", "node-red", "postgres", "qdrant", "redis"]);
  });
});

describe("sizes", () => {
  const limits = (system: System) =>
    Object.fromEntries(
      [...system.services, ...system.stores].flatMap((part) =>
        "resources" in part && part.resources !== undefined
          ? [[part.name, [part.resources.cpu.limit, part.resources.memory.limit]]]
          : [],
      ),
    );
  const disks = (system: System) =>
    Object.fromEntries(system.stores.map((store) => [store.name, "size" in store ? store.size : undefined]));

  it("are the recommended ones in production", () => {
    expect(limits(prod)).toEqual({
      web: [2, "2Gi"],
      "api-gateway": [4, "8Gi"],
      worker: [4, "8Gi"],
      "ml-service": [4, "8Gi"],
      directus: [1, "2Gi"],
      "node-red": [1, "1Gi"],
      postgres: [8, "16Gi"],
      "directus-postgres": [1, "2Gi"],
      redis: [2, "4Gi"],
      qdrant: [4, "8Gi"],
    });
    expect(disks(prod)).toEqual({
      postgres: "500Gi",
      "directus-postgres": "20Gi",
      redis: "20Gi",
      qdrant: "200Gi",
      "directus-uploads": "20Gi",
      "node-red-data": "1Gi",
    });
  });

  it("are the minimal ones elsewhere", () => {
    for (const system of [dev, staging]) {
      expect(limits(system)).toEqual({
        web: [1, "1Gi"],
        "api-gateway": [2, "4Gi"],
        worker: [2, "4Gi"],
        "ml-service": [2, "4Gi"],
        directus: [1, "2Gi"],
        "node-red": [1, "1Gi"],
        postgres: [2, "8Gi"],
        "directus-postgres": [1, "2Gi"],
        redis: [1, "2Gi"],
        qdrant: [2, "4Gi"],
      });
      expect(disks(system)).toMatchObject({ postgres: "100Gi", redis: "10Gi", qdrant: "50Gi" });
    }
  });

  it("request half of what they limit", () => {
    expect(find(staging, "api-gateway").resources).toEqual({
      cpu: { request: 1, limit: 2 },
      memory: { request: "2048Mi", limit: "4Gi" },
    });
  });

  it("put as many GPUs into the ML service as the environment says", () => {
    expect(find(prod, "ml-service").resources?.gpus).toBe(0);
    const computing = synthstack({ ...production, gpus: 1 });
    expect(find(computing, "ml-service").resources?.gpus).toBe(1);
    expect(find(computing, "api-gateway").resources?.gpus).toBeUndefined();
  });
});

describe("the variables in development", () => {
  const variables = (name: string) => table(find(dev, name).env);

  it("of the API gateway", () => {
    expect(variables("api-gateway")).toEqual({
      ...sharedInDevelopment,
      ...backendVariables,
      ...gatewayVariables,
      DATABASE_READ_URL: "<store postgres readUrl>",
      CORS_ORIGINS: "http://localhost:3050",
    });
  });

  it("of the worker", () => {
    expect(variables("worker")).toEqual({
      ...sharedInDevelopment,
      ...backendVariables,
      DATABASE_READ_URL: "<store postgres readUrl>",
    });
  });

  it("of the ML service", () => {
    expect(variables("ml-service")).toEqual(sharedInDevelopment);
  });

  it("of the web", () => {
    expect(variables("web")).toEqual({
      VITE_API_URL: "http://localhost:3003",
      VITE_DIRECTUS_URL: "http://localhost:8055",
    });
  });

  it("of Directus", () => {
    expect(variables("directus")).toEqual({
      ...directusVariables,
      PUBLIC_URL: "http://localhost:8055",
      ADMIN_EMAIL: "admin@example.com",
      CORS_ORIGIN: "http://localhost:3050",
    });
  });

  it("of Node-RED", () => {
    expect(variables("node-red")).toEqual({ FLOWS: "flows.json", TZ: "UTC" });
  });
});

describe("the variables in production", () => {
  const variables = (name: string) => table(find(prod, name).env);
  const readUrl = '<store postgres readUrl params={"sslmode":"require"}>';
  const corsOrigins = "https://example.com,https://app.example.com";

  it("of the API gateway", () => {
    expect(variables("api-gateway")).toEqual({
      ...sharedInProduction,
      ...backendVariables,
      ...gatewayVariables,
      DATABASE_READ_URL: readUrl,
      CORS_ORIGINS: corsOrigins,
    });
  });

  it("of the worker", () => {
    expect(variables("worker")).toEqual({
      ...sharedInProduction,
      ...backendVariables,
      DATABASE_READ_URL: readUrl,
    });
  });

  it("of the ML service", () => {
    expect(variables("ml-service")).toEqual(sharedInProduction);
  });

  it("of the web", () => {
    expect(variables("web")).toEqual({
      VITE_API_URL: "https://api.example.com",
      VITE_DIRECTUS_URL: "https://cms.example.com",
    });
  });

  it("of Directus", () => {
    expect(variables("directus")).toEqual({
      ...directusVariables,
      PUBLIC_URL: "https://cms.example.com",
      ADMIN_EMAIL: "admin@example.com",
      DB_SSL__REJECT_UNAUTHORIZED: false,
      CORS_ORIGIN: corsOrigins,
    });
  });
});

describe("the API gateway", () => {
  const gateway = find(prod, "api-gateway");

  it("is healthy by /health, ready by /ready and alive by /live", () => {
    const timing = { interval: "10s", timeout: "5s", retries: 3, startPeriod: "30s" };
    expect(gateway.health).toEqual({ probe: { http: "/health" }, ...timing });
    expect(gateway.liveness).toEqual({ probe: { http: "/live" }, ...timing });
    expect(gateway.readiness).toEqual({
      probe: { http: "/ready" },
      interval: "5s",
      timeout: "3s",
      retries: 3,
      startPeriod: "10s",
    });
    expect(gateway.metrics).toEqual({ path: "/metrics" });
  });

  it("scales from 3 to 20 instances, quickly up and slowly down", () => {
    expect(gateway.autoscale).toEqual({
      min: 3,
      max: 20,
      cpu: 70,
      memory: 80,
      requestsPerSecond: 1000,
      scaleUp: { percent: 50, period: "60s", stabilization: "60s" },
      scaleDown: { percent: 10, period: "60s", stabilization: "300s" },
    });
    expect(find(dev, "api-gateway").autoscale).toBeUndefined();
  });

  it("waits 15 s before it stops, so that balancers have left", () => {
    expect(gateway.drain).toEqual({ delay: "15s", deadline: "30s" });
  });
});

describe("the other services", () => {
  it("have health checks of their own", () => {
    const probes = prod.services.map(({ name, health }) => [name, health?.probe]);
    expect(Object.fromEntries(probes)).toEqual({
      web: { http: "/" },
      "api-gateway": { http: "/health" },
      worker: { command: ["node", "--eval", expect.stringContaining("REDIS_URL") as string] },
      "ml-service": { http: "/health" },
      directus: { http: "/server/health" },
      "node-red": { http: "/" },
    });
  });

  it.each([
    ["example.com", "admin@example.com"],
    ["shop.example.org", "admin@shop.example.org"],
    ["mylocal.dev", "admin@mylocal.dev"],
    ["localhost", "admin@example.com"],
    ["cms.corp.internal", "admin@example.com"],
    ["10.0.0.7", "admin@example.com"],
  ])("are a Directus with a first administrator whom it takes, at %s", (domain, mail) => {
    const system = synthstack({ ...production, domain });
    expect(find(system, "directus").env.ADMIN_EMAIL).toBe(mail);
  });

  it("are a Directus whose first start may take as long as its migrations", () => {
    expect(find(prod, "directus").health).toEqual({
      probe: { http: "/server/health" },
      interval: "10s",
      timeout: "5s",
      retries: 3,
      startPeriod: "2m",
    });
  });

  it("are a worker of the gateway's image that takes jobs from Redis", () => {
    const worker = find(prod, "worker");
    expect(worker.image).toEqual(find(prod, "api-gateway").image);
    expect(worker.command).toEqual(["pnpm", "run", "worker"]);
    expect(worker.drain).toEqual({ deadline: "60s" });
  });

  it("keep flows and uploads on volumes", () => {
    expect(find(prod, "node-red").mounts).toEqual([{ volume: "node-red-data", path: "/data" }]);
    expect(find(prod, "directus").mounts).toEqual([
      { volume: "directus-uploads", path: "/directus/uploads" },
    ]);
  });
});

describe("the stores", () => {
  it("hold the application's data in Postgres 15 with pgvector, with two read replicas in production", () => {
    expect(prod.stores[0]).toMatchObject({
      name: "postgres",
      engine: "postgres",
      version: "15",
      databaseName: "synthstack",
      owner: "synthstack",
      extensions: ["vector"],
      parameters: { max_connections: "200", shared_buffers: "1GB" },
      readReplicas: 2,
      pooler: true,
      tls: true,
    });
    expect(dev.stores[0]).not.toHaveProperty("readReplicas");
  });

  it("give Directus a Postgres of its own", () => {
    expect(prod.stores[1]).toMatchObject({
      name: "directus-postgres",
      engine: "postgres",
      version: "15",
      databaseName: "directus",
      tls: true,
    });
  });

  it("keep queues in Redis, of three nodes with Sentinel in production", () => {
    expect(prod.stores[2]).toMatchObject({
      engine: "redis",
      version: "7",
      persistence: "append-only",
      eviction: "noeviction",
      nodes: 3,
      setName: "synthstack-redis",
    });
    expect(dev.stores[2]).not.toHaveProperty("nodes");
  });

  it("keep vectors in Qdrant, of three nodes in production", () => {
    expect(prod.stores[3]).toMatchObject({ engine: "qdrant", version: "v1.17.0", nodes: 3 });
    expect(dev.stores[3]).toMatchObject({ nodes: 1 });
  });
});

describe("the secrets", () => {
  const given = (system: System, optional: boolean) =>
    system.secrets
      .filter(({ source }) => source.type === "provided" && source.optional === optional)
      .map(({ name }) => name);

  it("are generated with 32 random bytes, as the reference's openssl does", () => {
    const generated = prod.secrets.filter(({ source }) => source.type !== "provided");
    expect(Object.fromEntries(generated.map(({ name, source }) => [name, source]))).toEqual({
      "jwt-secret": { type: "base64", bytes: 32 },
      "session-secret": { type: "base64", bytes: 32 },
      "encryption-key": { type: "base64", bytes: 32 },
      "directus-secret": { type: "base64", bytes: 32 },
      "directus-admin-password": { type: "password", length: 32 },
    });
  });

  it("of other companies must be given outside development, but for Sentry", () => {
    const names = [
      "openai-api-key",
      "anthropic-api-key",
      "stripe-secret-key",
      "sendgrid-api-key",
      "pagerduty-service-key",
      "backup-access-key",
      "backup-secret-key",
    ];
    expect(given(prod, false)).toEqual(names);
    expect(given(staging, false)).toEqual(names);
    expect(given(prod, true)).toEqual(["sentry-dsn"]);
    expect(given(dev, false)).toEqual([]);
  });
});

describe("the ingress", () => {
  it("is Traefik with Let's Encrypt in production", () => {
    expect(prod.ingress).toMatchObject({
      engine: "traefik",
      hosts: ["example.com", "app.example.com", "api.example.com", "cms.example.com"],
      http: { port: 80 },
      https: { port: 443 },
      tls: { mode: "lets-encrypt", email: "admin@example.com" },
      correlationHeader: "X-Request-ID",
    });
  });

  it("is not needed on a laptop, where every service has a port", () => {
    expect(dev.ingress).toBeUndefined();
  });

  it("routes by host, and keeps the metrics inside", () => {
    expect(prod.ingress?.routes).toEqual([
      {
        match: "prefix",
        path: "/",
        to: { service: "api-gateway" },
        host: "api.example.com",
        streaming: { idle: "300s" },
      },
      { match: "prefix", path: "/", to: { service: "directus" }, host: "cms.example.com", maxBody: "100Mi" },
      { match: "prefix", path: "/", to: { service: "web" } },
    ]);
    expect(prod.ingress?.internalPaths).toEqual(["/metrics"]);
  });

  it("tells browsers to stay on HTTPS", () => {
    expect(prod.ingress?.headers).toEqual({
      "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
      "X-Content-Type-Options": "nosniff",
    });
  });
});

describe("operations", () => {
  it("migrate once per release, after a backup in production, before all that name the database", () => {
    const [migrate] = prod.jobs;
    expect(migrate).toMatchObject({
      command: ["pnpm", "run", "migrate"],
      run: "release",
      backupFirst: "postgres-daily",
      image: find(prod, "api-gateway").image,
    });
    expect(migrate && gatedBy(prod, migrate)).toEqual(["api-gateway", "worker", "ml-service"]);
    expect(dev.jobs[0]?.backupFirst).toBeUndefined();
  });

  it("save the databases daily for 30 days, and prove within 15 minutes that they restore", () => {
    const keys = {
      accessKey: { ref: "secret", name: "backup-access-key", part: "value" },
      secretKey: { ref: "secret", name: "backup-secret-key", part: "value" },
    };
    expect(prod.backups[0]).toEqual({
      kind: "backup",
      name: "postgres-daily",
      store: "postgres",
      schedule: "0 2 * * *",
      keep: { age: "30d" },
      destinations: [
        { to: "volume" },
        { to: "bucket", bucket: "synthstack-backups", prefix: "database/", ...keys },
      ],
      drill: { schedule: "0 4 * * 0", within: "15m" },
      pointInTime: { rpo: "5m" },
    });
  });

  it("save every store", () => {
    expect(prod.backups.map(({ store, schedule, keep }) => [store, schedule, keep])).toEqual([
      ["postgres", "0 2 * * *", { age: "30d" }],
      ["directus-postgres", "15 2 * * *", { age: "30d" }],
      ["redis", "0 * * * *", { count: 24 }],
      ["qdrant", "30 2 * * *", { age: "30d" }],
      ["directus-uploads", "40 2 * * *", { age: "30d" }],
      ["node-red-data", "50 2 * * *", { age: "30d" }],
    ]);
    expect(dev.backups).toEqual([]);
  });

  it("save to the bucket that the environment names", () => {
    const own = synthstack({ ...production, bucket: { name: "acme", endpoint: "https://s3.example.com" } });
    for (const { destinations } of own.backups)
      expect(destinations[1]).toMatchObject({ bucket: "acme", endpoint: "https://s3.example.com" });
  });
});

describe("monitoring", () => {
  const errors = 'sum(rate(http_requests_total{status_code=~"5.."}[5m])) or vector(0)';
  const requests = "sum(rate(http_requests_total[5m]))";
  const p95 = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))";

  it("has the reference's five alerts", () => {
    expect(
      prod.monitoring?.alerts.map((alert) => [alert.name, alert.expr, alert.for, alert.severity]),
    ).toEqual([
      ["HighErrorRate", { type: "error-rate", above: 0.05, over: "5m" }, "5m", "critical"],
      ["HighLatency", { type: "latency", percentile: 95, above: "2s", over: "5m" }, "5m", "warning"],
      ["DatabaseDown", { type: "down", of: ["postgres", "directus-postgres"] }, "1m", "critical"],
      ["LowSystemCredits", "sum(max without (instance) (credits_remaining)) < 1000", "10m", "warning"],
      ["MLServiceDown", { type: "down", of: ["ml-service"] }, "2m", "warning"],
    ]);
  });

  it("shows the gateway on one dashboard", () => {
    expect(prod.monitoring?.dashboards).toEqual([
      {
        title: "SynthStack API Gateway",
        panels: [
          { title: "Request Rate", expr: requests, unit: "reqps" },
          { title: "Response Time (p95)", expr: p95, unit: "s" },
          { title: "Error Rate", expr: errors, unit: "reqps" },
          { title: "ML Credits/Hour", expr: "sum(increase(ml_credits_charged_total[1h]))" },
        ],
      },
    ]);
  });

  it("measures every 30 s, gathers logs and calls PagerDuty", () => {
    expect(prod.monitoring).toMatchObject({
      metrics: { interval: "30s", retention: "15d" },
      logs: { retention: "30d" },
      hostMetrics: true,
      receivers: [
        { type: "pagerduty", serviceKey: { ref: "secret", name: "pagerduty-service-key", part: "value" } },
      ],
    });
    expect(prod.services.filter(({ metrics }) => metrics !== undefined).map(({ name }) => name)).toEqual([
      "api-gateway",
      "ml-service",
    ]);
    expect(dev.monitoring).toBeUndefined();
  });
});
