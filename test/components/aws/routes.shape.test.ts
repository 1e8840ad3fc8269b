import { describe, expect, it } from "vitest";
import { idleTimeout, listenerRules, pathRegex, rewriteOf } from "../../../components/aws/routes.shape";
import { exact, route, type Entrance, type Route } from "../../../components/model";
import { systemOn } from "../../support/aws";

const api = { name: "api" };

describe("the load balancer's rules", () => {
  it("answer for SyftHub as its proxy does", () => {
    const system = systemOn("syfthub", "production");
    const { entrance } = system;
    const rules = entrance === undefined ? [] : listenerRules(system, entrance);
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
    ]);
    // A request for another name finds no rule.
    expect(new Set(rules.map(({ hosts }) => String(hosts)))).toEqual(new Set(entrance?.hosts));
    const priorities = rules.map(({ priority }) => priority);
    expect([...priorities].sort((a, b) => a - b)).toEqual(priorities);
    expect(new Set(priorities).size).toBe(priorities.length);
    expect(Math.max(...priorities)).toBeLessThanOrEqual(50_000);
  });

  it("keep their places when a route of another length comes", () => {
    const system = systemOn("syfthub", "production");
    const { entrance } = system;
    if (entrance === undefined) throw new Error("SyftHub has no entrance");
    const more: Entrance = {
      ...entrance,
      routes: [...entrance.routes, route("/administration/", { name: "backend" })],
    };
    const places = (one: Entrance) =>
      new Map(listenerRules(system, one).map(({ paths, priority }) => [paths[0], priority]));
    const after = places(more);
    for (const [path, priority] of places(entrance)) expect(after.get(path)).toBe(priority);
  });

  it("answer 404 for what is for the inside alone, before all else", () => {
    const system = systemOn("simplr", "production");
    const { entrance } = system;
    expect(entrance === undefined ? undefined : listenerRules(system, entrance)[0]).toEqual({
      priority: 1,
      paths: ["/metrics", "/metrics/*"],
    });
  });

  it("wait as long as the most patient route", () => {
    const { entrance } = systemOn("syfthub", "production");
    expect(entrance === undefined ? 0 : idleTimeout(entrance)).toBe(300);
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
