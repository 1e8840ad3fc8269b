import { describe, expect, it } from "vitest";
import {
  exact,
  route,
  site,
  siteRoute,
  type IngressProps,
  type Route,
} from "../../../../../components/model";
import { api, image, errors, proxy, shop, web } from "../../../../support/valid";
import type { TargetName } from "../../../../../components/targets";

const routing = (routes: readonly Route[], target: TargetName = "docker", more: Partial<IngressProps> = {}) =>
  errors({ ...shop, ingress: { ...proxy, ...more, routes } }, target);

describe("routes", () => {
  it("lead to a service that exists", () => {
    expect(routing([route("/", { name: "shopfront" })])).toEqual([
      'ingress.routes[0] "/": there is no service "shopfront"; the services are "api" and "web"',
    ]);
  });

  it("lead to a site that exists", () => {
    const docs = site("docs", { image: image("docs"), folder: "/srv" });
    expect(routing([siteRoute("/docs", docs)])).toEqual([
      'ingress.routes[0] "/docs": there is no site "docs"; the system has no sites',
    ]);
    expect(errors({ ...shop, sites: [docs], ingress: { ...proxy, routes: [siteRoute("/", docs)] } })).toEqual(
      [],
    );
  });

  it("lead to a port that the service has", () => {
    const named = (port: string): Route => ({ ...route("/", web), to: { service: "api", port } });
    expect(routing([named("debug")])).toEqual([
      'ingress.routes[0] "/": service "api" has no port "debug" to send requests to; give it one',
    ]);
    expect(routing([named("admin")])).toEqual([]);
    const worker = { ...web, port: undefined, health: undefined };
    expect(
      errors({ ...shop, services: [api, worker], ingress: { ...proxy, routes: [route("/", worker)] } }),
    ).toEqual(['ingress.routes[0] "/": service "web" has no port to send requests to; give it one']);
  });

  it("are one for one path", () => {
    expect(routing([route("/", web), route("/api/", api), route("/api/", web)])).toEqual([
      'ingress.routes[1] "/api/", ingress.routes[2] "/api/": 2 routes for one path, to "api" and "web"; keep one',
    ]);
    expect(routing([exact("/health", api), exact("/health", api)])).toEqual([
      'ingress.routes[0] "/health", ingress.routes[1] "/health": 2 routes for one path, to "api"; keep one',
    ]);
  });

  it("may be one for a path alone and one for all below it, and others for other hosts", () => {
    const hosts = ["a.example.com", "b.example.com"];
    expect(routing([exact("/api", web), route("/api", api)])).toEqual([]);
    expect(
      routing(
        hosts.map((host) => route("/", web, { host })),
        "docker",
        { hosts },
      ),
    ).toEqual([]);
  });

  it("and their rewrites are absolute paths", () => {
    expect(routing([route("api", api, { rewrite: "v1/" })])).toEqual([
      'ingress.routes[0] "api": a path starts with "/": write "/api"',
      'ingress.routes[0] "api": rewrite "v1/" starts with "/": write "/v1/"',
    ]);
  });

  it("take a rate limit that the ingress has", () => {
    const limited = route("/", web, { limit: { zone: "login", burst: 5 } });
    expect(routing([limited])).toEqual([
      'ingress.routes[0] "/": there is no rate limit "login"; the only rate limit is "logins"',
    ]);
    expect(routing([limited], "docker", { limits: undefined })).toEqual([
      'ingress.routes[0] "/": there is no rate limit "login"; the system has no rate limits',
    ]);
  });

  it("are for hosts that the certificates cover", () => {
    expect(routing([route("/", web, { host: "www.example.com" })])).toEqual([
      'ingress.routes[0] "www.example.com/": host "www.example.com" is not a host of the ingress, whose hosts are "shop.example.com"; add it there: certificates cover only those',
    ]);
  });

  it("do not open what internalPaths hides", () => {
    const hiding = { internalPaths: ["/metrics"] };
    const why = 'internalPaths hides "/metrics" from the outside; drop the route or the internal path';
    expect(routing([exact("/metrics", api), route("/metrics/api/", api)], "docker", hiding)).toEqual([
      `ingress.routes[0] "/metrics": ${why}`,
      `ingress.routes[1] "/metrics/api/": ${why}`,
    ]);
    expect(routing([route("/metrics-ui", web), route("/", web)], "docker", hiding)).toEqual([]);
  });
});

describe("silence on a stream", () => {
  it("is not cut by a shorter read timeout", () => {
    const events = route("/", web, { streaming: { idle: "300s" }, timeouts: { read: "60s" } });
    expect(routing([events])).toEqual([
      'ingress.routes[0] "/": timeouts.read (60s) would cut a streaming response after 60s of silence, it may be silent for 300s; raise timeouts.read or leave it out',
    ]);
    const sockets = route("/", web, { websocket: { idle: "1h" }, timeouts: { read: "5m" } });
    expect(routing([sockets])).toEqual([
      'ingress.routes[0] "/": timeouts.read (5m) would cut a websocket response after 5m of silence, it may be silent for 1h; raise timeouts.read or leave it out',
    ]);
  });
});
