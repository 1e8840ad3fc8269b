import {
  backup,
  check,
  ingress,
  hex,
  http,
  job,
  postgres,
  redis,
  route,
  service,
  system,
  volume,
  type Environment,
  type Resources,
  type PostgresProps,
  type System,
} from "../../components/model";
import { limitsOf } from "./limits";
import type { TargetName } from "../../components/targets";

export const development: Environment = {
  name: "development",
  domain: "localhost",
  repository: "ghcr.io/your-org/shop",
  tag: "v1",
  replicas: 1,
  ports: {},
};

export const resources: Resources = {
  cpu: { request: 0.25, limit: 1 },
  memory: { request: "128Mi", limit: "512Mi" },
};

export const image = (name: string) => ({ name, reference: `ghcr.io/your-org/shop-${name}:v1` });

export const dbProps: PostgresProps = { version: "16", database: "shop", user: "shop", resources };
export const db = postgres("db", dbProps);
export const cache = redis("cache", { version: "7", persistence: "none", resources });
export const uploads = volume("uploads");
export const signingKey = hex("signing-key");

export const api = service("api", {
  image: image("api"),
  port: 8000,
  ports: { admin: 9000 },
  env: { DATABASE_URL: db.url, CACHE_URL: cache.url, SIGNING_KEY: signingKey.value },
  mounts: [{ volume: "uploads", path: "/uploads" }],
  health: http("/health"),
  resources,
});

export const web = service("web", {
  image: image("web"),
  port: 3000,
  env: { API_URL: api.url },
  health: http("/"),
  resources,
});

export const migrate = job("migrate", {
  image: image("api"),
  command: ["migrate"],
  env: { DATABASE_URL: db.url },
  run: "release",
  resources,
});

export const proxy = ingress("proxy", {
  version: "1.30",
  hosts: ["shop.example.com"],
  http: { port: 80 },
  https: { port: 443 },
  tls: { mode: "lets-encrypt", email: "ops@example.com" },
  routes: [route("/api/", api), route("/", web)],
  limits: [{ name: "logins", requests: 5, per: "minute" }],
  resources,
});

const nightly = { schedule: "0 2 * * *", keep: { count: 7 }, destinations: [{ to: "volume" as const }] };
export const dbBackup = backup("db-daily", { of: db, ...nightly });
export const uploadsBackup = backup("uploads-daily", { of: uploads, ...nightly });

/** A small shop in which nothing is wrong in any environment; tests break one property of it. */
export const shop: System = system("shop", development, {
  services: [api, web],
  stores: [db, cache, uploads],
  secrets: [signingKey],
  jobs: [migrate],
  ingress: proxy,
  backups: [dbBackup, uploadsBackup],
});

/** What a person reads of a system's errors: a line each, path and message. */
export function errors(broken: System, target: TargetName = "docker"): readonly string[] {
  return check(broken, limitsOf(target)).map(({ path, message }) => `${path}: ${message}`);
}
