import {
  backup,
  http,
  ingress,
  job,
  postgres,
  provided,
  rabbitmq,
  redis,
  route,
  service,
  system,
  volume,
  type Backup,
  type Environment,
  type System,
} from "../../../../components/model";

const environment: Environment = {
  ...{ name: "development", domain: "alerts.localhost", repository: "trireme.local/alerts", tag: "suite" },
  ...{ replicas: 2, ports: {} },
};

/** Host ports; of the authority the first of three. */
export const ports = { prometheus: 19_290, proxy: 19_280, tls: 19_281, bucket: 19_282, authority: 19_284 };

export const bucketName = "alerts";

/** What the small system finds on the machine that the test runs on. */
export interface Surroundings {
  /** A Node.js in which its own programs run. */
  readonly node: string;
  /** URL of the store that has the bucket. */
  readonly bucket: string;
  /** The authority of its certificate; where there is none, the certificate is the operator's own. */
  readonly authority?: { readonly server: string; readonly ca: string };
}

/** Answers, fails or is slow; holds as much memory as it is asked to. */
const app = `const held = [];
process.on("SIGTERM", () => process.exit());
require("node:http").createServer((request, answer) => {
  const { pathname, searchParams } = new URL(request.url, "http://app");
  answer.statusCode = pathname === "/fail" ? 500 : 200;
  if (pathname.endsWith("/hold")) held.push(Buffer.alloc(Number(searchParams.get("bytes")), 1));
  setTimeout(() => answer.end(), pathname === "/slow" ? 2500 : 0);
}).listen(8000);`;

/** Works as hard as it may, from when it is told to. */
const work = `trap 'exit 0' TERM
until [ -e /tmp/work ]; do sleep 2 & wait $!; done
while :; do :; done`;

/** Ends well where the database takes connections. */
const look = `require("node:net").connect(5432, "db")
  .on("error", ({ message }) => { console.log(message); process.exit(1); })
  .on("connect", () => process.exit());`;

/** Credits that are left when the system starts: a few above those at which SynthStack's alert fires. */
const credits = 1020;

/** A small system that has all that the alerts of others speak of, and in which all of it can go wrong. */
export function alarmed({ node, bucket, authority }: Surroundings): System {
  const database = { version: "16", user: "alerts" } as const;
  const db = postgres("db", { ...database, database: "alerts" });
  const ledger = postgres("ledger", {
    ...{ ...database, database: "ledger" },
    parameters: { max_connections: "60" },
  });
  const cache = redis("cache", { version: "7", persistence: "none" });
  const broker = rabbitmq("broker", {
    ...{ version: "4.3", user: "alerts" },
    parameters: { "disk_free_limit.absolute": "24MB" },
  });
  const files = volume("files", { size: "1Gi" });
  const slack = provided("slack-webhook", { description: "Webhook of the channel" });
  const [accessKey, secretKey] = [
    provided("bucket-id", { description: "Access key of the bucket" }),
    provided("bucket-key", { description: "Its secret key" }),
  ];
  const [certificate, key] = [
    provided("tls-certificate", { description: "The certificate" }),
    provided("tls-key", { description: "Its key" }),
  ];

  const small = {
    image: { name: "app", reference: node },
    command: ["node", "-e", app],
    port: 8000,
    env: {},
    health: http("/", { interval: "2s", timeout: "2s", retries: 2 }),
    user: 10_001,
  };
  const api = service("api", {
    ...{ ...small, env: { DATABASE_URL: db.url, CACHE_URL: cache.url, BROKER_URL: broker.url } },
    metrics: { path: "/metrics" },
    replicas: 2,
  });
  const keeper = service("keeper", {
    ...small,
    mounts: [{ volume: files.name, path: "/data" }],
    resources: { cpu: { request: 0.05, limit: 0.5 }, memory: { request: "32Mi", limit: "128Mi" } },
  });
  const worker = service("worker", {
    ...{ image: small.image, command: ["sh", "-c", work], env: {}, user: small.user },
    // So little that the machine has it, whatever else it does.
    resources: { cpu: { request: 0.1, limit: 0.1 }, memory: { request: "16Mi", limit: "64Mi" } },
  });

  const played = {
    image: { name: "sample", reference: "trireme.local/alerts/sample:suite", build: { context: "sample" } },
    health: http("/live", { interval: "2s", timeout: "5s", retries: 3 }),
    metrics: { path: "/metrics" },
    user: 10_001,
  };
  // One of ReactDjango's alerts speaks of the service of this name.
  const identity = service("identity-service", {
    ...{ ...played, port: 8001 },
    env: { SAMPLE_ROLE: "identity-service", DATABASE_URL: db.url, LEDGER_URL: ledger.url },
  });
  const gateway = service("api-gateway", {
    ...{ ...played, port: 3003 },
    env: { SAMPLE_ROLE: "api-gateway", SAMPLE_BUDGET: String(credits), ML_SERVICE_URL: identity.url },
  });

  const saved = (name: string, of: { name: string }, more: Partial<Backup> = {}): Backup =>
    backup(name, {
      ...{ of, schedule: "0 2 * * *", keep: { count: 3 }, destinations: [{ to: "volume" }] },
      ...more,
    });
  return system("alerts", environment, {
    services: [api, keeper, worker, identity, gateway],
    stores: [db, ledger, cache, broker, files],
    jobs: [
      job("look", {
        ...{ image: small.image, command: ["node", "-e", look], user: small.user },
        env: { DATABASE_URL: db.url },
        run: { schedule: "0 3 29 2 *" },
      }),
    ],
    secrets: [slack, accessKey, secretKey, ...(authority === undefined ? [certificate, key] : [])],
    backups: [
      saved("nightly", db),
      saved("ledger-nightly", ledger, { pointInTime: { rpo: "1m" }, drill: { schedule: "0 4 * * 0" } }),
      saved("files-nightly", files, {
        destinations: [
          { to: "volume" },
          {
            ...{ to: "bucket", bucket: bucketName, endpoint: bucket },
            ...{ accessKey: accessKey.value, secretKey: secretKey.value },
          },
        ],
        drill: { schedule: "0 4 * * 0" },
      }),
    ],
    ingress: ingress("proxy", {
      version: "1.30",
      hosts: ["alerts.localhost"],
      http: { port: ports.proxy, address: "127.0.0.1" },
      https: { port: ports.tls, address: "127.0.0.1" },
      plainPaths: ["/"],
      tls:
        authority === undefined
          ? { mode: "custom", certificate: certificate.value, key: key.value }
          : {
              ...{ mode: "lets-encrypt", email: "operations@example.com" },
              ...{ server: authority.server, caCertificate: authority.ca },
            },
      routes: [route("/", api), route("/keeper/", keeper), route("/api/", identity), route("/via/", gateway)],
    }),
    monitoring: {
      metrics: { interval: "2s", retention: "1d" },
      alerts: [],
      receivers: [{ type: "slack", webhook: slack.value, channel: "#alerts" }],
      hostMetrics: true,
      publish: { prometheus: { port: ports.prometheus } },
    },
  });
}
