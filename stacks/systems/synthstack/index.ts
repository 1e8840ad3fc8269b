import {
  base64,
  command,
  ingress,
  provided,
  http,
  isDevelopment,
  job,
  password,
  postgres,
  qdrant,
  redis,
  route,
  service,
  system,
  tagged,
  urlWith,
  volume,
  type Build,
  type Environment,
  type Image,
  type StoreRef,
  type System,
} from "../../../components/model";
import { defineSystem } from "../define";
import { cms } from "./cms";
import { backups, monitoring } from "./operations";
import { reachesQueue } from "./queue";
import { gatewayScaling, minimum, recommended, sized } from "./sizes";

/** SynthStack: an AI platform of web, API gateway, ML service, workers, CMS and workflows, behind Traefik. */
export function synthstack(env: Environment): System {
  const dev = isDevelopment(env);
  const size = env.name === "production" ? recommended : minimum;
  const ports = { web: 3050, api: 3003, ml: 8001, directus: 8055, "node-red": 1880, ...env.ports };
  const origin = dev
    ? {
        web: `http://${env.domain}:${ports.web}`,
        api: `http://${env.domain}:${ports.api}`,
        cms: `http://${env.domain}:${ports.directus}`,
      }
    : { web: `https://${env.domain}`, api: `https://api.${env.domain}`, cms: `https://cms.${env.domain}` };
  const image = (name: string, build: Build): Image => ({
    name,
    reference: tagged(`${env.repository}/${name}`, env.tag),
    build,
  });
  const corsOrigins = dev ? origin.web : `${origin.web},https://app.${env.domain}`;
  const publish = (port: number) => (dev ? { publish: { main: { port } } } : {});
  const encrypted = (url: StoreRef) => (dev ? url : urlWith(url, { params: { sslmode: "require" } }));
  const several = dev ? 1 : 2;
  const timing = { interval: "10s", timeout: "5s", retries: 3, startPeriod: "30s" } as const;

  const operator = (name: string, description: string) => provided(name, { description, optional: dev });
  const secrets = {
    jwt: base64("jwt-secret", { bytes: 32 }),
    session: base64("session-secret", { bytes: 32 }),
    encryption: base64("encryption-key", { bytes: 32 }),
    directus: base64("directus-secret", { bytes: 32 }),
    directusAdmin: password("directus-admin-password"),
    openai: operator("openai-api-key", "OpenAI API key"),
    anthropic: operator("anthropic-api-key", "Anthropic API key"),
    stripe: operator("stripe-secret-key", "Stripe secret key"),
    sendgrid: operator("sendgrid-api-key", "SendGrid API key"),
    sentryDsn: provided("sentry-dsn", { description: "DSN of the Sentry project", optional: true }),
  };
  const operations = {
    pagerduty: operator("pagerduty-service-key", "Integration key of the PagerDuty service"),
    accessKey: operator("backup-access-key", "Access key of the S3 bucket for backups"),
    secretKey: operator("backup-secret-key", "Secret key of the S3 bucket for backups"),
  };

  const db = postgres("postgres", {
    version: "15",
    database: "synthstack",
    user: "synthstack",
    extensions: ["vector"],
    parameters: { max_connections: "200", shared_buffers: "1GB" },
    ...size.postgres,
    ...(dev ? {} : { tls: true, pooler: true, readReplicas: 2 }),
  });
  const directusDb = postgres("directus-postgres", {
    version: "15",
    database: "directus",
    user: "directus",
    resources: sized(1, 2),
    size: "20Gi",
    ...(dev ? {} : { tls: true }),
  });
  const cache = redis("redis", {
    version: "7",
    persistence: "append-only",
    // BullMQ loses jobs when Redis evicts its keys.
    eviction: "noeviction",
    ...size.redis,
    ...(dev ? {} : { nodes: 3, setName: "synthstack-redis" }),
  });
  const vectors = qdrant("qdrant", { version: "v1.17.0", nodes: dev ? 1 : 3, ...size.qdrant });
  const uploads = volume("directus-uploads", { size: "20Gi" });
  const flows = volume("node-red-data", { size: "1Gi" });

  const shared = {
    NODE_ENV: dev ? "development" : "production",
    DEBUG: dev,
    LOG_LEVEL: dev ? "debug" : "warn",
    DATABASE_URL: encrypted(db.url),
    REDIS_URL: cache.url,
    REDIS_SENTINEL_NAME: cache.sentinelName,
    QDRANT_URL: vectors.url,
    QDRANT_API_KEY: vectors.password,
    OPENAI_API_KEY: secrets.openai.value,
    ANTHROPIC_API_KEY: secrets.anthropic.value,
    SENTRY_DSN: secrets.sentryDsn.value,
    SENTRY_ENVIRONMENT: env.name,
    SENTRY_TRACES_SAMPLE_RATE: "0.1",
  };

  const ml = service("ml-service", {
    image: image("ml-service", { context: ".", dockerfile: "packages/ml-service/Dockerfile" }),
    port: 8000,
    env: shared,
    health: http("/health", timing),
    metrics: { path: "/metrics" },
    replicas: several,
    drain: { deadline: "30s" },
    resources: { ...size.ml, gpus: env.gpus ?? 0 },
    egress: true,
    ...publish(ports.ml),
  });

  const directus = cms({
    image: image("directus", { context: "services/directus" }),
    address: origin.cms,
    domain: env.domain,
    secret: secrets.directus,
    password: secrets.directusAdmin,
    database: directusDb,
    encrypted: !dev,
    uploads,
    corsOrigins,
    timing,
    ...publish(ports.directus),
  });

  const nodeRed = service("node-red", {
    image: { name: "node-red", reference: "nodered/node-red:4.1.15" },
    port: 1880,
    env: { FLOWS: "flows.json", TZ: "UTC" },
    mounts: [{ volume: flows.name, path: "/data" }],
    // The image's `node-red`.
    user: 1000,
    health: http("/", timing),
    resources: sized(1, 1),
    egress: true,
    ...publish(ports["node-red"]),
  });

  const backend = {
    ...shared,
    DATABASE_READ_URL: encrypted(db.readUrl),
    DB_POOL_MIN: 5,
    DB_POOL_MAX: 20,
    DB_IDLE_TIMEOUT: 30_000,
    ENCRYPTION_KEY: secrets.encryption.value,
    DATABASE_ENCRYPTION_KEY: secrets.encryption.value,
    ML_SERVICE_BACKEND: "fastapi",
    ML_SERVICE_URL: ml.url,
    DIRECTUS_URL: directus.url,
    NODE_RED_URL: nodeRed.url,
    SENDGRID_API_KEY: secrets.sendgrid.value,
    ENABLE_COPILOT: true,
    ENABLE_REFERRALS: true,
    ENABLE_WORKFLOWS: true,
  };

  const gateway = service("api-gateway", {
    image: image("api-gateway", { context: ".", dockerfile: "packages/api-gateway/Dockerfile" }),
    port: 3003,
    env: {
      ...backend,
      PORT: 3003,
      HOST: "0.0.0.0",
      JWT_SECRET: secrets.jwt.value,
      SESSION_SECRET: secrets.session.value,
      STRIPE_SECRET_KEY: secrets.stripe.value,
      CORS_ORIGINS: corsOrigins,
      RATE_LIMIT_MAX: 100,
      RATE_LIMIT_WINDOW: 60_000,
      RATE_LIMIT_BAN_DURATION: 3_600,
      MAINTENANCE_MODE: false,
    },
    health: http("/health", timing),
    readiness: http("/ready", { interval: "5s", timeout: "3s", retries: 3, startPeriod: "10s" }),
    liveness: http("/live", timing),
    metrics: { path: "/metrics" },
    replicas: env.replicas,
    ...(dev ? {} : { autoscale: { min: env.replicas, ...gatewayScaling } }),
    drain: { delay: "15s", deadline: "30s" },
    resources: size.gateway,
    egress: true,
    ...publish(ports.api),
  });

  const worker = service("worker", {
    image: gateway.image,
    command: ["pnpm", "run", "worker"],
    env: backend,
    // It serves nobody: what it needs is the queue.
    health: command(["node", "--eval", reachesQueue], timing),
    replicas: several,
    drain: { deadline: "60s" },
    resources: size.gateway,
    egress: true,
  });

  // Vite reads them while it builds, its development server when it starts.
  const vite = { VITE_API_URL: origin.api, VITE_DIRECTUS_URL: origin.cms };
  const web = service("web", {
    image: image("web", { context: "apps/web", args: vite }),
    port: 3050,
    env: vite,
    health: http("/", timing),
    scratch: ["/var/cache/nginx", "/var/run"],
    replicas: several,
    resources: size.web,
    ...publish(ports.web),
  });

  const migrate = job("migrate", {
    image: gateway.image,
    command: ["pnpm", "run", "migrate"],
    env: { DATABASE_URL: shared.DATABASE_URL },
    run: "release",
    resources: minimum.gateway,
    ...(dev ? {} : { backupFirst: "postgres-daily" }),
  });

  const hosts = {
    web: env.domain,
    app: `app.${env.domain}`,
    api: `api.${env.domain}`,
    cms: `cms.${env.domain}`,
  };
  const proxy = ingress("proxy", {
    engine: "traefik",
    version: "3.7",
    hosts: Object.values(hosts),
    http: { port: env.ports.http ?? 80 },
    https: { port: env.ports.https ?? 443 },
    tls: env.tls ?? { mode: "lets-encrypt", email: `admin@${env.domain}` },
    headers: {
      "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
      "X-Content-Type-Options": "nosniff",
    },
    correlationHeader: "X-Request-ID",
    internalPaths: ["/metrics"],
    resources: { cpu: { request: 0.25, limit: 1 }, memory: { request: "64Mi", limit: "256Mi" } },
    routes: [
      route("/", gateway, { host: hosts.api, streaming: { idle: "300s" } }),
      route("/", directus, { host: hosts.cms, maxBody: "100Mi" }),
      route("/", web),
    ],
  });

  const keys = { accessKey: operations.accessKey.value, secretKey: operations.secretKey.value };
  return system("synthstack", env, {
    services: [web, gateway, worker, ml, directus, nodeRed],
    stores: [db, directusDb, cache, vectors, uploads, flows],
    secrets: [...Object.values(secrets), ...(dev ? [] : Object.values(operations))],
    jobs: [migrate],
    ...(dev
      ? {}
      : {
          ingress: proxy,
          backups: backups(env, { db, directusDb, cache, vectors, uploads, flows }, keys),
          monitoring: monitoring(operations.pagerduty.value),
        }),
  });
}

export default defineSystem({
  name: "synthstack",
  title: "SynthStack",
  summary: "an AI platform of web, API gateway, ML service, workers, CMS and workflows, behind Traefik",
  system: synthstack,
});
