import {
  backup,
  ingress,
  exact,
  provided,
  hex,
  http,
  inBase64,
  isDevelopment,
  job,
  postgres,
  redis,
  route,
  rsa,
  service,
  site,
  siteRoute,
  system,
  tagged,
  type BackupDestination,
  type Build,
  type Environment,
  type Image,
  type Resources,
  type System,
} from "../../../components/model";
import { defineSystem } from "../define";
import { monitoring } from "./monitoring";

const limits = {
  proxy: { cpu: { request: 0.1, limit: 1 }, memory: { request: "64Mi", limit: "256Mi" } },
  backend: { cpu: { request: 0.5, limit: 2 }, memory: { request: "256Mi", limit: "1Gi" } },
  aggregator: { cpu: { request: 0.25, limit: 1 }, memory: { request: "128Mi", limit: "512Mi" } },
  mcp: { cpu: { request: 0.25, limit: 1 }, memory: { request: "128Mi", limit: "512Mi" } },
  frontend: { cpu: { request: 0.25, limit: 1 }, memory: { request: "128Mi", limit: "1Gi" } },
  db: { cpu: { request: 0.25, limit: 1 }, memory: { request: "128Mi", limit: "512Mi" } },
  redis: { cpu: { request: 0.1, limit: 0.5 }, memory: { request: "64Mi", limit: "256Mi" } },
} satisfies Record<string, Resources>;

/** SyftHub: identity provider, RAG aggregator and MCP server behind one nginx. */
export function syfthub(env: Environment): System {
  const dev = isDevelopment(env);
  const httpsPort = env.ports.https ?? 443;
  const origin = dev
    ? `http://${env.domain}:${env.ports.http ?? 8080}`
    : `https://${env.domain}${httpsPort === 443 ? "" : `:${httpsPort}`}`;
  const logging = { LOG_LEVEL: dev ? "debug" : "info", LOG_FORMAT: dev ? "console" : "json" };
  const image = (name: string, build: Build): Image => ({
    name,
    reference: tagged(`${env.repository}-${name}`, env.tag),
    build,
  });
  // Nobody waits half a minute for a restart at a desk.
  // A probe ends before the next one begins, which balancers of AWS ask for.
  const timing = {
    interval: dev ? "5s" : "30s",
    timeout: dev ? "4s" : "10s",
    retries: 3,
    startPeriod: "40s",
  } as const;
  const health = http("/health", timing);

  const db = postgres("db", {
    version: "16",
    database: dev ? "syfthub_dev" : "syfthub",
    user: "syfthub",
    resources: limits.db,
    ...(dev ? { publish: { port: env.ports.db ?? 5432 } } : {}),
  });
  const cache = redis("redis", { version: "7", persistence: "append-only", resources: limits.redis });
  const secretKey = hex("secret-key", { bytes: 32 });
  const identityKey = rsa("identity-key", { bits: 2048 });

  const backend = service("backend", {
    image: image("backend", { context: "backend", watch: { src: "/app/src", tests: "/app/tests" } }),
    port: 8000,
    env: {
      ENVIRONMENT: env.name,
      DOMAIN: env.domain,
      DATABASE_URL: db.url,
      DATABASE_ECHO: false,
      REDIS_URL: cache.url,
      SECRET_KEY: secretKey.value,
      ACCESS_TOKEN_EXPIRE_MINUTES: 30,
      REFRESH_TOKEN_EXPIRE_DAYS: 7,
      RSA_PRIVATE_KEY_PEM: inBase64(identityKey.privateKey),
      RSA_PUBLIC_KEY_PEM: inBase64(identityKey.publicKey),
      ...logging,
      LOG_REQUEST_BODY: false,
      LOG_RESPONSE_BODY: false,
      HEALTH_CHECK_ENABLED: true,
      HEALTH_CHECK_INTERVAL_SECONDS: 30,
      HEALTH_CHECK_TIMEOUT_SECONDS: "5.0",
      HEALTH_CHECK_MAX_CONCURRENT: 20,
    },
    health,
    replicas: env.replicas,
    resources: limits.backend,
    egress: true,
  });

  const aggregator = service("aggregator", {
    image: image("aggregator", { context: "aggregator", watch: { src: "/app/src" } }),
    port: 8001,
    env: {
      AGGREGATOR_DEBUG: dev,
      AGGREGATOR_SYFTHUB_URL: backend.url,
      AGGREGATOR_CORS_ORIGINS: dev ? '["*"]' : JSON.stringify([origin]),
      AGGREGATOR_LOG_LEVEL: logging.LOG_LEVEL,
      AGGREGATOR_LOG_FORMAT: logging.LOG_FORMAT,
    },
    health,
    replicas: env.replicas,
    drain: { deadline: "30s" },
    resources: limits.aggregator,
    egress: true,
  });

  const mcp = service("mcp", {
    image: image("mcp", { context: "mcp", watch: { "server.py": "/app/server.py" } }),
    port: 8002,
    env: {
      ENVIRONMENT: env.name,
      MCP_PORT: 8002,
      OAUTH_ISSUER: `${origin}/mcp`,
      OAUTH_AUDIENCE: "mcp-server",
      API_BASE_URL: `${origin}/mcp`,
      SYFTHUB_URL: backend.url,
      SYFTHUB_PUBLIC_URL: origin,
      AGGREGATOR_URL: aggregator.url,
      ...logging,
    },
    health,
    replicas: env.replicas,
    drain: { deadline: "30s" },
    resources: limits.mcp,
  });

  const frontendBuild: Build = { context: "frontend", watch: { src: "/app/src", public: "/app/public" } };
  const frontend = service("frontend", {
    image: image("frontend", frontendBuild),
    port: 3000,
    env: {},
    health: http("/", timing),
    resources: limits.frontend,
  });
  const app = site("frontend", {
    image: image("frontend", frontendBuild),
    folder: "/usr/share/nginx/html",
    fallback: "/index.html",
    immutable: ["js", "css", "png", "jpg", "jpeg", "gif", "ico", "svg", "woff", "woff2"],
  });

  const migrate = job("migrate", {
    image: backend.image,
    command: [".venv/bin/alembic", "upgrade", "head"],
    env: { DATABASE_URL: db.url },
    run: "release",
    versionTable: "alembic_version",
    resources: limits.backend,
  });

  const proxy = ingress("proxy", {
    version: "1.30",
    hosts: [env.domain],
    http: { port: env.ports.http ?? (dev ? 8080 : 80) },
    ...(dev
      ? {}
      : {
          https: { port: httpsPort },
          tls: env.tls ?? { mode: "self-signed" },
          plainPaths: ["/health"],
          headers: {
            "Strict-Transport-Security": "max-age=63072000",
            "X-Frame-Options": "SAMEORIGIN",
            "X-Content-Type-Options": "nosniff",
            "X-XSS-Protection": "1; mode=block",
            "Referrer-Policy": "strict-origin-when-cross-origin",
          },
          gzip: ["text/plain", "text/css", "application/json", "application/javascript"],
        }),
    correlationHeader: "X-Correlation-ID",
    keepalive: { backend: 32, aggregator: 16, mcp: 16 },
    resources: limits.proxy,
    routes: [
      route("/api/", backend, { timeouts: { connect: "60s", read: "60s" } }),
      route("/docs", backend),
      route("/redoc", backend),
      exact("/openapi.json", backend),
      exact("/health", backend),
      exact("/.well-known/oauth-authorization-server/mcp", mcp),
      exact("/mcp", mcp, { streaming: { idle: "300s" } }),
      route("/mcp/", mcp, { rewrite: "/", streaming: { idle: "300s" } }),
      route("/aggregator/", aggregator, { rewrite: "/", streaming: { idle: "300s" } }),
      dev ? route("/", frontend, { websocket: { idle: "1d" } }) : siteRoute("/", app),
    ],
  });

  const accessKey = provided("backup-access-key", { description: "Access key of the bucket for backups" });
  const bucketKey = provided("backup-secret-key", { description: "Secret key of the bucket for backups" });
  const destinations: readonly BackupDestination[] = [
    { to: "volume" },
    ...(env.bucket === undefined
      ? []
      : [
          {
            to: "bucket" as const,
            bucket: env.bucket.name,
            endpoint: env.bucket.endpoint,
            region: env.bucket.region,
            prefix: "syfthub/",
            accessKey: accessKey.value,
            secretKey: bucketKey.value,
            expire: "30d" as const,
          },
        ]),
  ];

  return system("syfthub", env, {
    ...(env.monitored === true ? { monitoring } : {}),
    services: [backend, aggregator, mcp, ...(dev ? [frontend] : [])],
    sites: dev ? [] : [app],
    stores: [db, cache],
    secrets: [secretKey, identityKey, ...(env.bucket === undefined || dev ? [] : [accessKey, bucketKey])],
    jobs: [migrate],
    ingress: proxy,
    checklist: [
      { title: "health endpoint", path: "/health", json: { status: "healthy" } },
      { title: "frontend", path: "/", contains: "<html" },
      { title: "API documentation", path: "/docs" },
      {
        title: "MCP OAuth discovery",
        path: "/.well-known/oauth-authorization-server/mcp",
        json: { issuer: `${origin}/mcp` },
      },
    ],
    ...(dev
      ? {}
      : {
          ...(env.ports.metrics === undefined ? {} : { metrics: { publish: { port: env.ports.metrics } } }),
          requirements: { engine: "24.0", cpus: 2, memory: { minimum: 4, recommended: 8 }, disk: 50 },
          backups: [
            backup("db-daily", {
              of: db,
              schedule: "0 2 * * *",
              keep: { count: 7 },
              destinations,
              drill: { schedule: "0 4 * * *" },
              pointInTime: { rpo: "5m" },
            }),
            backup("redis-daily", {
              of: cache,
              schedule: "30 2 * * *",
              keep: { count: 7 },
              destinations,
              drill: { schedule: "30 4 * * *" },
            }),
          ],
        }),
  });
}

export default defineSystem({
  name: "syfthub",
  title: "SyftHub",
  summary: "an identity provider, a RAG aggregator and an MCP server behind one nginx",
  system: syfthub,
});
