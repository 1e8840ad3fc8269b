import {
  http,
  ingress,
  postgres,
  provided,
  route,
  service,
  system,
  type Environment,
  type System,
} from "../../../../components/model";

const environment: Environment = {
  ...{ name: "development", domain: "alerts.localhost", repository: "trireme.local/alerts", tag: "suite" },
  ...{ replicas: 2, ports: {} },
};

/** Host ports. */
export const ports = { prometheus: 19_290, proxy: 19_280 };

/** Answers, fails or is slow, as it is asked to. */
const app = `process.on("SIGTERM", () => process.exit());
require("node:http").createServer((request, answer) => {
  answer.statusCode = request.url === "/fail" ? 500 : 200;
  setTimeout(() => answer.end(), request.url === "/slow" ? 2500 : 0);
}).listen(8000);`;

/** Says to Prometheus what it is told to say. */
const teller = `process.on("SIGTERM", () => process.exit());
let text = "";
let since = 0;
require("node:http").createServer((request, answer) => {
  if (request.method !== "POST")
    return void answer.end(text.replaceAll("@rise", String((Date.now() - since) / 50)));
  let body = "";
  request.on("data", (data) => { body += data; }).on("end", () => {
    text = body;
    since = Date.now();
    answer.end();
  });
}).listen(8000);`;

/** A small system that has all that the alerts of others speak of: instances, a database, requests, and one to tell the rest. */
export function alarmed(image: string): System {
  const db = postgres("db", { version: "16", database: "alerts", user: "alerts" });
  const slack = provided("slack-webhook", { description: "Webhook of the channel" });
  const common = {
    image: { name: "api", reference: image },
    port: 8000,
    health: http("/", { interval: "2s", timeout: "2s", retries: 2 }),
    metrics: { path: "/metrics" },
    user: 10001,
  };
  const api = service("api", {
    ...{ ...common, command: ["node", "-e", app] },
    env: { DATABASE_URL: db.url },
    replicas: 2,
  });
  // One of the alerts speaks of the service of this name.
  const told = service("identity-service", { ...common, command: ["node", "-e", teller], env: {} });
  return system("alerts", environment, {
    services: [api, told],
    stores: [db],
    secrets: [slack],
    ingress: ingress("proxy", {
      version: "1.30",
      hosts: ["alerts.localhost"],
      http: { port: ports.proxy, address: "127.0.0.1" },
      routes: [route("/", api), route("/told/", told)],
    }),
    monitoring: {
      metrics: { interval: "1s", retention: "1d" },
      alerts: [],
      receivers: [{ type: "slack", webhook: slack.value, channel: "#alerts" }],
      publish: { prometheus: { port: ports.prometheus } },
    },
  });
}
