import { describe, expect, it } from "vitest";
import { gatewayRefusals, httpRoutes } from "../../../../../components/kubernetes/ingress/gateway.args";
import { exact, route, type Ingress } from "../../../../../components/model";
import { api, proxy, shop, web } from "../../../../support/valid";

const gateway = { gateway: "public", namespace: "gateways" };
const parent = (sectionName: string) => ({ name: "public", namespace: "gateways", sectionName });
const entry: Ingress = {
  ...proxy,
  headers: { "X-Frame-Options": "SAMEORIGIN" },
  plainPaths: ["/health"],
  routes: [
    exact("/health", api),
    route("/mcp/", api, { rewrite: "/", streaming: { idle: "300s" } }),
    route("/", web, { timeouts: { read: "600s" } }),
  ],
};
const headers = {
  type: "ResponseHeaderModifier",
  responseHeaderModifier: { set: [{ name: "X-Frame-Options", value: "SAMEORIGIN" }] },
};

describe("HTTPRoutes", () => {
  it("say over TLS what the routes say", () => {
    expect(httpRoutes(shop, entry, gateway).proxy).toEqual({
      parentRefs: [parent("https")],
      hostnames: ["shop.example.com"],
      rules: [
        {
          matches: [{ path: { type: "Exact", value: "/health" } }],
          filters: [headers],
          backendRefs: [{ name: "api", port: 8000 }],
        },
        {
          matches: [{ path: { type: "PathPrefix", value: "/mcp" } }],
          filters: [
            {
              type: "URLRewrite",
              urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } },
            },
            headers,
          ],
          backendRefs: [{ name: "api", port: 8000 }],
          timeouts: { request: "0s", backendRequest: "0s" },
        },
        {
          // A Gateway takes /mcp/ for /mcp as well.
          matches: [{ path: { type: "PathPrefix", value: "/" } }, { path: { type: "Exact", value: "/mcp" } }],
          filters: [headers],
          backendRefs: [{ name: "web", port: 3000 }],
          timeouts: { backendRequest: "600s" },
        },
      ],
    });
  });

  it("lead plain HTTP to TLS, but for what stays plain", () => {
    const plain = httpRoutes(shop, entry, gateway)["proxy-plain"] as {
      parentRefs: unknown;
      rules: unknown[];
    };
    expect(plain.parentRefs).toEqual([parent("http")]);
    expect(plain.rules).toHaveLength(2);
    expect(plain.rules[1]).toEqual({
      filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
    });
  });

  it("without TLS are one for each group of hosts", () => {
    const hosts = ["shop.example.com", "api.example.com"];
    const routes = [route("/", api, { host: "api.example.com" }), route("/", web)];
    const made = httpRoutes(shop, { ...proxy, tls: undefined, hosts, routes }, gateway);
    expect(Object.entries(made).map(([name, spec]) => [name, spec.hostnames])).toEqual([
      ["proxy", ["api.example.com"]],
      ["proxy-2", ["shop.example.com"]],
    ]);
  });
});

describe("what an HTTPRoute cannot say", () => {
  const told = (change: Partial<Ingress>) =>
    gatewayRefusals({ ...entry, ...change })
      .filter(({ set }) => set)
      .map(({ path }) => path);

  it("is refused by its path", () => {
    expect(told({})).toEqual([]);
    const routes = [
      route("/a", api, { limit: { zone: "logins", burst: 1 } }),
      route("/b", api, { maxBody: "100Mi" }),
      route("/c", api, { timeouts: { connect: "5s" } }),
    ];
    expect(told({ routes, plainPaths: undefined })).toEqual([
      'ingress.routes[0] "/a".limit',
      'ingress.routes[1] "/b".maxBody',
      'ingress.routes[2] "/c".timeouts',
    ]);
    expect(told({ tls: { mode: "self-signed" } })).toEqual(["ingress.tls"]);
    expect(told({ routes: [route("/mcp/", api)], plainPaths: undefined })).toEqual([
      'ingress.routes "/mcp/"',
    ]);
    expect(told({ trustedProxies: ["10.0.0.0/8"] })).toEqual(["ingress.trustedProxies"]);
    expect(told({ maxHeaders: "32Ki" })).toEqual(["ingress.maxHeaders"]);
    expect(told({ correlationHeader: "X-ID" })).toEqual(["ingress.correlationHeader"]);
  });
});
