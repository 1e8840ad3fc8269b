import { describe, expect, it } from "vitest";
import {
  check,
  edgesOf,
  gatedBy,
  type Environment,
  type Service,
  type Store,
  type System,
} from "../../../../../components/model";
import { reactdjango } from "../../../../../stacks/systems/reactdjango";
import { table } from "../readable";
import { limitsOf } from "../../../../support/limits";

const development: Environment = {
  name: "development",
  domain: "localhost",
  repository: "ghcr.io/your-org/reactdjango",
  tag: "dev",
  replicas: 1,
  ports: {},
};
const production: Environment = {
  ...development,
  name: "production",
  domain: "hub.example.com",
  tag: "2.0.1",
  replicas: 3,
  tls: { mode: "lets-encrypt", email: "ops@example.com" },
};
const dev = reactdjango(development);
const prod = reactdjango(production);

function serviceOf(system: System, name: string): Service {
  const found = system.services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
}

function storesOf(system: System, engine: Store["engine"]): readonly Store[] {
  return system.stores.filter((store) => store.engine === engine);
}

const owners = ["identity", "communication", "content", "workflow", "django"];

describe("reactdjango", () => {
  it.each(["docker", "kubernetes"] as const)("is valid on %s in every environment", (target) => {
    expect(check(dev, limitsOf(target))).toEqual([]);
    expect(check(reactdjango({ ...production, name: "staging" }), limitsOf(target))).toEqual([]);
    expect(check(prod, limitsOf(target))).toEqual([]);
  });

  it("has five services on the reference's ports, three of each in production", () => {
    for (const [system, replicas] of [
      [dev, 1],
      [prod, 3],
    ] as const) {
      expect(system.services.map((service) => [service.name, service.port, service.replicas])).toEqual([
        ["identity-service", 8001, replicas],
        ["communication-service", 8002, replicas],
        ["content-service", 8003, replicas],
        ["workflow-intelligence-service", 8005, replicas],
        ["django", 8000, replicas],
      ]);
    }
  });

  it("opens the reference's host ports in development", () => {
    expect(dev.services.map(({ publish }) => publish?.main?.port)).toEqual([8011, 8002, 8003, 8005, 8000]);
    expect(dev.ingress?.http).toEqual({ port: 8080 });
    expect(
      dev.stores.flatMap((store) => ("publish" in store ? [[store.name, store.publish?.port]] : [])),
    ).toEqual([
      ["kafka", 29092],
      ["consul", 8500],
      ["minio", 9000],
    ]);
    expect(storesOf(dev, "minio")[0]).toMatchObject({ console: { port: 9001 } });
    expect(storesOf(dev, "consul")[0]).toMatchObject({ dns: { port: 8600 } });
    expect(dev.monitoring?.publish).toEqual({
      grafana: { port: 3001 },
      prometheus: { port: 9090 },
      alertmanager: { port: 9093 },
      loki: { port: 3100 },
      jaeger: { port: 16686 },
    });
  });

  it("takes other host ports from the environment", () => {
    const moved = reactdjango({
      ...development,
      ports: { "identity-service": 9011, http: 9080, grafana: 3002 },
    });
    expect(serviceOf(moved, "identity-service").publish).toEqual({ main: { port: 9011 } });
    expect(moved.ingress?.http).toEqual({ port: 9080 });
    expect(moved.monitoring?.publish?.grafana).toEqual({ port: 3002 });
  });

  it("opens nothing but the gateway in production", () => {
    expect(prod.services.map(({ publish }) => publish)).toEqual(prod.services.map(() => undefined));
    expect(prod.stores.filter((store) => "publish" in store || "console" in store)).toEqual([]);
    expect(prod.monitoring?.publish).toBeUndefined();
  });

  it("connects only what the services name", () => {
    const own = (service: string, owner: string) =>
      ["consul", `${owner}-service-db`, `${owner}-service-redis`, "kafka"].map((to) => `${service} → ${to}`);
    expect(new Set(edgesOf(prod).map(({ from, to }) => `${from} → ${to}`))).toEqual(
      new Set([
        ...own("identity-service", "identity"),
        ...own("communication-service", "communication"),
        "communication-service → identity-service",
        ...own("content-service", "content"),
        "content-service → identity-service",
        "content-service → minio",
        ...own("workflow-intelligence-service", "workflow"),
        "workflow-intelligence-service → identity-service",
        "workflow-intelligence-service → communication-service",
        "workflow-intelligence-service → content-service",
        ...own("django", "django"),
        "django → identity-service",
        "django → communication-service",
        "django → content-service",
        "django → workflow-intelligence-service",
        ...owners.map((owner) => `${owner}-migrate → ${owner}-service-db`),
        ...prod.services.map(({ name }) => `kong → ${name}`),
        "kafka → zookeeper",
      ]),
    );
  });

  it("lets no service call the internet", () => {
    expect([...prod.services, ...prod.jobs].filter(({ egress }) => egress === true)).toEqual([]);
  });
});

describe("variables", () => {
  const shared = (owner: string, debug: boolean) => ({
    DEBUG: debug,
    LOG_LEVEL: debug ? "debug" : "warning",
    WORKERS: 4,
    MAX_CONNECTIONS: 100,
    REDIS_MAX_CONNECTIONS: 50,
    REQUEST_TIMEOUT: 30,
    DATABASE_URL: `<store ${owner}-service-db url>`,
    REDIS_URL: `<store ${owner}-service-redis url>`,
    KAFKA_BOOTSTRAP_SERVERS: "<store kafka url>",
    CONSUL_HTTP_ADDR: "<store consul url>",
    CONSUL_DNS_ADDR: "<store consul host>:8600",
  });
  const identityUrl = "<service identity-service url>";

  describe.each([
    { system: dev, debug: true, origin: "http://localhost:8080", domain: "localhost" },
    { system: prod, debug: false, origin: "https://hub.example.com", domain: "hub.example.com" },
  ])("in $system.environment", ({ system, debug, origin, domain }) => {
    const variables = (name: string) => table(serviceOf(system, name).env);

    it("let the identity service sign tokens and know its callers", () => {
      expect(variables("identity-service")).toEqual({
        ...shared("identity", debug),
        JWT_ALGORITHM: "RS256",
        JWT_ISSUER: origin,
        JWT_PRIVATE_KEY: '<secret jwt-key privateKey encoding="base64">',
        JWT_PUBLIC_KEY: '<secret jwt-key publicKey encoding="base64">',
        COMMUNICATION_SERVICE_SECRET: "<secret communication-service-secret value>",
        CONTENT_SERVICE_SECRET: "<secret content-service-secret value>",
        WORKFLOW_SERVICE_SECRET: "<secret workflow-service-secret value>",
        DJANGO_SERVICE_SECRET: "<secret django-service-secret value>",
      });
    });

    it("lead the communication service to identity", () => {
      expect(variables("communication-service")).toEqual({
        ...shared("communication", debug),
        IDENTITY_SERVICE_URL: identityUrl,
        SERVICE_SECRET: "<secret communication-service-secret value>",
      });
    });

    it("lead the content service to identity and to its objects", () => {
      expect(variables("content-service")).toEqual({
        ...shared("content", debug),
        IDENTITY_SERVICE_URL: identityUrl,
        SERVICE_SECRET: "<secret content-service-secret value>",
        MINIO_ENDPOINT: "<store minio host>:<store minio port>",
        MINIO_ACCESS_KEY: "<store minio accessKey>",
        MINIO_SECRET_KEY: "<store minio secretKey>",
        MINIO_BUCKET: "content",
        MINIO_SECURE: false,
      });
    });

    it("lead the workflow service to the three others", () => {
      expect(variables("workflow-intelligence-service")).toEqual({
        ...shared("workflow", debug),
        IDENTITY_SERVICE_URL: identityUrl,
        COMMUNICATION_SERVICE_URL: "<service communication-service url>",
        CONTENT_SERVICE_URL: "<service content-service url>",
        SERVICE_SECRET: "<secret workflow-service-secret value>",
      });
    });

    it("lead Django to all four", () => {
      expect(variables("django")).toEqual({
        ...shared("django", debug),
        SECRET_KEY: "<secret django-secret-key value>",
        ALLOWED_HOSTS: `${domain},django,localhost,127.0.0.1`,
        CSRF_TRUSTED_ORIGINS: origin,
        IDENTITY_SERVICE_URL: identityUrl,
        COMMUNICATION_SERVICE_URL: "<service communication-service url>",
        CONTENT_SERVICE_URL: "<service content-service url>",
        WORKFLOW_SERVICE_URL: "<service workflow-intelligence-service url>",
        SERVICE_SECRET: "<secret django-service-secret value>",
      });
    });
  });
});

describe("every service", () => {
  it.each(prod.services)(
    "$name has at most 512 MiB, a health check, metrics and time to finish",
    (service) => {
      expect(service).toMatchObject({
        resources: { cpu: { request: 0.25, limit: 1 }, memory: { request: "128Mi", limit: "512Mi" } },
        health: {
          probe: { http: "/health" },
          interval: "30s",
          timeout: "10s",
          retries: 3,
          startPeriod: "40s",
        },
        metrics: { path: "/metrics" },
        drain: { deadline: "30s" },
        image: {
          name: service.name,
          reference: `ghcr.io/your-org/reactdjango-${service.name}:2.0.1`,
          build: { context: service.name, watch: { ".": "/app" } },
        },
      });
    },
  );

  it("is migrated before it starts", () => {
    expect(prod.jobs.map((job) => [job.name, job.run, job.command, gatedBy(prod, job)])).toEqual([
      ["identity-migrate", "release", ["alembic", "upgrade", "head"], ["identity-service"]],
      ["communication-migrate", "release", ["alembic", "upgrade", "head"], ["communication-service"]],
      ["content-migrate", "release", ["alembic", "upgrade", "head"], ["content-service"]],
      ["workflow-migrate", "release", ["alembic", "upgrade", "head"], ["workflow-intelligence-service"]],
      ["django-migrate", "release", ["python", "manage.py", "migrate", "--noinput"], ["django"]],
    ]);
    expect(prod.jobs.map(({ env }) => table(env))).toEqual(
      owners.map((owner) => ({ DATABASE_URL: `<store ${owner}-service-db url>` })),
    );
  });
});

describe("stores", () => {
  it("give each service a database named after it, tuned alike", () => {
    expect(storesOf(prod, "postgres")).toMatchObject(
      owners.map((owner) => ({
        name: `${owner}-service-db`,
        version: "17",
        databaseName: `${owner}_service`,
        owner: `${owner}_user`,
        parameters: {
          shared_buffers: "256MB",
          work_mem: "4MB",
          maintenance_work_mem: "64MB",
          effective_cache_size: "1GB",
          max_connections: "200",
        },
        pooler: true,
        resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "256Mi", limit: "1Gi" } },
      })),
    );
  });

  it("give each service a Redis of 256 MB; identity's forgets nothing, the others are caches", () => {
    expect(storesOf(prod, "redis")).toMatchObject(
      owners.map((owner) => ({
        name: `${owner}-service-redis`,
        version: "7",
        maxMemory: "256Mi",
        ...(owner === "identity"
          ? { persistence: "append-only", eviction: "noeviction" }
          : { persistence: "none", eviction: "allkeys-lru" }),
        resources: { cpu: { request: 0.05, limit: 0.5 }, memory: { request: "32Mi", limit: "384Mi" } },
      })),
    );
  });

  it("share Kafka with ZooKeeper, Consul and MinIO", () => {
    expect(prod.stores.slice(10)).toMatchObject([
      { name: "zookeeper", engine: "zookeeper", version: "3.9", resources: { memory: { limit: "1Gi" } } },
      {
        name: "kafka",
        engine: "kafka",
        version: "7.9.1",
        zookeeper: "zookeeper",
        resources: { memory: { limit: "1536Mi" } },
      },
      { name: "consul", engine: "consul", version: "1.21", resources: { memory: { limit: "256Mi" } } },
      { name: "minio", engine: "minio", buckets: ["content"], resources: { memory: { limit: "512Mi" } } },
    ]);
  });
});

describe("the gateway", () => {
  it("is Kong with the reference's tuning", () => {
    expect(prod.ingress).toMatchObject({
      engine: "kong",
      version: "3.9",
      resources: { cpu: { request: 0.25, limit: 2 }, memory: { request: "256Mi", limit: "1Gi" } },
    });
    expect(prod.ingress?.settings).toEqual({
      nginx_worker_processes: "auto",
      nginx_events_worker_connections: "16384",
      upstream_keepalive_pool_size: "64",
      upstream_keepalive_max_requests: "1000",
    });
  });

  it("leads to every service, with limits of rate and size", () => {
    const api = { match: "prefix", rewrite: "/", maxBody: "10Mi", limit: { zone: "api", burst: 40 } };
    expect(prod.ingress?.limits).toEqual([
      { name: "api", requests: 20, per: "second" },
      { name: "identity", requests: 10, per: "second" },
    ]);
    expect(prod.ingress?.routes).toEqual([
      {
        ...api,
        path: "/api/identity/",
        to: { service: "identity-service" },
        limit: { zone: "identity", burst: 20 },
      },
      { ...api, path: "/api/communication/", to: { service: "communication-service" } },
      { ...api, path: "/api/content/", to: { service: "content-service" }, maxBody: "100Mi" },
      { ...api, path: "/api/workflow/", to: { service: "workflow-intelligence-service" } },
      {
        match: "prefix",
        path: "/",
        to: { service: "django" },
        limit: { zone: "api", burst: 40 },
        maxBody: "10Mi",
      },
    ]);
    expect(dev.ingress?.routes).toEqual(prod.ingress?.routes);
  });

  it("asks for a token of the identity service wherever nobody logs in", () => {
    const paths = ["/api/communication/", "/api/content/", "/api/workflow/"];
    const publicKey = { ref: "secret", name: "jwt-key", part: "publicKey" };
    expect(prod.ingress?.gateway?.jwt).toEqual({ paths, issuer: "https://hub.example.com", publicKey });
    expect(dev.ingress?.gateway?.jwt).toEqual({ paths, issuer: "http://localhost:8080", publicKey });
  });

  it("answers the pages' own origin, in development also a page that Django served", () => {
    expect(prod.ingress?.gateway?.corsOrigins).toEqual(["https://hub.example.com"]);
    expect(dev.ingress?.gateway?.corsOrigins).toEqual(["http://localhost:8080", "http://localhost:8000"]);
  });

  it("lets private networks in, in production, unless the environment names others", () => {
    expect(dev.ingress?.gateway?.allowedAddresses).toBeUndefined();
    expect(prod.ingress?.gateway?.allowedAddresses).toEqual([
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
    ]);
    const open = reactdjango({ ...production, allowedAddresses: ["203.0.113.0/24"] });
    expect(open.ingress?.gateway?.allowedAddresses).toEqual(["203.0.113.0/24"]);
  });

  it("speaks HTTPS with security headers in production", () => {
    expect(prod.ingress).toMatchObject({
      hosts: ["hub.example.com"],
      http: { port: 80 },
      https: { port: 443 },
      tls: { mode: "lets-encrypt", email: "ops@example.com" },
    });
    expect(prod.ingress?.headers).toEqual({
      "Strict-Transport-Security": "max-age=63072000",
      "X-Frame-Options": "SAMEORIGIN",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "strict-origin-when-cross-origin",
    });
    expect(dev.ingress?.https).toBeUndefined();
  });

  it("keeps every service's metrics inside", () => {
    expect(prod.ingress?.internalPaths).toEqual([
      "/metrics",
      "/api/identity/metrics",
      "/api/communication/metrics",
      "/api/content/metrics",
      "/api/workflow/metrics",
    ]);
  });
});

describe("secrets", () => {
  it("are generated; only the alert channels of production are given", () => {
    const generated = [
      ["jwt-key", "rsa"],
      ["django-secret-key", "hex"],
      ["communication-service-secret", "hex"],
      ["content-service-secret", "hex"],
      ["workflow-service-secret", "hex"],
      ["django-service-secret", "hex"],
    ];
    expect(dev.secrets.map(({ name, source }) => [name, source.type])).toEqual(generated);
    expect(prod.secrets.map(({ name, source }) => [name, source.type])).toEqual([
      ...generated,
      ["slack-webhook", "provided"],
      ["pagerduty-key", "provided"],
    ]);
  });
});

describe("monitoring", () => {
  it("has the reference's six alerts", () => {
    expect(
      prod.monitoring?.alerts.map(({ name, expr, for: time, severity }) => [name, expr, time, severity]),
    ).toEqual([
      ["ServiceDown", { type: "down" }, "2m", "critical"],
      [
        "HighErrorRate",
        'sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m])) > 0.05',
        "5m",
        "critical",
      ],
      ["HighMemoryUsage", { type: "memory", above: 0.85 }, "5m", "critical"],
      [
        "DatabaseConnectionPoolExhausted",
        "sum by (service) (pg_stat_database_numbackends) / max by (service) (pg_settings_max_connections) > 0.8",
        "5m",
        "critical",
      ],
      ["DiskSpaceLow", { type: "disk", below: 0.1 }, "5m", "critical"],
      [
        "FailedLoginSpike",
        'sum(rate(http_requests_total{service="identity-service",handler=~".*login.*",status=~"4.."}[1m])) > 10',
        "1m",
        "critical",
      ],
    ]);
  });

  it("has the reference's six dashboards with all key metrics", () => {
    expect(
      prod.monitoring?.dashboards?.map(({ title, panels }) => [title, panels.map((panel) => panel.title)]),
    ).toEqual([
      ["Service Health Overview", ["Service uptime", "Error rate"]],
      ["API Performance Metrics", ["Request rate", "P95 latency"]],
      ["Container Resource Usage", ["CPU usage", "Memory usage"]],
      ["Database Performance", ["Database connections", "Connections in use"]],
      ["Redis Cache Metrics", ["Redis memory"]],
      ["Message Queue Statistics", ["Consumer lag", "Messages per second"]],
    ]);
  });

  it("keeps metrics, logs and traces, and watches the host", () => {
    for (const { monitoring } of [dev, prod])
      expect(monitoring).toMatchObject({
        metrics: { interval: "15s", retention: "15d" },
        logs: { retention: "30d" },
        tracing: { retention: "7d" },
        hostMetrics: true,
      });
  });

  it("tells Slack and PagerDuty in production", () => {
    expect(dev.monitoring?.receivers).toBeUndefined();
    expect(prod.monitoring?.receivers).toEqual([
      {
        type: "slack",
        webhook: { ref: "secret", name: "slack-webhook", part: "value" },
        channel: "#alerts",
      },
      { type: "pagerduty", serviceKey: { ref: "secret", name: "pagerduty-key", part: "value" } },
    ]);
  });
});

describe("backups", () => {
  const kept = { kind: "backup", keep: { count: 7 }, destinations: [{ to: "volume" }] };

  it("save all databases, identity's Redis and the objects daily", () => {
    expect(prod.backups).toEqual([
      ...owners.map((owner) => ({
        ...kept,
        name: `${owner}-service-db-daily`,
        store: `${owner}-service-db`,
        schedule: "0 2 * * *",
        drill: { schedule: "0 4 * * *" },
      })),
      {
        ...kept,
        name: "identity-service-redis-daily",
        store: "identity-service-redis",
        schedule: "30 2 * * *",
        drill: { schedule: "30 5 * * 0" },
      },
      {
        ...kept,
        name: "minio-daily",
        store: "minio",
        schedule: "0 3 * * *",
        drill: { schedule: "0 5 * * 0" },
      },
    ]);
  });

  it("are for production", () => {
    expect(dev.backups).toEqual([]);
  });
});
