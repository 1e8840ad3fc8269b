import { describe, expect, it } from "vitest";
import { lowered } from "../../../../components/lowering";
import { poolerImage } from "../../../../components/lowering/pooler";
import {
  backup,
  check,
  edgesOf,
  job,
  originOf,
  postgres,
  releasePlan,
  service,
  system,
  template,
  urlWith,
  type Postgres,
  type System,
} from "../../../../components/model";
import { poolerAccess, poolerConfiguration } from "../../../../components/render/pooler";
import { development } from "../../../support/valid";

const capabilities = { features: ["pooler"] };
const image = { name: "api", reference: "ghcr.io/team/api:1" };
const props = { version: "16", database: "shop", user: "shop" } as const;

function shop(db: Postgres): System {
  const url = urlWith(db.url, { scheme: "postgresql+psycopg2", params: { sslmode: "require" } });
  const api = service("api", {
    image,
    env: { URL: url, READ: db.readUrl, DSN: template`host=${db.host} port=${db.port} user=${db.user}` },
    port: 8000,
  });
  const migrate = job("migrate", { image, env: { URL: db.url }, run: "release" });
  const nightly = backup("nightly", {
    of: db,
    schedule: "0 2 * * *",
    keep: { count: 7 },
    destinations: [{ to: "volume" }],
  });
  return system("shop", development, {
    services: [api],
    stores: [db],
    jobs: [migrate],
    backups: [nightly],
  });
}

const db = postgres("db", { ...props, pooler: true, tls: true, connectionLimit: 20 });
const pooled = lowered(shop(db), capabilities);
const textOf = (value: unknown): string => JSON.stringify(value);

describe("a pooler", () => {
  it("is a service, a job that lets it ask, and their secrets, once for each database that wants one", () => {
    expect(pooled.services.map(({ name }) => name)).toEqual(["api", "db-pooler"]);
    expect(pooled.jobs.map(({ name }) => name)).toEqual(["migrate", "db-pooler-access"]);
    expect(pooled.secrets.map(({ name }) => name)).toEqual(["db-pooler-login", "db-pooler-tls"]);
    for (const name of ["db-pooler", "db-pooler-access", "secret db-pooler-login", "secret db-pooler-tls"])
      expect(originOf(pooled, name), name).toEqual({ feature: "pooler", path: "stores.db.pooler" });
    expect(pooled.services[1]?.image.reference).toBe(poolerImage);
  });

  it("is nothing for a database without one, for an external one, and for a system that has it already", () => {
    for (const own of [{}, { pooler: false }]) {
      const plain = shop(postgres("db", { ...props, ...own }));
      expect(lowered(plain, capabilities)).toBe(plain);
    }
    expect(lowered(pooled, capabilities)).toBe(pooled);
  });

  it("is where services find the database, and jobs do not", () => {
    const [api] = pooled.services;
    const [migrate] = pooled.jobs;
    expect(api?.env.URL).toEqual(
      template`postgresql+psycopg2://${db.user}:${db.password}@${{ ref: "service", name: "db-pooler", attribute: "host" }}:6432/shop?sslmode=require`,
    );
    expect(textOf(api?.env.READ)).toContain("db-pooler");
    expect(api?.env.DSN).toEqual(
      template`host=${{ ref: "service", name: "db-pooler", attribute: "host" }} port=${{ ref: "service", name: "db-pooler", attribute: "port" }} user=${db.user}`,
    );
    expect(migrate?.env.URL).toEqual(db.url);
  });

  it("leaves reads to replicas where there are any", () => {
    const { services } = lowered(shop({ ...db, readReplicas: 2 }), capabilities);
    expect(services[0]?.env.READ).toEqual(db.readUrl);
  });

  it("starts after it may ask, and its consumers after it and after the migration", () => {
    const { services } = releasePlan(pooled);
    const stepOf = (name: string) => services.find((step) => step.service.name === name);
    expect(stepOf("db-pooler")).toMatchObject({
      stores: ["db"],
      gates: expect.arrayContaining(["db-pooler-access"]) as unknown,
    });
    expect(stepOf("api")).toMatchObject({ services: ["db-pooler"], gates: ["migrate"] });
  });

  it("opens no connection between the author's components, and passes the check", () => {
    const own = new Set(["api", "db", "migrate"]);
    const between = (one: System) => edgesOf(one).filter(({ from, to }) => own.has(from) && own.has(to));
    expect(between(pooled)).toEqual(between(shop(db)));
    expect(check(pooled, { names: [], stores: "containers", target: "docker" })).toEqual(
      check(shop(db), { names: [], stores: "containers", target: "docker" }),
    );
  });
});

describe("PgBouncer's configuration", () => {
  it("speaks TLS on both sides where the database does, and leaves connections to migrations", () => {
    const text = textOf(poolerConfiguration(db));
    for (const line of [
      "server_tls_sslmode = require",
      "client_tls_sslmode = require",
      "default_pool_size = 18",
    ])
      expect(text).toContain(line);
    const plain = textOf(poolerConfiguration(postgres("db", { ...props, pooler: true })));
    expect(plain).toContain("server_tls_sslmode = disable");
    expect(plain).not.toContain("client_tls");
    expect(textOf(poolerConfiguration({ ...db, connectionLimit: 1 }))).toContain("default_pool_size = 1\\n");
  });

  it("asks for what proves the passwords of those who log in, and of nobody else", () => {
    expect(poolerAccess(db)).toContain("rolname in ('shop', 'shop_alt', 'shop_login')");
    expect(poolerAccess(postgres("db", { ...props, pooler: true }))).toContain(
      "rolname in ('shop', 'shop_alt')",
    );
  });
});
