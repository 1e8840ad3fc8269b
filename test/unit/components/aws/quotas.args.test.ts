import { describe, expect, it } from "vitest";
import { inForce } from "../../../../components/aws/ingress/chosen.args";
import { fronted } from "../../../../components/aws/ingress/fronted.args";
import { beyondQuotas, quotas } from "../../../../components/aws/quotas.args";
import type { GivenSettings } from "../../../../components/aws/settings";
import {
  exact,
  ingress,
  job,
  postgres,
  route,
  service,
  site,
  system,
  type Route,
  type System,
} from "../../../../components/model";
import { environmentOn, settingsOn, systemOn } from "../../../support/aws";

const production = environmentOn("production", "shop");
const image = { name: "api", reference: "ghcr.io/acme/api:v1" };
const named = (name: string, more: object = {}) => service(name, { image, port: 8000, env: {}, ...more });
const api = named("api");
const entry = (routes: readonly Route[], hosts: readonly string[] = ["shop.example.com"]) =>
  ingress("proxy", {
    ...{ version: "1.30", hosts, routes, http: { port: 80 }, https: { port: 443 } },
    tls: { mode: "self-signed" },
  });
const shop = (more: Parameters<typeof system>[2]): System =>
  system("shop", production, { services: [api], ...more });
const told = (one: System, kind: "balancer" | "cloudfront", changes: Partial<GivenSettings> = {}) =>
  beyondQuotas(one, settingsOn("production", { ingress: { kind }, ...changes })).map(
    ({ path, message }) => `${path}: ${message}`,
  );
const many = (count: number) => Array.from({ length: count }, (_, index) => `/path-${index}`);

describe("what is counted in the plan", () => {
  it("is within what AWS allows of the systems that are shipped for it", () => {
    for (const name of ["simplr", "syfthub"] as const)
      for (const kind of ["balancer", "cloudfront"] as const)
        expect(told(systemOn(name, "production"), kind)).toEqual([]);
  });

  it("are the rules of a load balancer, redirects among them", () => {
    const routed = (count: number, hosts?: readonly string[]) =>
      shop({
        ingress: entry(
          many(count).map((path) => exact(path, api)),
          hosts,
        ),
      });
    // One more, for the paths of the system's own name without a route.
    expect(told(routed(quotas.rules - 1), "balancer")).toEqual([]);
    expect(told(routed(quotas.rules), "balancer")).toEqual([
      "ingress.routes: they need 101 rules of the load balancer, and AWS allows 100; set trireme:aws.ingress.kind to proxy, or merge routes that differ in their paths alone",
    ]);
    expect(
      told(routed(quotas.rules - 1, ["shop.example.com", "www.shop.example.com"]), "balancer"),
    ).toHaveLength(1);
  });

  it("is no concern of our nginx, which takes the requests where the stack does not say who does", () => {
    const crowd = shop({ ingress: entry(many(50).map((path) => route(path, api))) });
    const apart = shop({ ingress: entry(many(100).map((path) => exact(path, api))) });
    expect(inForce(crowd, settingsOn("production")).ingress).toEqual({ kind: "proxy" });
    expect(inForce(apart, settingsOn("development")).ingress).toEqual({ kind: "proxy" });
    expect(inForce(crowd, settingsOn("development")).ingress).toEqual({ kind: "balancer" });
    expect(
      beyondQuotas(
        fronted(crowd, inForce(crowd, settingsOn("production"))),
        settingsOn("production", { ingress: { kind: "proxy" } }),
      ),
    ).toEqual([]);
  });

  it("are the behaviors of CloudFront", () => {
    const routed = (count: number) => shop({ ingress: entry(many(count).map((path) => exact(path, api))) });
    expect(told(routed(quotas.behaviors), "cloudfront")).toEqual([]);
    expect(told(routed(quotas.behaviors + 1), "cloudfront")[0]).toMatch(
      /^ingress.routes: they need 76 behaviors of CloudFront, and AWS allows 75; /,
    );
  });

  it("are the target groups of a service", () => {
    const ports = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`p${index}`, 9000 + index]));
    const wide = named("wide", { ports });
    const routes = Object.keys(ports).map((port) => ({
      ...route(`/${port}`, wide),
      to: { service: "wide", port },
    }));
    expect(told(shop({ services: [wide], ingress: entry(routes) }), "balancer")).toEqual([
      "services.wide.ports: routes lead to 6 of its ports, each a target group, and ECS allows a service 5; set trireme:aws.ingress.kind to proxy, or make two services of it",
    ]);
  });

  it("are the names in a certificate", () => {
    const hosts = Array.from({ length: 11 }, (_, index) => `s${index}.example.com`);
    expect(told(shop({ ingress: entry([route("/", api)], hosts) }), "balancer")).toEqual([
      "ingress.hosts: they are 11 names, and AWS allows a certificate 10; write a wildcard for those of one domain: *.example.com",
    ]);
  });

  it("are the rules of a security group", () => {
    const callers = many(61).map((_, index) => named(`caller-${index}`, { env: { API: api.url } }));
    expect(told(shop({ services: [api, ...callers], ingress: undefined }), "balancer")).toEqual([
      "api: its connections to it need 61 rules of its security group, and AWS allows 60; have fewer components call each other directly",
    ]);
  });

  it("are the limits of routes that the firewall counts, and not those that nginx keeps itself", () => {
    const limits = many(11).map((_, index) => ({ name: `l${index}`, requests: 60, per: "minute" as const }));
    const limited = (count: number) => {
      const routes = many(count).map((path, index) => ({
        ...exact(path, api),
        limit: { zone: `l${index}`, burst: 10 },
      }));
      const { ingress: one, ...rest } = shop({ ingress: entry(routes) });
      return { ...rest, ...(one === undefined ? {} : { ingress: { ...one, limits } }) };
    };
    expect(told(limited(quotas.rates), "cloudfront")).toEqual([]);
    expect(told(limited(quotas.rates + 1), "cloudfront")).toEqual([
      "ingress.limits: routes use 11 of them, each a rule of the firewall, and AWS allows 10; set trireme:aws.ingress.kind to proxy, or let routes share a limit",
    ]);
    const settings = settingsOn("production", { ingress: { kind: "proxy" } });
    expect(beyondQuotas(fronted(limited(11), settings), settings)).toEqual([]);
  });

  it("are the sites that nginx's task copies, a container each", () => {
    const sites = many(8).map((_, index) => site(`s${index}`, { image, folder: "/dist" }));
    const served = (count: number) =>
      shop({
        sites: sites.slice(0, count),
        ingress: entry(sites.slice(0, count).map((one) => route(`/${one.name}`, one))),
      });
    const settings = settingsOn("production", { ingress: { kind: "proxy" } });
    const found = (count: number) => beyondQuotas(fronted(served(count), settings), settings);
    expect(found(7)).toEqual([]);
    expect(found(8)).toEqual([
      {
        path: "sites",
        message:
          "routes lead to 8, each copied by a container of nginx's task, and ECS allows a task 10, of which 7 for sites; put several folders into one image, as one site",
      },
    ]);
    expect(told(served(8), "cloudfront")).toEqual([]);
  });

  it("are the tasks that schedules start in one minute", () => {
    const at = (count: number, schedule: string) =>
      many(count).map((_, index) =>
        job(`${schedule.startsWith("0") ? "early" : "late"}-${index}`, { image, env: {}, run: { schedule } }),
      );
    expect(told(shop({ jobs: [...at(100, "0 2 * * *"), ...at(100, "5 2 * * *")] }), "balancer")).toEqual([]);
    expect(told(shop({ jobs: [...at(100, "0 2 * * *"), ...at(1, "*/10 * * * 1")] }), "balancer")).toEqual([
      "jobs: with backups and drills 101 schedules start a task at 02:00 UTC, and Fargate starts 100 at once; give some of them another minute",
    ]);
  });

  it("is the name of a read replica, which no other store may have", () => {
    const db = postgres("db", { version: "16", database: "shop", user: "shop", readReplicas: 1 });
    const other = postgres("db-read-1", { version: "16", database: "other", user: "other" });
    expect(told(shop({ stores: [db, other] }), "balancer")).toEqual([
      'stores.db-read-1: read replica 1 of "db" is called so on RDS; rename the store',
    ]);
  });
});
