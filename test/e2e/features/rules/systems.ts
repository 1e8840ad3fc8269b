import {
  backup,
  cpuUsage,
  diskFree,
  down,
  errorRate,
  ingress,
  job,
  kafka,
  latency,
  mariadb,
  memoryUsage,
  postgres,
  qdrant,
  rabbitmq,
  redis,
  route,
  service,
  system,
  type Alert,
  type Environment,
  type IngressEngine,
  type System,
} from "../../../../components/model";
import { ingressVersions } from "../../../../components/model";
import { systems } from "../../../../stacks/systems";

const production: Environment = {
  ...{ name: "production", domain: "example.com", repository: "ghcr.io/team/app", tag: "1" },
  ...{ replicas: 2, ports: {}, monitored: true, bucket: { name: "copies" } },
  tls: { mode: "lets-encrypt", email: "operations@example.com" },
};

function summaryOf(expr: Alert["expr"]): string {
  if (typeof expr === "string" || expr.type === "down") return "{{ $labels.service }}";
  return expr.type === "latency" ? "{{ $value }}" : "{{ $value | humanizePercentage }}";
}

/** A system with every engine that is measured, and an alert of each signal, for one service and for all. */
function every(engine: IngressEngine): System {
  const image = { name: "api", reference: "ghcr.io/team/app-api:1" };
  const db = postgres("db", { version: "16", database: "app", user: "app" });
  const stores = [
    db,
    redis("cache", { version: "7", persistence: "append-only" }),
    mariadb("ledger", { version: "11.4", database: "ledger", user: "ledger" }),
    rabbitmq("broker", { version: "4.1", user: "app" }),
    kafka("events", { version: "3.9" }),
    qdrant("vectors", { version: "1.14" }),
  ];
  const api = service("api", {
    ...{ image, port: 8000, env: { DATABASE_URL: db.url }, metrics: { path: "/metrics" }, replicas: 2 },
  });
  const over = "5m";
  const signals: Readonly<Record<string, Alert["expr"]>> = {
    ApiFails: errorRate({ service: "api", above: 0.01, over }),
    AllFails: errorRate({ above: 0.2, over }),
    ApiIsSlow: latency({ service: "api", percentile: 99, above: "1s", over }),
    AllIsSlow: latency({ percentile: 50, above: "10s", over }),
    ApiDown: down({ of: ["api"] }),
    StoresDown: down({ of: stores.map(({ name }) => name) }),
    // In the place of what every system is watched for.
    ...(engine === "kong" ? { AnythingDown: down() } : {}),
    ApiComputes: cpuUsage({ of: ["api"], above: 0.9, over }),
    AllComputes: cpuUsage({ above: 0.5, over }),
    ApiRemembers: memoryUsage({ of: ["api"], above: 0.9 }),
    AllRemembers: memoryUsage({ above: 0.5 }),
    DiskFull: diskFree({ below: 0.2 }),
  };
  return system("every", production, {
    services: [api],
    stores,
    jobs: [job("sweep", { image, command: ["sweep"], env: {}, run: { schedule: "0 3 * * *" } })],
    ingress: ingress("proxy", {
      engine,
      version: ingressVersions[engine],
      hosts: ["example.com"],
      http: { port: 80 },
      https: { port: 443 },
      tls: { mode: "self-signed" },
      routes: [route("/docs", api), route("/", api)],
    }),
    backups: [
      backup("nightly", {
        of: db,
        schedule: "0 2 * * *",
        keep: { count: 7 },
        destinations: [{ to: "volume" }],
      }),
    ],
    monitoring: {
      metrics: { interval: "15s", retention: "15d" },
      hostMetrics: true,
      alerts: Object.entries(signals).map(([name, expr]) => ({
        summary: summaryOf(expr),
        ...{ name, expr, for: "2m", severity: "warning" },
      })),
    },
  });
}

/** Systems whose rules are tested. */
export const measured: readonly (readonly [name: string, system: System])[] = [
  ...Object.entries(systems).map(([name, describe]) => [name, describe(production)] as const),
  ...(["nginx", "traefik", "kong"] as const).map((engine) => [`every-${engine}`, every(engine)] as const),
];
