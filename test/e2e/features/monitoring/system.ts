import {
  backup,
  errorRate,
  http,
  ingress,
  postgres,
  provided,
  redis,
  route,
  service,
  system,
  type Environment,
  type System,
} from "../../../../components/model";

const environment: Environment = {
  name: "development",
  domain: "watched.localhost",
  repository: "trireme.local/watched",
  tag: "suite",
  replicas: 2,
  ports: {},
};

/** Host ports of the user interfaces. */
export const ports = { prometheus: 19_190, alertmanager: 19_193, proxy: 19_180 };

/** Counts its requests, and says so; fails where it is asked to. */
const app = `let requests = 0;
process.on("SIGTERM", () => process.exit());
require("node:http").createServer((request, answer) => {
  requests += 1;
  answer.statusCode = request.url === "/fail" ? 500 : 200;
  answer.end(request.url === "/metrics" ? "requests_total " + requests + "\\n" : "ok");
}).listen(8000);`;

/** A small system that is watched: two instances, a database that is saved, and a cache. */
export function watched(image: string): System {
  const db = postgres("db", { version: "16", database: "watched", user: "watched" });
  const cache = redis("cache", { version: "7", persistence: "none" });
  const slack = provided("slack-webhook", { description: "Webhook of the channel" });
  const api = service("api", {
    image: { name: "api", reference: image },
    command: ["node", "-e", app],
    port: 8000,
    env: { DATABASE_URL: db.url, CACHE_URL: cache.url },
    health: http("/health", { interval: "2s", timeout: "2s", retries: 2 }),
    metrics: { path: "/metrics" },
    replicas: 2,
    user: 10001,
  });
  return system("watched", environment, {
    services: [api],
    stores: [db, cache],
    secrets: [slack],
    ingress: ingress("proxy", {
      version: "1.30",
      hosts: ["watched.localhost"],
      http: { port: ports.proxy, address: "127.0.0.1" },
      routes: [route("/", api)],
    }),
    backups: [
      backup("nightly", {
        of: db,
        schedule: "0 2 * * *",
        keep: { count: 2 },
        destinations: [{ to: "volume" }],
      }),
    ],
    monitoring: {
      metrics: { interval: "1s", retention: "1d" },
      alerts: [
        {
          name: "ApiDown",
          expr: 'up{service="api"} == 0',
          for: "0s",
          severity: "critical",
          summary: "{{ $labels.instance }} does not answer",
        },
        {
          name: "ApiFails",
          expr: errorRate({ service: "api", above: 0.05, over: "5s" }),
          for: "0s",
          severity: "critical",
          summary: "{{ $value | humanizePercentage }} of the requests to {{ $labels.service }} fail",
        },
      ],
      receivers: [{ type: "slack", webhook: slack.value, channel: "#alerts" }],
      publish: { prometheus: { port: ports.prometheus }, alertmanager: { port: ports.alertmanager } },
    },
  });
}
