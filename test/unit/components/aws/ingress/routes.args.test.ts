import { describe, expect, it } from "vitest";
import { probeOf } from "../../../../../components/aws/ingress/balancer.args";
import {
  idleTimeout,
  pathRegex,
  probedPort,
  rewriteOf,
} from "../../../../../components/aws/ingress/routes.args";
import { securityRules } from "../../../../../components/aws/network/security.args";
import { exact, http, route, type Health, type Route } from "../../../../../components/model";
import { settingsOn, systemOn } from "../../../../support/aws";

const api = { name: "api" };

describe("a load balancer", () => {
  it("waits as long as the most patient route", () => {
    const { ingress } = systemOn("syfthub", "production");
    expect(ingress === undefined ? 0 : idleTimeout(ingress)).toBe(300);
  });
});

describe("a route's path", () => {
  const cases: readonly (readonly [Route, readonly string[], readonly string[]])[] = [
    [route("/docs", api), ["/docs", "/docs/", "/docs/a"], ["/docsy", "/doc"]],
    [route("/api/", api), ["/api/", "/api/a"], ["/api", "/apis/"]],
    [exact("/a.json", api), ["/a.json"], ["/a.json/", "/aXjson"]],
  ];
  it.each(cases)("%o is matched by whole segments alone", (one, matching, others) => {
    const regex = new RegExp(pathRegex(one));
    expect(matching.filter((path) => !regex.test(path))).toEqual([]);
    expect(others.filter((path) => regex.test(path))).toEqual([]);
  });

  const rewrites: readonly (readonly [Route, string, string])[] = [
    [route("/mcp/", api, { rewrite: "/" }), "/mcp/tools", "/tools"],
    [route("/api/agents/", api, { rewrite: "/agents/" }), "/api/agents/1/run", "/agents/1/run"],
    [route("/old", api, { rewrite: "/new" }), "/old/a", "/new/a"],
    [route("/old", api, { rewrite: "/new" }), "/old", "/new"],
    [route("/old/", api, { rewrite: "/new" }), "/old/a", "/new/a"],
    [route("/old", api, { rewrite: "/" }), "/old", "/"],
    [exact("/a", api, { rewrite: "/b" }), "/a", "/b"],
  ];
  it.each(rewrites)("%o makes of %s %s", (one, path, expected) => {
    const rewrite = rewriteOf(one);
    expect(path.replace(new RegExp(rewrite?.regex ?? "$^"), rewrite?.replace ?? "")).toBe(expected);
  });
});

describe("a load balancer's question for health", () => {
  const main = { service: "api", port: "main", number: 8000 };
  const events = { service: "api", port: "events", number: 8001 };
  const asked = (health: Health) => ({ port: 8000, ports: { events: 8001, management: 9000 }, health });

  it.each([
    ["a path of the main port", http("/health"), main, "traffic-port"],
    ["a path of the main port, though the route leads to another", http("/health"), events, "8000"],
    ["a path of a port of its own", http("/health", { port: "management" }), main, "9000"],
    ["a port that takes connections", { probe: { tcp: "events" } }, events, "traffic-port"],
  ] as const)("is asked at %s", (_, health, target, port) => {
    expect(probeOf(asked(health), target).port).toBe(port);
  });

  it("finds that port open to the load balancer, once", () => {
    const hub = systemOn("syfthub", "production");
    const services = hub.services.map((service) =>
      service.name === "backend"
        ? { ...service, ports: { management: 9000 }, health: http("/health", { port: "management" }) }
        : service,
    );
    const backend = services.find(({ name }) => name === "backend");
    expect(backend === undefined ? 0 : probedPort(backend, { ...main, service: "backend" })).toBe(9000);
    const { rules } = securityRules({ ...hub, services }, settingsOn("production"));
    const own = rules.filter(({ component, port }) => component === "backend" && port === 9000);
    expect(own.map(({ name }) => name)).toEqual([`backend.from.${hub.ingress?.name}.9000`]);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });
});
