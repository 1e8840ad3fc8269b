import {
  ingress,
  hex,
  http,
  job,
  postgres,
  redis,
  route,
  service,
  system,
  type Environment,
  type Resources,
  type ServiceProps,
  type System,
} from "../../../../components/model";

/** What one release of the shop is like. */
export interface Order {
  /** An image with Node.js that every node has. */
  readonly image: string;
  /** What the instances answer. */
  readonly release: string;
  /** What is wrong with the release. */
  readonly fault: "none" | "image" | "crash" | "probe" | "room" | "job";
  /** How many instances, and whether an autoscaler counts them. */
  readonly scale?: Pick<ServiceProps, "replicas" | "autoscale">;
  /** What takes the requests of the gate. */
  readonly front?: {
    readonly engine: "nginx" | "traefik";
    /** An image with a site. */
    readonly image: string;
    /** A header of every response. */
    readonly header?: string;
    /** Whether it speaks TLS. */
    readonly secure?: boolean;
  };
}

/** Of all small systems here, but for their names. */
export const environment: Environment = {
  name: "development",
  domain: "shop.localhost",
  repository: "trireme.local/shop",
  tag: "suite",
  replicas: 1,
  ports: {},
};

export const resources: Resources = {
  cpu: { request: 0.01, limit: 0.5 },
  memory: { request: "32Mi", limit: "128Mi" },
};
const user = 10001;

/** Quick to tell that an instance will never be healthy. */
const timing = { interval: "2s", timeout: "2s", retries: 2 } as const;

/** Answers its release at every path, and at /health the status that is its argument. */
const answer = [
  "const [health] = process.argv.slice(1).map(Number);",
  "process.on('SIGTERM', () => process.exit());",
  "const reply = (q, a) => { a.statusCode = q.url === '/health' ? health : 200; a.end(process.env.RELEASE); };",
  "require('node:http').createServer(reply).listen(Number(process.env.PORT));",
].join("\n");
const crash = "console.log('reading the catalogue'); console.error('no shelf 7'); process.exit(7)";
const idle = "process.on('SIGTERM', () => process.exit()); setInterval(() => undefined, 60_000)";

/** The service that a bad release is bad in. */
function apiProps({ image, release, fault, scale }: Order): ServiceProps & { readonly port: number } {
  return {
    image: { name: "api", reference: fault === "image" ? `trireme.local/shop-api:${release}` : image },
    command:
      fault === "crash" ? ["node", "-e", crash] : ["node", "-e", answer, fault === "probe" ? "503" : "200"],
    port: 8000,
    env: { PORT: "8000", RELEASE: release },
    health: http("/health", timing),
    resources: fault === "room" ? { ...resources, cpu: { request: 500, limit: 500 } } : resources,
    user,
    ...(scale ?? { replicas: 2 }),
  };
}

const proxy = { version: "1.30", hosts: ["shop.localhost"], http: { port: 80 }, resources };

/** A shop with two stores, three services, a job of the release and a proxy. */
export function shop(order: Order): System {
  const { image: reference, release, fault } = order;
  const image = { name: "node", reference };
  const db = postgres("db", { version: "16", database: "shop", user: "shop", resources });
  const cache = redis("cache", { version: "7", persistence: "none", resources });
  const key = hex("session-key");
  const props = apiProps(order);
  const api = service("api", {
    ...props,
    env: { ...props.env, DATABASE_URL: db.url, CACHE_URL: cache.url, SESSION_KEY: key.value },
  });
  const web = service("web", {
    image,
    command: ["node", "-e", answer, "200"],
    port: 3000,
    env: { PORT: "3000", RELEASE: release, API_URL: api.url },
    health: http("/health", timing),
    resources,
    user,
  });
  const worker = service("worker", {
    image,
    command: ["node", "-e", idle],
    env: { CACHE_URL: cache.url },
    resources,
    user,
  });
  const migrate = job("migrate", {
    image,
    command: [
      "node",
      "-e",
      `console.log("migrating to ${release}"); ${fault === "job" ? "console.error('no such column'); process.exit(3)" : ""}`,
    ],
    env: { DATABASE_URL: db.url },
    run: "release",
    resources,
    user,
  });
  return system("shop", environment, {
    services: [api, web, worker],
    stores: [db, cache],
    secrets: [key],
    jobs: [migrate],
    ingress: ingress("proxy", { ...proxy, routes: [route("/api/", api), route("/", web)] }),
  });
}

/** One service and a proxy. */
export function kiosk(order: Order): System {
  const api = service("api", apiProps(order));
  return system("kiosk", environment, {
    services: [api],
    ingress: ingress("proxy", { ...proxy, routes: [route("/", api)] }),
  });
}
