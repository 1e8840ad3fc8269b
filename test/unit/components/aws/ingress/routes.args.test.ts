import { describe, expect, it } from "vitest";
import { idleTimeout, pathRegex, rewriteOf } from "../../../../../components/aws/ingress/routes.args";
import { exact, route, type Route } from "../../../../../components/model";
import { systemOn } from "../../../../support/aws";

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
