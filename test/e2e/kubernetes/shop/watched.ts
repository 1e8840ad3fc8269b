import {
  backup,
  down,
  http,
  ingress,
  job,
  postgres,
  provided,
  redis,
  route,
  service,
  system,
  type System,
} from "../../../../components/model";
import { environment, resources, type Order } from "./system";

/** The secret that is where alerts go. */
export const webhook = "slack-webhook";

const user = 10001;

/**
 * Counts its requests, and says so. Each has a line with the correlation ID that it came with, and a span where a collector takes them.
 */
const app = `const { randomBytes } = require("node:crypto");
let requests = 0;
process.on("SIGTERM", () => process.exit());
const hex = (size) => randomBytes(size).toString("hex");
async function trace(path) {
  const at = String(Date.now()) + "000000";
  const span = { traceId: hex(16), spanId: hex(8), name: "GET " + path, kind: 2, startTimeUnixNano: at, endTimeUnixNano: at };
  const service = { key: "service.name", value: { stringValue: process.env.OTEL_SERVICE_NAME } };
  const body = { resourceSpans: [{ resource: { attributes: [service] }, scopeSpans: [{ spans: [span] }] }] };
  await fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + "/v1/traces", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
require("node:http").createServer((request, answer) => {
  requests += 1;
  answer.statusCode = request.url === "/fail" ? 500 : 200;
  answer.end(request.url === "/metrics" ? "requests_total " + requests + "\\n" : "ok");
  const correlation = request.headers["x-correlation-id"];
  if (correlation === undefined) return;
  console.log(JSON.stringify({ level: "info", message: "asked", correlation_id: correlation }));
  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined)
    trace(request.url).catch((error) => console.error(error.message));
}).listen(8000);`;

/**
 * What is watched: two instances, a database that is saved, a cache, and the proxy, with its certificate.
 *
 * @param whole whether also by programs that are built from source: with a job on a schedule, traces and logs
 */
export function watched({ image: reference, scale }: Order, whole: boolean): System {
  const image = { name: "node", reference };
  const db = postgres("db", { version: "16", database: "watched", user: "watched", resources });
  const cache = redis("cache", { version: "7", persistence: "none", resources });
  const slack = provided(webhook, { description: "Webhook of the channel" });
  const api = service("api", {
    image,
    command: ["node", "-e", app],
    port: 8000,
    env: { DATABASE_URL: db.url, CACHE_URL: cache.url },
    health: http("/health", { interval: "2s", timeout: "2s", retries: 2 }),
    metrics: { path: "/metrics" },
    ...(scale ?? { replicas: 2 }),
    user,
    resources,
  });
  const failing = job("failing", {
    image,
    command: ["node", "-e", "process.exit(3)"],
    env: {},
    run: { schedule: "* * * * *" },
    user,
    resources,
  });
  return system(
    "watched",
    { ...environment, domain: "watched.localhost" },
    {
      services: [api],
      stores: [db, cache],
      secrets: [slack],
      jobs: whole ? [failing] : [],
      ingress: ingress("proxy", {
        version: "1.30",
        hosts: ["watched.localhost"],
        http: { port: 80 },
        https: { port: 443 },
        tls: { mode: "self-signed" },
        routes: [route("/", api)],
        resources,
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
        metrics: { interval: "2s", retention: "1d" },
        alerts: [
          {
            name: "ApiDown",
            expr: down({ of: ["api"] }),
            for: "0s",
            severity: "critical",
            summary: "An instance of {{ $labels.service }} is gone",
          },
        ],
        hostMetrics: true,
        receivers: [{ type: "slack", webhook: slack.value, channel: "#alerts" }],
        ...(whole
          ? { tracing: { retention: "1d" }, logs: { retention: "1d", engine: "victoria-logs" } }
          : {}),
      },
    },
  );
}
