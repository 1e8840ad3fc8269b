import { describe, expect, it } from "vitest";
import { route, type EntranceProps } from "../../../../../components/model";
import { api, mistakes, proxy, shop, web } from "../../../../support/sound";

const told = (change: Partial<EntranceProps>, environment = shop.environment) =>
  mistakes({ ...shop, environment, entrance: { ...proxy, ...change } }).map((line) => line.split(": ")[0]);

describe("an entrance", () => {
  const cases: readonly (readonly [string, Partial<EntranceProps>, readonly string[]])[] = [
    ["a space in a path", { routes: [route("/a b", web)] }, ['entrance.routes[0] "/a b"']],
    [
      "a brace in a rewrite",
      { routes: [route("/a", web, { rewrite: "/{" })] },
      ['entrance.routes[0] "/a".rewrite'],
    ],
    ["a segment that leads up", { routes: [route("/a/../b", web)] }, ['entrance.routes[0] "/a/../b"']],
    ["a path that is no absolute one", { internalPaths: ["metrics"] }, ["entrance.internalPaths"]],
    [
      "a rewrite to an internal path",
      { internalPaths: ["/metrics"], routes: [route("/m/", api, { rewrite: "/metrics" })] },
      ['entrance.routes[0] "/m/".rewrite'],
    ],
    ["no host name", { hosts: ["shop.example.com", "a;b.example.com"] }, ["entrance.hosts"]],
    ["a host twice", { hosts: ["shop.example.com", "shop.example.com"] }, ["entrance.hosts"]],
    [
      "a route for no host at all",
      { routes: [route("/", web, { host: "shop.example.com" }), route("/a", api)] },
      ['entrance.routes[1] "/a"'],
    ],
    ["a line break in a header", { headers: { "X-A": "a\r\nSet-Cookie: b" } }, ["entrance.headers.X-A"]],
    ["no name of a header", { headers: { "X A": "a" } }, ["entrance.headers"]],
    ["one header in two spellings", { headers: { "X-A": "a", "x-a": "b" } }, ["entrance.headers"]],
    ["a header of the connection", { headers: { "Content-Length": "1" } }, ["entrance.headers"]],
    [
      "a header that nginx has no room for",
      { headers: { "X-A": "$".repeat(500) } },
      ["entrance.headers.X-A"],
    ],
    [
      "a header that the proxy sets",
      { correlationHeader: "X-Forwarded-For" },
      ["entrance.correlationHeader"],
    ],
    [
      "no number of requests",
      { limits: [{ name: "a", requests: 0, per: "second" }] },
      ["entrance.limits.a.requests"],
    ],
    [
      "parts of a request each minute",
      { limits: [{ name: "a", requests: 1.5, per: "minute" }] },
      ["entrance.limits.a.requests"],
    ],
    ["no name of a limit", { limits: [{ name: "a;", requests: 1, per: "second" }] }, ["entrance.limits.a;"]],
    [
      "everybody as a proxy",
      { trustedProxies: ["0.0.0.0/0", "::/0"] },
      ["entrance.trustedProxies", "entrance.trustedProxies"],
    ],
    ["no address range", { trustedProxies: ["10.0.0.0/33"] }, ["entrance.trustedProxies"]],
    ["too little room for headers", { maxHeaders: "1Ki" }, ["entrance.maxHeaders"]],
    ["no idle connection", { keepalive: { web: 0 } }, ["entrance.keepalive.web"]],
    ["no MIME type", { gzip: ["a;b"] }, ["entrance.gzip"]],
    [
      "connections that its memory has no room for",
      {
        settings: { worker_connections: "4096" },
        resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "32Mi", limit: "64Mi" } },
      },
      ["entrance.settings.worker_connections"],
    ],
  ];
  it.each(cases)("is refused for %s", (_, change, places) => {
    expect(told(change)).toEqual(places);
  });

  it("takes half a request each second, a burst of none, and any text in a header", () => {
    expect(
      told({
        limits: [{ name: "web", requests: 0.5, per: "second" }],
        routes: [route("/", web, { limit: { zone: "web", burst: 0 } })],
        headers: { "X-A": 'a "$b" {c}; \\' },
        trustedProxies: ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"],
        maxHeaders: "32Ki",
      }),
    ).toEqual([]);
  });
});
