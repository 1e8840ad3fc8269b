import { describe, expect, it } from "vitest";
import { route, type IngressProps } from "../../../../../components/model";
import { api, errors, proxy, shop, web } from "../../../../support/valid";

const told = (change: Partial<IngressProps>, environment = shop.environment) =>
  errors({ ...shop, environment, ingress: { ...proxy, ...change } }).map((line) => line.split(": ")[0]);

describe("an ingress", () => {
  const cases: readonly (readonly [string, Partial<IngressProps>, readonly string[]])[] = [
    ["a space in a path", { routes: [route("/a b", web)] }, ['ingress.routes[0] "/a b"']],
    [
      "a brace in a rewrite",
      { routes: [route("/a", web, { rewrite: "/{" })] },
      ['ingress.routes[0] "/a".rewrite'],
    ],
    ["a segment that leads up", { routes: [route("/a/../b", web)] }, ['ingress.routes[0] "/a/../b"']],
    ["a path that is not an absolute one", { internalPaths: ["metrics"] }, ["ingress.internalPaths"]],
    [
      "a rewrite to an internal path",
      { internalPaths: ["/metrics"], routes: [route("/m/", api, { rewrite: "/metrics" })] },
      ['ingress.routes[0] "/m/".rewrite'],
    ],
    ["no host name", { hosts: ["shop.example.com", "a;b.example.com"] }, ["ingress.hosts"]],
    ["a host twice", { hosts: ["shop.example.com", "shop.example.com"] }, ["ingress.hosts"]],
    [
      "a route for no host at all",
      { routes: [route("/", web, { host: "shop.example.com" }), route("/a", api)] },
      ['ingress.routes[1] "/a"'],
    ],
    ["a line break in a header", { headers: { "X-A": "a\r\nSet-Cookie: b" } }, ["ingress.headers.X-A"]],
    ["no name of a header", { headers: { "X A": "a" } }, ["ingress.headers"]],
    ["one header in two spellings", { headers: { "X-A": "a", "x-a": "b" } }, ["ingress.headers"]],
    ["a header of the connection", { headers: { "Content-Length": "1" } }, ["ingress.headers"]],
    ["a header that nginx has no room for", { headers: { "X-A": "$".repeat(500) } }, ["ingress.headers.X-A"]],
    ["a header that the proxy sets", { correlationHeader: "X-Forwarded-For" }, ["ingress.correlationHeader"]],
    [
      "no number of requests",
      { limits: [{ name: "a", requests: 0, per: "second" }] },
      ["ingress.limits.a.requests"],
    ],
    [
      "parts of a request each minute",
      { limits: [{ name: "a", requests: 1.5, per: "minute" }] },
      ["ingress.limits.a.requests"],
    ],
    ["no name of a limit", { limits: [{ name: "a;", requests: 1, per: "second" }] }, ["ingress.limits.a;"]],
    [
      "everybody as a proxy",
      { trustedProxies: ["0.0.0.0/0", "::/0"] },
      ["ingress.trustedProxies", "ingress.trustedProxies"],
    ],
    ["no address range", { trustedProxies: ["10.0.0.0/33"] }, ["ingress.trustedProxies"]],
    ["too little room for headers", { maxHeaders: "1Ki" }, ["ingress.maxHeaders"]],
    ["no idle connection", { keepalive: { web: 0 } }, ["ingress.keepalive.web"]],
    ["no MIME type", { gzip: ["a;b"] }, ["ingress.gzip"]],
    [
      "connections that its memory has no room for",
      {
        settings: { worker_connections: "4096" },
        resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "32Mi", limit: "64Mi" } },
      },
      ["ingress.settings.worker_connections"],
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
