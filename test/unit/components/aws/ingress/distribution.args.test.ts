import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  behaviors,
  clientFunction,
  correlationFunction,
  originTimeout,
  responseHeaders,
  siteFunction,
} from "../../../../../components/aws/ingress/distribution.args";
import { systemOn } from "../../../../support/aws";

interface EdgeRequest {
  uri: string;
  headers: Record<string, { value: string }>;
}

function run(code: string, request: EdgeRequest): EdgeRequest {
  const event = { request, context: { requestId: "request-1" } };
  return runInNewContext(`${code}; handler(event)`, { event }) as EdgeRequest;
}

const found = (code: string, uri: string) => run(code, { uri, headers: {} }).uri;

describe("CloudFront's function of a site", () => {
  it("answers unknown pages with the fallback, and files with themselves", () => {
    const code = siteFunction({ path: "/" }, { fallback: "/index.html" });
    expect(["/", "/settings", "/a/b", "/assets/app.js"].map((uri) => found(code, uri))).toEqual([
      "/index.html",
      "/index.html",
      "/index.html",
      "/assets/app.js",
    ]);
  });

  it.each([
    ["/.env", 404],
    ["/.git/config", 404],
    ["/%2egit/config", 404],
    ["/%2Egit/config", 404],
    ["/docs/.htaccess", 404],
    ["/.well-known/.git/config", 404],
    ["/.well-knownish", 404],
    ["/.well-known/security.txt", undefined],
    ["/.well-known", undefined],
    ["/a.b/c.txt", undefined],
  ])("has no file for a hidden path: %s", (uri, status) => {
    const code = siteFunction({ path: "/" }, { fallback: "/index.html" });
    const answer = run(code, { uri, headers: {} }) as { readonly statusCode?: number };
    expect(answer.statusCode).toBe(status);
  });

  it("takes the route's path off where it is rewritten", () => {
    const code = siteFunction({ path: "/static/", rewrite: "/" }, {});
    expect(found(code, "/static/logo.png")).toBe("/logo.png");
    expect(found(code, "/static/sub/")).toBe("/sub/index.html");
  });
});

describe("CloudFront's function of correlation", () => {
  it("makes an ID where a request has none, and keeps one that it brings", () => {
    const code = correlationFunction("X-Correlation-ID");
    expect(run(code, { uri: "/", headers: {} }).headers).toEqual({
      "x-correlation-id": { value: "request-1" },
    });
    const own = { "x-correlation-id": { value: "mine" } };
    expect(run(code, { uri: "/", headers: own }).headers).toEqual(own);
  });
});

describe("CloudFront's behaviors", () => {
  it("send SyftHub's paths to its services, and the rest to the site", () => {
    const system = systemOn("syfthub", "production");
    const shapes = system.ingress === undefined ? [] : behaviors(system, system.ingress);
    expect(shapes.map(({ pattern, origin }) => [pattern ?? "", origin])).toEqual([
      ["/.well-known/oauth-authorization-server/mcp", "balancer"],
      ["/openapi.json", "balancer"],
      ["/health", "balancer"],
      ["/mcp", "balancer"],
      ["/aggregator/*", "balancer"],
      ["/redoc", "balancer"],
      ["/redoc/*", "balancer"],
      ["/api/*", "balancer"],
      ["/docs", "balancer"],
      ["/docs/*", "balancer"],
      ["/mcp/*", "balancer"],
      ["", "site-frontend"],
    ]);
  });

  it("hide Simplr's internal paths before its site", () => {
    const system = systemOn("simplr", "production");
    const shapes = system.ingress === undefined ? [] : behaviors(system, system.ingress);
    expect(shapes.map(({ pattern, origin }) => [pattern ?? "", origin])).toEqual([
      ["/metrics", "balancer"],
      ["/metrics/*", "balancer"],
      ["/webhooks/*", "balancer"],
      ["/static/*", "site-static"],
      ["/api/*", "balancer"],
      ["", "balancer"],
    ]);
  });

  it("wait for the most patient route, as far as CloudFront does", () => {
    const { ingress } = systemOn("syfthub", "production");
    if (ingress === undefined) throw new Error("SyftHub has no ingress");
    expect(originTimeout(ingress)).toBe(120);
    expect(originTimeout(ingress, 90)).toBe(90);
  });
});

describe("CloudFront's headers", () => {
  it("are told by name where it knows them", () => {
    expect(
      responseHeaders({
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Frame-Options": "SAMEORIGIN",
        "X-XSS-Protection": "1; mode=block",
        "X-Powered-By": "oars",
      }),
    ).toEqual({
      securityHeadersConfig: {
        strictTransportSecurity: {
          override: true,
          accessControlMaxAgeSec: 31_536_000,
          includeSubdomains: true,
          preload: false,
        },
        frameOptions: { override: true, frameOption: "SAMEORIGIN" },
        xssProtection: { override: true, protection: true, modeBlock: true },
      },
      customHeadersConfig: { items: [{ header: "X-Powered-By", value: "oars", override: true }] },
    });
  });
});

describe("who asks, where nginx is told by CloudFront's function", () => {
  const toldFor = (headers: object): string => {
    const event = { request: { uri: "/", headers }, viewer: { ip: "192.0.2.9" } };
    const { headers: got } = runInNewContext(`${clientFunction("X-Trireme-Client")}; handler(event)`, {
      event,
    }) as { headers: Record<string, { value: string }> };
    return got["x-trireme-client"]?.value ?? "";
  };

  it("is at the end of what came with the request, and nothing that a client wrote into the header itself", () => {
    expect(toldFor({})).toBe("192.0.2.9");
    expect(toldFor({ "x-trireme-client": { value: "198.51.100.1" } })).toBe("192.0.2.9");
    const forwarded = {
      value: "198.51.100.1",
      multiValue: [{ value: "198.51.100.1" }, { value: "203.0.113.7" }],
    };
    expect(toldFor({ "x-forwarded-for": forwarded })).toBe("198.51.100.1, 203.0.113.7, 192.0.2.9");
    expect(toldFor({ "x-forwarded-for": { value: "203.0.113.7" } })).toBe("203.0.113.7, 192.0.2.9");
  });
});
