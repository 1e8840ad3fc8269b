import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { targetsOf } from "../../../../../components/aws/ingress/routes.args";
import { listenerRules, unmatched } from "../../../../../components/aws/ingress/rules.args";
import { exact, route, type Ingress, type Route, type Service } from "../../../../../components/model";
import { systemOn } from "../../../../support/aws";

describe("the load balancer's rules", () => {
  it("answer for SyftHub as its proxy does", () => {
    const system = systemOn("syfthub", "production");
    const { ingress } = system;
    const rules = ingress === undefined ? [] : listenerRules(system, ingress);
    const withoutPlace = rules.map((rule) =>
      Object.fromEntries(Object.entries(rule).filter(([key]) => !["priority", "hosts"].includes(key))),
    );
    expect(withoutPlace).toEqual([
      { paths: ["/.well-known/oauth-authorization-server/mcp"], target: "mcp" },
      { paths: ["/openapi.json"], target: "backend" },
      { paths: ["/health"], target: "backend" },
      { paths: ["/mcp"], target: "mcp" },
      {
        paths: ["/aggregator/*"],
        rewrite: { regex: "^/aggregator/(.*)$", replace: "/$1" },
        target: "aggregator",
      },
      { paths: ["/redoc", "/redoc/*"], target: "backend" },
      { paths: ["/api/*"], target: "backend" },
      { paths: ["/docs", "/docs/*"], target: "backend" },
      { paths: ["/mcp/*"], rewrite: { regex: "^/mcp/(.*)$", replace: "/$1" }, target: "mcp" },
      // 404: what is below / is CloudFront's.
      { paths: ["/*"] },
    ]);
    // A request for another name finds no rule.
    expect(new Set(rules.map(({ hosts }) => String(hosts)))).toEqual(new Set(ingress?.hosts));
    expect(Math.max(...rules.map(({ paths, hosts = [] }) => paths.length + hosts.length))).toBeLessThan(5);
    const priorities = rules.map(({ priority }) => priority);
    expect([...priorities].sort((a, b) => a - b)).toEqual(priorities);
    expect(new Set(priorities).size).toBe(priorities.length);
    expect(Math.max(...priorities)).toBeLessThanOrEqual(50_000);
  });

  it("answer Route 53 by the load balancer's own name, which no certificate has, at one path alone", () => {
    const system = systemOn("syfthub", "production");
    const rules = listenerRules(system, system.ingress!, { path: "/api/v1/health" });
    expect(rules.at(-1)).toMatchObject({
      paths: ["/api/v1/health"],
      hosts: ["*.elb.amazonaws.com*"],
      target: "backend",
    });
    expect(listenerRules(system, system.ingress!, { path: "/metrics" }).at(-1)?.hosts).not.toEqual([
      "*.elb.amazonaws.com*",
    ]);
  });

  it("have places of their own in the order of the routes, however many there are of one kind", () => {
    const system = { ...systemOn("syfthub", "production"), environment: "development" as const };
    const path = fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 99 }))
      .map(([length, count]) => `/${String(count).padStart(length, "x")}`);
    const several = fc.record({
      // Many of one length, which a listener's places are counted by, and some of any.
      alike: fc.uniqueArray(fc.integer({ min: 100, max: 299 }), { maxLength: 130 }),
      others: fc.uniqueArray(path, { maxLength: 20 }),
      match: fc.constantFrom(route, exact),
    });
    fc.assert(
      fc.property(several, ({ alike, others, match }) => {
        const paths = [...new Set([...alike.map((one) => `/${one}`), ...others, "/12"])];
        const routes = paths.map((one) => match(one, { name: "backend" }));
        const rules = listenerRules(system, { ...system.ingress!, routes, internalPaths: ["/metrics"] });
        const places = rules.map(({ priority }) => priority);
        expect(rules).toHaveLength(routes.length + 1);
        expect(new Set(places).size).toBe(places.length);
        expect([...places].sort((a, b) => a - b)).toEqual(places);
        expect(places.every((place) => place >= 1 && place <= 50_000)).toBe(true);
        const lengths = rules.slice(1).map(({ paths: [one = ""] }) => Math.min(one.length, 220));
        expect([...lengths].sort((a, b) => b - a)).toEqual(lengths);
      }),
      { numRuns: 200 },
    );
  });

  it("lead to targets of their own, where a port of one service is called like another service", () => {
    const { services, ingress: front, ...rest } = systemOn("syfthub", "production");
    const [one] = services;
    const pair: readonly Service[] = [
      { ...one!, name: "a", port: 8000, ports: { b: 9000, "b-c": 9001 } },
      { ...one!, name: "a-b", port: 8001, ports: { c: 9002 } },
    ];
    const routes = [
      route("/a/", { name: "a" }),
      { ...route("/ab/", { name: "a" }), to: { service: "a", port: "b" } },
      { ...route("/abc/", { name: "a" }), to: { service: "a", port: "b-c" } },
      route("/b/", { name: "a-b" }),
      { ...route("/bc/", { name: "a-b" }), to: { service: "a-b", port: "c" } },
    ];
    const system = { ...rest, services: pair, ingress: { ...front!, routes } };
    const targets = targetsOf(system);
    expect([...targets.values()].map(({ number }) => number).sort()).toEqual([8000, 8001, 9000, 9001, 9002]);
    expect([...targets.keys()].filter((key) => /^a(-b)?$/.test(key))).toEqual(["a", "a-b"]);
    const led = listenerRules(system, system.ingress).flatMap(
      ({ target = "" }) => targets.get(target)?.number ?? [],
    );
    expect(led.sort()).toEqual([8000, 8001, 9000, 9001, 9002]);
  });

  it("keep their places when a route of another length comes", () => {
    const system = systemOn("syfthub", "production");
    const { ingress } = system;
    if (ingress === undefined) throw new Error("SyftHub has no ingress");
    const more: Ingress = {
      ...ingress,
      routes: [...ingress.routes, route("/administration/", { name: "backend" })],
    };
    const places = (one: Ingress) =>
      new Map(listenerRules(system, one).map(({ paths, priority }) => [paths[0], priority]));
    const after = places(more);
    for (const [path, priority] of places(ingress)) expect(after.get(path)).toBe(priority);
  });

  it("answer 404 for what is for the inside alone, before all else", () => {
    const system = systemOn("simplr", "production");
    const { ingress } = system;
    expect(ingress === undefined ? undefined : listenerRules(system, ingress)[0]).toEqual({
      priority: 1,
      paths: ["/metrics", "/metrics/*"],
    });
  });

  describe.each(["production", "staging", "development"] as const)("in %s", (environment) => {
    const hosts = ["a", "b", "c", "d", "e", "f"].map((name) => `${name}.example.com`);
    const statusOf = (routes: readonly Route[], host: string, path: string): string => {
      const system = { ...systemOn("syfthub", "production"), environment };
      const { ingress: own } = system;
      if (own === undefined) throw new Error("SyftHub has no ingress");
      const one: Ingress = { ...own, hosts, routes, internalPaths: ["/metrics"] };
      const rule = [...listenerRules(system, one)]
        .sort((x, y) => x.priority - y.priority)
        .find(
          ({ paths, hosts: named }) =>
            (named?.includes(host) ?? true) &&
            paths.some((pattern) =>
              pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : pattern === path,
            ),
        );
      if (rule === undefined) return unmatched(system, one).statusCode;
      return rule.target === undefined ? "404" : "200";
    };
    const backend = { name: "backend" };
    const unknown = environment === "development" ? "404" : "421";
    it.each([
      ["a name of the system, at a route", [route("/api/", backend)], hosts[5], "/api/x", "200"],
      ["a name of the system, where no route is", [route("/api/", backend)], hosts[5], "/x", "404"],
      ["another name, where no route is", [route("/api/", backend)], "evil.example.net", "/x", unknown],
      [
        "another name, beside one with a route for all",
        [route("/", backend, { host: hosts[0] ?? "" })],
        "evil.example.net",
        "/x",
        unknown,
      ],
      [
        "a name without a route, beside one with a route for all",
        [route("/", backend, { host: hosts[0] ?? "" })],
        hosts[1],
        "/x",
        "404",
      ],
    ] as const)("%s gets what nginx answers", (_, routes, host = "", path, status) => {
      expect(statusOf(routes, host, path)).toBe(status);
    });
  });
});
