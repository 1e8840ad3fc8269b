import { describe, expect, it } from "vitest";
import { check, edgesOf, gatedBy, startOrder, type Environment } from "../../../../../components/model";
import { syfthub } from "../../../../../stacks/systems/syfthub";
import { table } from "../readable";
import { limitsOf } from "../../../../support/limits";
import { targetNames } from "../../../../../components/targets";
import { docker } from "../../../../../components/docker";
import { beyondDocker } from "../../../../../components/docker/unsupported";
import { lowered } from "../../../../../components/lowering";

const development: Environment = {
  name: "development",
  domain: "localhost",
  repository: "ghcr.io/your-org/syfthub",
  tag: "development",
  replicas: 1,
  ports: {},
};
const production: Environment = {
  ...development,
  name: "production",
  domain: "hub.example.com",
  tag: "v1.4.2",
  replicas: 2,
};
const dev = syfthub(development);
const prod = syfthub(production);

const variables = (system: typeof dev, name: string) =>
  table(system.services.find((service) => service.name === name)?.env ?? {});

describe("syfthub", () => {
  it.each(targetNames)("is valid on %s in staging and production", (target) => {
    expect(check(syfthub({ ...production, name: "staging" }), limitsOf(target))).toEqual([]);
    expect(check(prod, limitsOf(target))).toEqual([]);
  });

  it.each(targetNames)("is valid on %s in development", (target) => {
    expect(check(dev, limitsOf(target))).toEqual([]);
  });

  it("is four services in development, three and a static site in production", () => {
    const ports = (system: typeof dev) => system.services.map(({ name, port }) => [name, port]);
    const three = [
      ["backend", 8000],
      ["aggregator", 8001],
      ["mcp", 8002],
    ];
    expect(ports(dev)).toEqual([...three, ["frontend", 3000]]);
    expect(ports(prod)).toEqual(three);
    expect(prod.sites).toMatchObject([{ name: "frontend", fallback: "/index.html" }]);
  });

  it("has a database and a cache, of which a developer reaches the database", () => {
    const stores = (system: typeof dev) =>
      system.stores.map((store) => [
        store.name,
        "version" in store ? `${store.engine} ${store.version}` : store.engine,
        "publish" in store ? store.publish?.port : undefined,
      ]);
    expect(stores(dev)).toEqual([
      ["db", "postgres 16", 5432],
      ["redis", "redis 7", undefined],
    ]);
    expect(stores(prod)).toEqual([
      ["db", "postgres 16", undefined],
      ["redis", "redis 7", undefined],
    ]);
    const names = [dev, prod].map(
      ({ stores: [db] }) => db && "databaseName" in db && [db.databaseName, db.owner],
    );
    expect(names).toEqual([
      ["syfthub_dev", "syfthub"],
      ["syfthub", "syfthub"],
    ]);
    expect(dev.stores[1]).toMatchObject({ persistence: "append-only" });
  });

  it("opens these connections and no others", () => {
    const inside = [
      { from: "aggregator", to: "backend" },
      { from: "backend", to: "db" },
      { from: "backend", to: "redis" },
      { from: "mcp", to: "aggregator" },
      { from: "mcp", to: "backend" },
      { from: "migrate", to: "db" },
      { from: "proxy", to: "aggregator" },
      { from: "proxy", to: "backend" },
      { from: "proxy", to: "mcp" },
    ];
    expect(edgesOf(prod)).toEqual(inside);
    expect(edgesOf(dev)).toEqual([
      ...inside.slice(0, 8),
      { from: "proxy", to: "frontend" },
      ...inside.slice(8),
    ]);
  });

  it("starts the backend after its migration, and what calls it after that", () => {
    const [migrate] = dev.jobs;
    if (migrate === undefined) throw new Error("there is no migration");
    expect(migrate).toMatchObject({ run: "release", command: [".venv/bin/alembic", "upgrade", "head"] });
    expect(migrate.image).toEqual(dev.services[0]?.image);
    expect(gatedBy(dev, migrate)).toEqual(["backend"]);
    expect(startOrder(dev).map(({ name }) => name)).toEqual(["backend", "aggregator", "frontend", "mcp"]);
  });
});

describe("the variables of syfthub", () => {
  it("of the backend are the full reference with its defaults", () => {
    const backend = {
      ENVIRONMENT: "production",
      DOMAIN: "hub.example.com",
      DATABASE_URL: "<store db url>",
      DATABASE_ECHO: false,
      REDIS_URL: "<store redis url>",
      SECRET_KEY: "<secret secret-key value>",
      ACCESS_TOKEN_EXPIRE_MINUTES: 30,
      REFRESH_TOKEN_EXPIRE_DAYS: 7,
      RSA_PRIVATE_KEY_PEM: '<secret identity-key privateKey encoding="base64">',
      RSA_PUBLIC_KEY_PEM: '<secret identity-key publicKey encoding="base64">',
      LOG_LEVEL: "info",
      LOG_FORMAT: "json",
      LOG_REQUEST_BODY: false,
      LOG_RESPONSE_BODY: false,
      HEALTH_CHECK_ENABLED: true,
      HEALTH_CHECK_INTERVAL_SECONDS: 30,
      HEALTH_CHECK_TIMEOUT_SECONDS: "5.0",
      HEALTH_CHECK_MAX_CONCURRENT: 20,
    };
    expect(variables(prod, "backend")).toEqual(backend);
    expect(variables(dev, "backend")).toEqual({
      ...backend,
      ENVIRONMENT: "development",
      DOMAIN: "localhost",
      LOG_LEVEL: "debug",
      LOG_FORMAT: "console",
    });
  });

  it("of the MCP server name both its public and its inner addresses", () => {
    const mcp = {
      ENVIRONMENT: "production",
      MCP_PORT: 8002,
      OAUTH_ISSUER: "https://hub.example.com/mcp",
      OAUTH_AUDIENCE: "mcp-server",
      API_BASE_URL: "https://hub.example.com/mcp",
      SYFTHUB_URL: "<service backend url>",
      SYFTHUB_PUBLIC_URL: "https://hub.example.com",
      AGGREGATOR_URL: "<service aggregator url>",
      LOG_LEVEL: "info",
      LOG_FORMAT: "json",
    };
    expect(variables(prod, "mcp")).toEqual(mcp);
    expect(variables(syfthub({ ...development, ports: { http: 9090 } }), "mcp")).toEqual({
      ...mcp,
      ENVIRONMENT: "development",
      OAUTH_ISSUER: "http://localhost:9090/mcp",
      API_BASE_URL: "http://localhost:9090/mcp",
      SYFTHUB_PUBLIC_URL: "http://localhost:9090",
      LOG_LEVEL: "debug",
      LOG_FORMAT: "console",
    });
  });

  it("of the aggregator let every origin in while it is developed, one after that", () => {
    expect(variables(dev, "aggregator")).toEqual({
      AGGREGATOR_DEBUG: true,
      AGGREGATOR_SYFTHUB_URL: "<service backend url>",
      AGGREGATOR_CORS_ORIGINS: '["*"]',
      AGGREGATOR_LOG_LEVEL: "debug",
      AGGREGATOR_LOG_FORMAT: "console",
    });
    expect(variables(prod, "aggregator")).toEqual({
      AGGREGATOR_DEBUG: false,
      AGGREGATOR_SYFTHUB_URL: "<service backend url>",
      AGGREGATOR_CORS_ORIGINS: '["https://hub.example.com"]',
      AGGREGATOR_LOG_LEVEL: "info",
      AGGREGATOR_LOG_FORMAT: "json",
    });
  });

  it("have keys of the length that the reference generates", () => {
    expect(dev.secrets.map(({ name, source }) => [name, source])).toEqual([
      ["secret-key", { type: "hex", bytes: 32 }],
      ["identity-key", { type: "rsa", bits: 2048 }],
    ]);
  });
});

describe("the routes of syfthub", () => {
  const routes = (system: typeof dev) =>
    (system.ingress?.routes ?? []).map(({ match, path, to, rewrite, streaming, websocket, timeouts }) => [
      `${match} ${path}`,
      "site" in to ? `site ${to.site}` : to.service,
      { rewrite, streaming: streaming?.idle, websocket: websocket?.idle, timeouts },
    ]);
  const plain = {};
  const shared = [
    ["prefix /api/", "backend", { timeouts: { connect: "60s", read: "60s" } }],
    ["prefix /docs", "backend", plain],
    ["prefix /redoc", "backend", plain],
    ["exact /openapi.json", "backend", plain],
    ["exact /health", "backend", plain],
    ["exact /.well-known/oauth-authorization-server/mcp", "mcp", plain],
    ["exact /mcp", "mcp", { streaming: "300s" }],
    ["prefix /mcp/", "mcp", { rewrite: "/", streaming: "300s" }],
    ["prefix /aggregator/", "aggregator", { rewrite: "/", streaming: "300s" }],
  ];

  it("end at the development server, with its WebSocket", () => {
    expect(routes(dev)).toEqual([...shared, ["prefix /", "frontend", { websocket: "1d" }]]);
  });

  it("end at the static site in production", () => {
    expect(routes(prod)).toEqual([...shared, ["prefix /", "site frontend", plain]]);
  });

  it("are reached on 8080 in development, on 443 with these headers in production", () => {
    expect(dev.ingress).toMatchObject({ http: { port: 8080 }, hosts: ["localhost"] });
    expect(dev.ingress?.https).toBeUndefined();
    expect(prod.ingress).toMatchObject({
      http: { port: 80 },
      https: { port: 443 },
      hosts: ["hub.example.com"],
      plainPaths: ["/health"],
      headers: {
        "Strict-Transport-Security": "max-age=63072000",
        "X-Frame-Options": "SAMEORIGIN",
        "X-Content-Type-Options": "nosniff",
        "X-XSS-Protection": "1; mode=block",
        "Referrer-Policy": "strict-origin-when-cross-origin",
      },
      gzip: ["text/plain", "text/css", "application/json", "application/javascript"],
      keepalive: { backend: 32, aggregator: 16, mcp: 16 },
      correlationHeader: "X-Correlation-ID",
    });
  });
});

describe("the operation of syfthub", () => {
  const bounds = (cpu: [number, number], memory: [string, string]) => ({
    cpu: { request: cpu[0], limit: cpu[1] },
    memory: { request: memory[0], limit: memory[1] },
  });

  it("bounds its parts as the reference's table does", () => {
    const parts = [prod.ingress, ...prod.services, ...prod.stores];
    expect(parts.map((part) => part && [part.name, "resources" in part && part.resources])).toEqual([
      ["proxy", bounds([0.1, 1], ["64Mi", "256Mi"])],
      ["backend", bounds([0.5, 2], ["256Mi", "1Gi"])],
      ["aggregator", bounds([0.25, 1], ["128Mi", "512Mi"])],
      ["mcp", bounds([0.25, 1], ["128Mi", "512Mi"])],
      ["db", bounds([0.25, 1], ["128Mi", "512Mi"])],
      ["redis", bounds([0.1, 0.5], ["64Mi", "256Mi"])],
    ]);
  });

  it("probes every service as the reference does, more often at a desk", () => {
    const timing = { interval: "30s", timeout: "10s", retries: 3, startPeriod: "40s" };
    for (const { health } of prod.services) expect(health).toEqual({ probe: { http: "/health" }, ...timing });
    expect(dev.services.map(({ health }) => [health?.probe, health?.interval])).toEqual([
      [{ http: "/health" }, "5s"],
      [{ http: "/health" }, "5s"],
      [{ http: "/health" }, "5s"],
      [{ http: "/" }, "5s"],
    ]);
  });

  it("keeps the last seven backups of both stores, and proves them", () => {
    expect(dev.backups).toEqual([]);
    expect(prod.backups.map(({ store, keep, drill }) => [store, keep, drill?.schedule])).toEqual([
      ["db", { count: 7 }, "0 4 * * *"],
      ["redis", { count: 7 }, "30 4 * * *"],
    ]);
  });

  it("mounts what changes while it is developed", () => {
    const mounted = Object.fromEntries(dev.services.map(({ name, image }) => [name, image.build?.watch]));
    expect(mounted).toEqual({
      backend: { src: "/app/src", tests: "/app/tests" },
      aggregator: { src: "/app/src" },
      mcp: { "server.py": "/app/server.py" },
      frontend: { src: "/app/src", public: "/app/public" },
    });
  });

  it("runs as many instances as the environment says, of images of one release", () => {
    expect(prod.services.map(({ replicas, image }) => [replicas, image.reference])).toEqual([
      [2, "ghcr.io/your-org/syfthub-backend:v1.4.2"],
      [2, "ghcr.io/your-org/syfthub-aggregator:v1.4.2"],
      [2, "ghcr.io/your-org/syfthub-mcp:v1.4.2"],
    ]);
  });

  it("is verified by the reference's checklist", () => {
    expect(dev.checklist?.map(({ title, path }) => [title, path])).toEqual([
      ["health endpoint", "/health"],
      ["frontend", "/"],
      ["API documentation", "/docs"],
      ["MCP OAuth discovery", "/.well-known/oauth-authorization-server/mcp"],
    ]);
  });
});

describe("monitoring", () => {
  const watched = [development, production].map((env) => syfthub({ ...env, monitored: true }));

  it("is there where it is asked for, and changes nothing else", () => {
    expect([dev.monitoring, prod.monitoring]).toEqual([undefined, undefined]);
    for (const [index, system] of watched.entries()) {
      const { monitoring, ...rest } = system;
      expect(rest).toEqual([dev, prod][index]);
      expect(monitoring?.dashboards?.[0]?.panels.map(({ title }) => title)).toEqual([
        "Request rate",
        ...["Latency (p50)", "Latency (p95)", "Latency (p99)", "4xx responses", "5xx responses"],
        ...["Database connections", "Database connections in use", "Query time per transaction"],
        ...["Longest transaction", "Transactions", "Redis hit rate", "Redis memory", "What answers"],
      ]);
    }
  });

  it("is valid with all that comes of it, and asks no service for metrics that it may not have", () => {
    for (const system of watched) {
      const whole = lowered(system, docker.lowers);
      expect(check(whole, limitsOf("docker"))).toEqual([]);
      expect(beyondDocker(whole)).toEqual([]);
      expect(whole.services.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["prometheus", "grafana", "db-exporter", "redis-exporter"]),
      );
      expect(system.services.every(({ metrics }) => metrics === undefined)).toBe(true);
    }
  });
});
