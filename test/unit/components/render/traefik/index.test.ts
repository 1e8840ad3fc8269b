import { describe, expect, it } from "vitest";
import { route, rsa, site, siteRoute, type Ingress } from "../../../../../components/model";
import { renderTokens, renderTraefik } from "../../../../../components/render/traefik";
import { api, image, proxy, web } from "../../../../support/valid";

interface Rendered {
  readonly routers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly middlewares: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function files(change: Partial<Ingress> = {}): Readonly<Record<string, string>> {
  return renderTraefik(
    { ...proxy, engine: "traefik", limits: undefined, ...change },
    {
      upstreams: {
        api: { servers: ["api-2", "api-1"], port: 8000 },
        web: { servers: ["web-1"], port: 3000 },
      },
      unknownHosts: "refused",
    },
  );
}

function read(change: Partial<Ingress> = {}): Rendered {
  const [, routers = "", middlewares = ""] = (files(change)["routes.yml"] ?? "").split("\n");
  const json = (line: string): unknown => JSON.parse(line.slice(line.indexOf("{")));
  return { routers: json(routers), middlewares: json(middlewares) } as Rendered;
}

describe("the routes of Traefik", () => {
  it("name the instances of a service apart, so that a release can add to them", () => {
    const all = files();
    expect(all["servers/api"]).toBe(
      '        - url: "http://api-1:8000"\n        - url: "http://api-2:8000"\n',
    );
    expect(all["services/route-0/api"]).toContain("    route-0:\n      loadBalancer:\n");
    expect(all["services/route-0/api"]?.endsWith("        servers:\n")).toBe(true);
  });

  it("lead plain HTTP to HTTPS, but for what stays plain, and keep HSTS for TLS", () => {
    const { routers, middlewares } = read({
      plainPaths: ["/api/health"],
      headers: { "Strict-Transport-Security": "max-age=1", "X-A": "b" },
    });
    const entries = (entry: string) =>
      Object.values(routers)
        .filter(({ entryPoints }) => (entryPoints as readonly string[]).includes(entry))
        .map(({ rule }) => String(rule));
    expect(entries("web").filter((rule) => rule.includes("/api/health"))).toHaveLength(2);
    expect(entries("web")).toContain("(Host(`shop.example.com`)) && PathPrefix(`/`)");
    expect(Object.values(routers).filter(({ tls }) => tls !== undefined)).toHaveLength(
      entries("websecure").length,
    );
    expect(middlewares["headers-websecure-0"]).toEqual({
      headers: { customResponseHeaders: { "Strict-Transport-Security": "max-age=1", "X-A": "b" } },
    });
    expect(middlewares["headers-web-0"]).toEqual({ headers: { customResponseHeaders: { "X-A": "b" } } });
  });

  it("lead to what serves a site, which finds the file and compresses it itself", () => {
    const pages = site("pages", { image: image("pages"), folder: "/dist" });
    const change = {
      gzip: ["text/css"],
      headers: { "X-A": "b" },
      routes: [route("/api/", api), siteRoute("/docs/", pages, { rewrite: "/" })],
    };
    const { routers } = read(change);
    const [site1] = Object.values(routers).filter(({ service }) => service === "route-1");
    expect(site1?.middlewares).toEqual(["headers-websecure-1", "gate-1", "retry"]);
    expect(files(change)["services/route-1/proxy-sites"]).toContain("    route-1:\n      loadBalancer:\n");
  });

  it("ask for a token where the gateway does, and nowhere else", () => {
    const { publicKey } = rsa("key", { bits: 2048 });
    const { routers } = read({ gateway: { jwt: { paths: ["/api/private"], issuer: "shop", publicKey } } });
    const guarded = Object.values(routers)
      .filter(({ middlewares }) => (middlewares as readonly string[] | undefined)?.includes("tokens"))
      .map(({ rule }) => String(rule));
    expect(guarded).toEqual([
      "(Host(`shop.example.com`)) && Path(`/api/private`)",
      "(Host(`shop.example.com`)) && PathPrefix(`/api/private/`)",
    ]);
    expect(renderTokens('{"issuer":"shop","key":"abc"}')).toContain('"issuer":"shop","key":"abc"');
  });

  it("keep a limit, a body's size and the time for an answer", () => {
    const { middlewares } = read({
      limits: [{ name: "slow", requests: 0.5, per: "second" }],
      routes: [
        route("/api/", api, { limit: { zone: "slow", burst: 5 }, maxBody: "25Mi", timeouts: { read: "2m" } }),
        route("/", web),
      ],
    });
    expect(middlewares["limit-slow-5"]).toMatchObject({ rateLimit: { average: 30, period: "1m", burst: 6 } });
    expect(middlewares["gate-0"]).toMatchObject({ plugin: { trireme: { maxBody: 25 * 2 ** 20 } } });
    expect(middlewares["gate-1"]).toMatchObject({ plugin: { trireme: { maxBody: 2 ** 20 } } });
    const transports = files({ routes: [route("/", api, { timeouts: { read: "2m" } })] })["routes.yml"];
    expect(transports).toContain('"responseHeaderTimeout":"120s"');
  });
});
