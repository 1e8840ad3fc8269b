import {
  backup,
  consul,
  dnsAddress,
  ingress,
  provided,
  hex,
  inBase64,
  isDevelopment,
  kafka,
  objectStore,
  route,
  rsa,
  system,
  template,
  zookeeper,
  type Environment,
  type Resources,
  type System,
} from "../../../components/model";
import { defineSystem } from "../define";
import { microservice } from "./microservice";
import { monitoring } from "./monitoring";

const limits = {
  gateway: { cpu: { request: 0.25, limit: 2 }, memory: { request: "256Mi", limit: "1Gi" } },
  kafka: { cpu: { request: 0.25, limit: 1 }, memory: { request: "512Mi", limit: "1536Mi" } },
  zookeeper: { cpu: { request: 0.1, limit: 0.5 }, memory: { request: "256Mi", limit: "1Gi" } },
  consul: { cpu: { request: 0.1, limit: 0.5 }, memory: { request: "64Mi", limit: "256Mi" } },
  minio: { cpu: { request: 0.1, limit: 1 }, memory: { request: "128Mi", limit: "512Mi" } },
} satisfies Record<string, Resources>;

/** Who may pass the gateway until the operator names others: private networks. */
const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** ReactDjango Hub: Django and four FastAPI services behind Kong, each with its own Postgres and Redis. */
export function reactdjango(env: Environment): System {
  const dev = isDevelopment(env);
  const origin = dev ? `http://${env.domain}:${env.ports.http ?? 8080}` : `https://${env.domain}`;
  const published = (name: string, port: number) =>
    dev ? { publish: { port: env.ports[name] ?? port } } : {};

  const coordination = zookeeper("zookeeper", { version: "3.9", resources: limits.zookeeper });
  const broker = kafka("kafka", {
    version: "7.9.1",
    zookeeper: coordination.name,
    resources: limits.kafka,
    ...published("kafka", 29092),
  });
  const registry = consul("consul", {
    version: "1.21",
    resources: limits.consul,
    ...published("consul", 8500),
    ...(dev ? { dns: { port: env.ports["consul-dns"] ?? 8600 } } : {}),
  });
  const files = objectStore("minio", {
    version: "4.48",
    buckets: ["content"],
    resources: limits.minio,
    ...published("minio", 9000),
    ...(dev ? { console: { port: env.ports["minio-console"] ?? 9001 } } : {}),
  });

  const jwtKey = rsa("jwt-key", { bits: 2048 });
  const djangoKey = hex("django-secret-key", { bytes: 32 });
  const callers = {
    communication: hex("communication-service-secret"),
    content: hex("content-service-secret"),
    workflow: hex("workflow-service-secret"),
    django: hex("django-service-secret"),
  };

  const shared = {
    KAFKA_BOOTSTRAP_SERVERS: broker.url,
    CONSUL_HTTP_ADDR: registry.url,
    CONSUL_DNS_ADDR: dnsAddress(registry),
  };
  const identity = microservice(env, "identity", {
    name: "identity-service",
    port: 8001,
    hostPort: 8011,
    env: {
      ...shared,
      JWT_ALGORITHM: "RS256",
      JWT_ISSUER: origin,
      JWT_PRIVATE_KEY: inBase64(jwtKey.privateKey),
      JWT_PUBLIC_KEY: inBase64(jwtKey.publicKey),
      COMMUNICATION_SERVICE_SECRET: callers.communication.value,
      CONTENT_SERVICE_SECRET: callers.content.value,
      WORKFLOW_SERVICE_SECRET: callers.workflow.value,
      DJANGO_SERVICE_SECRET: callers.django.value,
    },
    cache: "durable",
  });
  const communication = microservice(env, "communication", {
    name: "communication-service",
    port: 8002,
    env: { ...shared, IDENTITY_SERVICE_URL: identity.app.url, SERVICE_SECRET: callers.communication.value },
  });
  const content = microservice(env, "content", {
    name: "content-service",
    port: 8003,
    env: {
      ...shared,
      IDENTITY_SERVICE_URL: identity.app.url,
      SERVICE_SECRET: callers.content.value,
      MINIO_ENDPOINT: template`${files.host}:${files.port}`,
      MINIO_ACCESS_KEY: files.accessKey,
      MINIO_SECRET_KEY: files.secretKey,
      MINIO_BUCKET: "content",
      MINIO_SECURE: false,
    },
  });
  const workflow = microservice(env, "workflow", {
    name: "workflow-intelligence-service",
    port: 8005,
    env: {
      ...shared,
      IDENTITY_SERVICE_URL: identity.app.url,
      COMMUNICATION_SERVICE_URL: communication.app.url,
      CONTENT_SERVICE_URL: content.app.url,
      SERVICE_SECRET: callers.workflow.value,
    },
  });
  const django = microservice(env, "django", {
    name: "django",
    port: 8000,
    env: {
      ...shared,
      SECRET_KEY: djangoKey.value,
      // Beside people's requests: the probe of its own container, and those who call it by its name.
      ALLOWED_HOSTS: [env.domain, "django", "localhost", "127.0.0.1"].join(","),
      CSRF_TRUSTED_ORIGINS: origin,
      IDENTITY_SERVICE_URL: identity.app.url,
      COMMUNICATION_SERVICE_URL: communication.app.url,
      CONTENT_SERVICE_URL: content.app.url,
      WORKFLOW_SERVICE_URL: workflow.app.url,
      SERVICE_SECRET: callers.django.value,
    },
    migrate: ["python", "manage.py", "migrate", "--noinput"],
  });
  const parts = [identity, communication, content, workflow, django];

  const api = { rewrite: "/", limit: { zone: "api", burst: 40 }, maxBody: "10Mi" } as const;
  const gateway = ingress("kong", {
    engine: "kong",
    version: "3.9",
    hosts: [env.domain],
    http: { port: env.ports.http ?? (dev ? 8080 : 80) },
    limits: [
      { name: "api", requests: 20, per: "second" },
      { name: "identity", requests: 10, per: "second" },
    ],
    gateway: {
      jwt: {
        paths: ["/api/communication/", "/api/content/", "/api/workflow/"],
        issuer: origin,
        publicKey: jwtKey.publicKey,
      },
      corsOrigins: dev ? [origin, `http://${env.domain}:${env.ports.django ?? 8000}`] : [origin],
      ...(dev ? {} : { allowedAddresses: env.allowedAddresses ?? privateNetworks }),
    },
    settings: {
      nginx_worker_processes: "auto",
      nginx_events_worker_connections: "16384",
      upstream_keepalive_pool_size: "64",
      upstream_keepalive_max_requests: "1000",
    },
    internalPaths: [
      "/metrics",
      "/api/identity/metrics",
      "/api/communication/metrics",
      "/api/content/metrics",
      "/api/workflow/metrics",
    ],
    resources: limits.gateway,
    routes: [
      route("/api/identity/", identity.app, { ...api, limit: { zone: "identity", burst: 20 } }),
      route("/api/communication/", communication.app, api),
      route("/api/content/", content.app, { ...api, maxBody: "100Mi" }),
      route("/api/workflow/", workflow.app, api),
      route("/", django.app, { limit: { zone: "api", burst: 40 }, maxBody: "10Mi" }),
    ],
    ...(dev
      ? {}
      : {
          https: { port: env.ports.https ?? 443 },
          tls: env.tls ?? { mode: "self-signed" },
          headers: {
            "Strict-Transport-Security": "max-age=63072000",
            "X-Frame-Options": "SAMEORIGIN",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
          },
        }),
  });

  const slackWebhook = provided("slack-webhook", { description: "Incoming webhook of the Slack team" });
  const pagerdutyKey = provided("pagerduty-key", { description: "Integration key of the PagerDuty service" });
  const daily = { keep: { count: 7 }, destinations: [{ to: "volume" as const }] };
  const backups = [
    ...parts.map(({ db }) =>
      backup(`${db.name}-daily`, {
        ...daily,
        of: db,
        schedule: "0 2 * * *",
        drill: { schedule: "0 4 * * *" },
      }),
    ),
    backup("identity-service-redis-daily", {
      ...daily,
      of: identity.cache,
      schedule: "30 2 * * *",
      drill: { schedule: "30 5 * * 0" },
    }),
    backup("minio-daily", {
      ...daily,
      of: files,
      schedule: "0 3 * * *",
      drill: { schedule: "0 5 * * 0" },
    }),
  ];

  return system("reactdjango", env, {
    services: parts.map(({ app }) => app),
    stores: [...parts.flatMap(({ db, cache }) => [db, cache]), coordination, broker, registry, files],
    jobs: parts.map(({ migration }) => migration),
    secrets: [jwtKey, djangoKey, ...Object.values(callers), ...(dev ? [] : [slackWebhook, pagerdutyKey])],
    ingress: gateway,
    monitoring: dev
      ? {
          ...monitoring,
          publish: {
            grafana: { port: env.ports.grafana ?? 3001 },
            prometheus: { port: env.ports.prometheus ?? 9090 },
            alertmanager: { port: env.ports.alertmanager ?? 9093 },
            loki: { port: env.ports.loki ?? 3100 },
            jaeger: { port: env.ports.jaeger ?? 16686 },
          },
        }
      : {
          ...monitoring,
          receivers: [
            { type: "slack", webhook: slackWebhook.value, channel: "#alerts" },
            { type: "pagerduty", serviceKey: pagerdutyKey.value },
          ],
        },
    backups: dev ? [] : backups,
  });
}

export default defineSystem({
  name: "reactdjango",
  title: "ReactDjango Hub",
  summary: "Django and four FastAPI services behind Kong, each with its own Postgres and Redis",
  system: reactdjango,
});
