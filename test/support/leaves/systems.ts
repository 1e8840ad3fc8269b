import {
  backup,
  cpuUsage,
  diskFree,
  down,
  errorRate,
  latency,
  memoryUsage,
  ingress,
  exact,
  provided,
  http,
  job,
  kafka,
  mariadb,
  rabbitmq,
  objectStore,
  password,
  postgres,
  qdrant,
  redis,
  consul,
  route,
  service,
  serviceUrl,
  site,
  siteRoute,
  system,
  volume,
  zookeeper,
  hex,
  base64,
  rsa,
  serverCertificate,
  type Alert,
  type Health,
  type Signal,
  type Resources,
  type System,
  type Value,
} from "../../../components/model";
import { certificateFor } from "../../e2e/production/support/certificate";
import { development } from "../valid";

const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const image = (name: string) => ({ name, reference: `${registry}/leaf-${name}:v1` });
const resources: Resources = {
  cpu: { request: 0.25, limit: 0.5 },
  memory: { request: "128Mi", limit: "512Mi" },
};
const computing: Resources = { ...resources, gpus: 1 };
const timing = { interval: "20s", timeout: "4s", retries: 4, startPeriod: "12s" } as const;
const probes = {
  http: http("/health", { ...timing, port: "admin" }),
  tcp: { probe: { tcp: "main" }, ...timing },
  command: { probe: { command: ["true"] }, ...timing },
} satisfies Record<string, Health>;

const token = provided("token", { description: "a token" });
const other = provided("other", { description: "another", optional: true });

const pairs = ["a", "b"].map(() => certificateFor(["DNS:app.example.com"]));
/** What the operator provides; whatever the name, it reads as a URL too. */
export function providedTexts({ secrets }: Pick<System, "secrets">): Readonly<Record<string, string>> {
  const certificates: Readonly<Record<string, string>> = {
    "tls-certificate": pairs[0]?.certificate ?? "",
    "tls-key": pairs[0]?.key ?? "",
    "other-certificate": pairs[1]?.certificate ?? "",
    "other-key": pairs[1]?.key ?? "",
  };
  return Object.fromEntries(
    secrets.map(
      ({ name }) => [name, certificates[name] ?? `https://u:p@${name}.example.com:5432/d`] as const,
    ),
  );
}

const build = {
  context: "lab/images/nginx",
  dockerfile: "Dockerfile",
  target: "final",
  args: { MODE: "fast" },
  watch: { "nginx.conf": "/app/src" },
};
const plain = password("plain", { length: 24 });
const key = rsa("key", { bits: 2048 });
const identity = serverCertificate("identity", { hosts: ["api"], client: true });
const anotherKey = rsa("another-key", { bits: 2048 });
const certificate = provided("tls-certificate", { description: "a certificate" });
const certificateKey = provided("tls-key", { description: "its key" });

const uploads = volume("uploads", {
  ...{ size: "5Gi", access: "many", storageClass: "fast" },
  disposable: "made again from the originals",
});
const shared = volume("shared", { size: "5Gi", access: "many" });
const db = postgres("db", {
  version: "16",
  database: "shop",
  user: "shop",
  extensions: ["vector"],
  parameters: { max_connections: "90" },
  readReplicas: 3,
  pooler: true,
  tls: true,
  connectionLimit: 20,
  standby: true,
  operator: "cloudnative-pg",
  size: "30Gi",
  resources,
});
/** How it is started, and what the kernel lets it use. */
const process = {
  entrypoint: ["/entry"],
  workingDirectory: "/srv",
  sharedMemory: "64Mi",
  ulimits: { nofile: 4096, nproc: 512, memlock: 131_072 },
  sysctls: { "net.ipv4.tcp_keepalive_time": 600 },
} as const;
const workload = {
  ...process,
  user: 1000,
  readOnlyRoot: false,
  scratch: ["/cache"],
  logs: { size: "20Mi", files: 2 },
  egress: true,
  resources,
} as const;

const api = service("api", {
  ...workload,
  image: image("api"),
  command: ["serve"],
  env: { LEVEL: "info", TOKEN: token.value },
  files: { "/etc/app.conf": { content: "a = 1", mode: "0440" } },
  mounts: [{ volume: "uploads", path: "/uploads", readOnly: true }],
  port: 8000,
  ports: { admin: 9000 },
  health: probes.http,
  readiness: probes.tcp,
  liveness: probes.command,
  replicas: 2,
  drain: { signal: "SIGQUIT", delay: "12s", deadline: "25s" },
  metrics: { path: "/metrics", port: "admin" },
  fargate: { cpu: 0.5, memory: 1 },
});
const second = service("second", {
  image: image("second"),
  env: {},
  port: 8001,
  ports: { admin: 9000 },
  health: probes.tcp,
  readiness: probes.command,
  liveness: probes.http,
  user: 1000,
  autoscale: {
    min: 2,
    max: 5,
    cpu: 70,
    memory: 80,
    requestsPerSecond: 100,
    scaleUp: { percent: 50, period: "30s", stabilization: "45s" },
    scaleDown: { percent: 10, period: "60s", stabilization: "200s" },
  },
  resources: { ...resources, gpus: 1 },
});
const third = service("third", {
  image: image("third"),
  env: {},
  port: 8002,
  ports: { admin: 9000 },
  health: probes.command,
  readiness: probes.http,
  liveness: probes.tcp,
  user: 1000,
  after: ["api"],
  aliases: ["tertiary"],
  connects: [serviceUrl("api")],
  resources,
});
const published = service("published", {
  image: image("published"),
  env: {},
  port: 8003,
  user: 1000,
  publish: { main: { port: 18003, address: "127.0.0.2" } },
  init: true,
  resources,
});
const simple = service("api", { image: image("api"), env: {}, port: 8000, user: 1000, resources });

const signals: readonly Signal[] = [
  errorRate({ service: simple.name, above: 0.05, over: "5m" }),
  latency({ service: simple.name, percentile: 95, above: "2s", over: "5m" }),
  down({ of: [simple.name] }),
  cpuUsage({ of: [simple.name], above: 0.7, over: "5m" }),
  memoryUsage({ of: [simple.name], above: 0.8 }),
  diskFree({ below: 0.1 }),
];

/** Another one that signals may name. */
const measured = service("measured", {
  ...{ image: image("measured"), env: {}, port: 8000, user: 1000, resources },
  metrics: { path: "/metrics" },
});

const schedule = "30 2 * * *";
const bucket = {
  to: "bucket" as const,
  bucket: "leaf-backups",
  prefix: "db/",
  endpoint: "https://s3.example.com",
  region: "eu-west-1",
  accessKey: token.value,
  secretKey: other.value,
  expire: "30d" as const,
  storageClass: "STANDARD_IA" as const,
};
const plainDb = postgres("db", { version: "16", database: "shop", user: "shop", size: "30Gi", resources });
const assets = site("assets", {
  image: image("assets"),
  folder: "/site",
  fallback: "index.html",
  immutable: [".js"],
});

const entry = {
  version: "1.30",
  hosts: ["app.example.com"],
  http: { port: 8080, address: "127.0.0.1" },
  https: { port: 8443, address: "127.0.0.1" },
  internalPaths: ["/metrics"],
  plainPaths: ["/health"],
  limits: [
    { name: "fast", requests: 5, per: "second" as const },
    { name: "slow", requests: 2, per: "second" as const },
  ],
  headers: { "X-Frame-Options": "DENY" },
  gzip: ["text/css"],
  keepalive: { api: 8 },
  correlationHeader: "X-Request-ID",
  gateway: {
    jwt: { paths: ["/api/"], issuer: "https://id.example.com", publicKey: key.publicKey },
    corsOrigins: ["https://app.example.com"],
    allowedAddresses: ["10.0.0.0/8"],
  },
  settings: { worker_connections: "512" },
  trustedProxies: ["10.8.0.0/16"],
  maxHeaders: "32Ki" as const,
  resources,
  engine: "traefik" as const,
};

const others = [
  redis("cache", { version: "7", persistence: "none" }),
  zookeeper("keeper", { version: "7.6.0" }),
  kafka("broker", { version: "7.8.0", zookeeper: "keeper" }),
  objectStore("files", { version: "2025", buckets: [] }),
  qdrant("vectors", { version: "v1.17.0" }),
  mariadb("orders", { version: "10.11.8", database: "shop", user: "shop" }),
  rabbitmq("parcels", { version: "4.3", user: "shop" }),
  consul("registry", { version: "1.20" }),
];
const urls = (stores: typeof others): Readonly<Record<string, Value>> =>
  Object.fromEntries(stores.map(({ name, url }) => [name.toUpperCase(), url]));

const at = (port: number) => ({ port, address: "127.0.0.1" });

/** Small systems in which, together, each property of the model has a value; names are those of a failing test. */
export const filled: Readonly<Record<string, System>> = {
  services: system("leaf", development, { services: [api], stores: [uploads, shared], secrets: [token] }),
  probes: system("leaf", development, {
    services: [
      third,
      { ...simple, ports: { admin: 9000 }, health: probes.tcp, liveness: probes.http },
      { ...simple, name: "fourth", ports: { admin: 9000 }, health: probes.http, readiness: probes.command },
      { ...simple, name: "fifth", ports: { admin: 9000 }, health: probes.http },
      { ...simple, name: "sixth", health: probes.command },
    ],
  }),
  builds: system("leaf", development, {
    services: [
      service("api", { image: { ...image("api"), build, release: "v2" }, env: {}, port: 8000, resources }),
    ],
    jobs: [
      job("migrate", {
        image: { ...image("migrate"), build, release: "v2" },
        env: {},
        run: "release",
        resources,
      }),
    ],
  }),
  builtSite: system("leaf", development, {
    sites: [{ ...assets, image: { ...image("assets"), build } }],
    ingress: ingress("proxy", {
      ...{
        version: "1.30",
        hosts: ["app.example.com"],
        http: { port: 8080 },
        https: { port: 8443 },
        tls: { mode: "lets-encrypt", email: "ops@example.com" },
        resources,
      },
      routes: [siteRoute("/", assets)],
    }),
  }),
  scaled: system("leaf", development, {
    services: [second],
    ingress: ingress("proxy", {
      ...{ version: "1.30", hosts: ["app.example.com"], http: { port: 8080 }, resources },
      routes: [route("/", second)],
    }),
  }),
  published: system("leaf", development, { services: [published] }),
  jobs: system("leaf", development, {
    services: [simple, published],
    stores: [plainDb, uploads, shared],
    secrets: [token, other],
    jobs: [
      job("migrate", {
        ...workload,
        image: image("migrate"),
        command: ["migrate"],
        env: { URL: plainDb.url, TOKEN: token.value },
        files: { "/etc/app.conf": { content: "a = 1", mode: "0440" } },
        mounts: [{ volume: "uploads", path: "/uploads", readOnly: true }],
        run: "release",
        init: true,
        connects: [published.host],
        before: ["api"],
        versionTable: "versions",
        timeout: "5m",
        resources: { ...resources, gpus: 1 },
      }),
      job("nightly", {
        image: image("nightly"),
        env: {},
        run: { schedule },
        missed: "skip",
        user: 1000,
        resources,
      }),
    ],
  }),
  saved: system("leaf", development, {
    stores: [plainDb, { ...plainDb, name: "archive" }],
    jobs: [
      job("migrate", {
        ...{ image: image("migrate"), env: { URL: plainDb.url }, run: "release", resources },
        backupFirst: "db-daily",
      }),
    ],
    backups: [
      backup("db-daily", { of: plainDb, schedule, keep: { count: 3 }, destinations: [{ to: "volume" }] }),
      backup("db-weekly", { of: plainDb, schedule, keep: { count: 3 }, destinations: [{ to: "volume" }] }),
    ],
    metrics: { publish: at(19090) },
  }),
  secrets: system("leaf", development, {
    services: [
      service("api", {
        image: image("api"),
        user: 1000,
        env: {
          PLAIN: plain.value,
          HEX: hex("hex").value,
          BASE: base64("base").value,
          KEY: key.privateKey,
          PUBLIC: key.publicKey,
          IDENTITY: identity.publicKey,
          TOKEN: token.value,
        },
        resources,
      }),
    ],
    secrets: [plain, hex("hex"), base64("base"), key, identity, token, other],
  }),
  postgres: system("leaf", development, { stores: [db] }),
  publishedPostgres: system("leaf", development, {
    stores: [{ ...plainDb, resources: computing, publish: at(15432) }],
  }),
  redis: system("leaf", development, {
    stores: [
      redis("cache", {
        version: "6",
        persistence: "snapshot",
        save: [{ after: 60, changes: 5 }],
        maxMemory: "256Mi",
        eviction: "allkeys-lru",
        size: "3Gi",
        publish: at(16379),
        resources: computing,
      }),
    ],
  }),
  redisNodes: system("leaf", development, {
    stores: [redis("cache", { version: "7", persistence: "append-only", nodes: 3, resources })],
  }),
  redisSet: system("leaf", development, {
    stores: [
      redis("cache", { version: "7", persistence: "append-only", nodes: 3, setName: "the-set", resources }),
    ],
  }),
  kafka: system("leaf", development, {
    stores: [
      zookeeper("keeper", { version: "7.8", size: "3Gi", publish: at(12181), resources: computing }),
      kafka("broker", {
        version: "7.8",
        zookeeper: "keeper",
        partitions: 4,
        size: "20Gi",
        publish: at(19092),
        resources: computing,
      }),
      zookeeper("second", { version: "7.8", resources }),
    ],
  }),
  minio: system("leaf", development, {
    stores: [
      objectStore("files", {
        version: "2025",
        buckets: ["leaf-content"],
        publicRead: ["leaf-content"],
        expire: { "leaf-content": "7d" },
        console: at(19001),
        size: "20Gi",
        publish: at(19000),
        resources: computing,
      }),
    ],
  }),
  qdrant: system("leaf", development, {
    stores: [
      qdrant("vectors", {
        version: "v1.17.0",
        nodes: 2,
        size: "20Gi",
        publish: at(16333),
        resources: computing,
      }),
    ],
  }),
  mariadb: system("leaf", development, {
    stores: [
      mariadb("orders", {
        version: "10.11.8",
        database: "shop",
        user: "shop",
        parameters: { max_connections: "90" },
        size: "20Gi",
        publish: at(13306),
        resources: computing,
      }),
    ],
  }),
  rabbitmq: system("leaf", development, {
    stores: [
      rabbitmq("parcels", {
        version: "4.3",
        user: "shop",
        virtualHost: "depot",
        parameters: { consumer_timeout: "3600000" },
        management: at(15672),
        size: "20Gi",
        publish: at(5672),
        resources: { ...computing, memory: { request: "512Mi", limit: "1Gi" } },
      }),
    ],
  }),
  consul: system("leaf", development, {
    stores: [
      consul("registry", {
        version: "1.20",
        size: "3Gi",
        publish: at(18500),
        dns: at(18600),
        resources: computing,
      }),
    ],
  }),
  external: system("leaf", development, {
    services: [
      service("api", {
        image: image("api"),
        env: { A: db.url, B: db.readUrl, ...urls(others) },
        user: 1000,
        resources,
      }),
    ],
    stores: [plainDb, ...others].map((store) => ({
      ...store,
      external: { url: token.value, readUrl: other.value },
    })),
    secrets: [token, other, provided("more", { description: "more" })],
  }),
  backups: system("leaf", development, {
    stores: [plainDb, volume("uploads", { size: "5Gi" })],
    secrets: [token, plain, other, provided("more", { description: "more" })],
    backups: [
      backup("db-daily", {
        of: plainDb,
        schedule,
        keep: { age: "9d" },
        destinations: [{ to: "volume" }, bucket],
        drill: { schedule: "30 4 * * *", tables: ["orders"], within: "20m" },
        pointInTime: { rpo: "10m" },
      }),
      backup("files-daily", {
        of: { name: "uploads" },
        folder: "attachments",
        form: "files",
        schedule,
        keep: { count: 3 },
        destinations: [{ to: "volume" }],
      }),
    ],
  }),
  authority: system("leaf", development, {
    services: [simple],
    ingress: ingress("proxy", {
      ...{
        version: "1.30",
        hosts: ["app.example.com"],
        http: { port: 8080 },
        https: { port: 8443 },
        resources,
      },
      tls: {
        mode: "lets-encrypt",
        email: "ops@example.com",
        server: "https://acme.example.com",
        caCertificate: "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----",
      },
      routes: [route("/", simple)],
    }),
  }),
  ingress: system("leaf", development, {
    services: [{ ...simple, ports: { admin: 9000, more: 9001 } }, published],
    sites: [assets, { ...assets, name: "pages", image: image("pages") }],
    secrets: [key, anotherKey],
    ingress: ingress("proxy", {
      ...entry,
      resources: { ...resources, gpus: 1 },
      tls: { mode: "lets-encrypt", email: "ops@example.com" },
      routes: [
        exact("/ping", simple, { host: "app.example.com" }),
        route("/api/", simple, {
          rewrite: "/",
          timeouts: { connect: "5s", send: "20s", read: "57s" },
          limit: { zone: "fast", burst: 4 },
          maxBody: "3Mi",
        }),
        { ...exact("/admin", simple), to: { service: "api", port: "admin" } },
        route("/events/", simple, { streaming: { idle: "59s" } }),
        route("/socket/", simple, { websocket: { idle: "100s" } }),
        siteRoute("/assets/", assets),
        siteRoute("/pages/", { ...assets, name: "pages" }),
        siteRoute("/", assets, { headers: { "Cache-Control": "no-cache" } }),
      ],
    }),
  }),
  givenCertificate: system("leaf", development, {
    services: [simple],
    secrets: [
      ...[certificate, certificateKey],
      provided("other-certificate", { description: "another one" }),
      provided("other-key", { description: "its key" }),
    ],
    ingress: ingress("proxy", {
      ...{
        version: "1.30",
        hosts: ["app.example.com"],
        http: { port: 8080 },
        https: { port: 8443 },
        resources,
      },
      tls: { mode: "custom", certificate: certificate.value, key: certificateKey.value },
      routes: [route("/", simple)],
    }),
  }),
  logs: system("leaf", development, {
    services: [
      service("locked", {
        image: image("locked"),
        env: {},
        user: 1000,
        port: 8000,
        ports: { admin: 9000 },
        metrics: { path: "/metrics", port: "admin" },
        exclusive: true,
        resources,
      }),
    ],
    monitoring: {
      metrics: { interval: "20s", retention: "20d" },
      alerts: [],
      logs: { retention: "14d", engine: "victoria-logs" },
      publish: { "victoria-logs": at(19428) },
    },
  }),
  monitoring: system("leaf", development, {
    services: [{ ...simple, ports: { admin: 9000 }, metrics: { path: "/metrics", port: "admin" } }, measured],
    secrets: [token, other],
    ingress: ingress("proxy", {
      ...{ version: "1.30", hosts: ["app.example.com"], http: { port: 8080 }, resources },
      routes: [route("/", simple), route("/measured/", measured)],
    }),
    monitoring: {
      metrics: { interval: "20s", retention: "20d" },
      alerts: [
        {
          name: "ApiDown",
          expr: "histogram_quantile(0.95, sum by (le) (rate(seconds_bucket[5m]))) > 2",
          for: "2m",
          severity: "critical",
          summary: "The API is down",
          description: "Look at its log",
        },
        ...signals.map((expr, index): Alert => ({
          ...{ name: `Signal${index}`, expr, for: "2m", severity: "warning", summary: "It is so" },
        })),
      ],
      dashboards: [
        {
          title: "Shop",
          panels: [
            {
              title: "Answer time",
              expr: "histogram_quantile(0.95, sum by (le) (rate(seconds_bucket[5m])))",
              unit: "s",
            },
          ],
        },
      ],
      receivers: [
        { type: "slack", webhook: token.value, channel: "#ops" },
        { type: "pagerduty", serviceKey: token.value },
        {
          type: "email",
          to: "ops@example.com",
          smtp: {
            host: "smtp.example.com",
            port: 2525,
            from: "leaf@example.com",
            user: "leaf",
            password: token.value,
            tls: true,
          },
        },
      ],
      logs: { retention: "14d" },
      tracing: { retention: "2d" },
      hostMetrics: true,
      publish: {
        grafana: at(13000),
        prometheus: at(19090),
        alertmanager: at(19093),
        loki: at(13100),
        jaeger: at(16686),
      },
    },
  }),
};
