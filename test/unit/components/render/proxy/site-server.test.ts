import { describe, expect, it } from "vitest";
import { route, rsa, site, siteRoute, siteServerOf, type Ingress } from "../../../../../components/model";
import { renderSiteServer } from "../../../../../components/render/proxy/site-server";
import { nginxOutcome, parseNginx } from "../../../../support/nginx-conf";
import { api, image, proxy } from "../../../../support/valid";

const app = site("app", {
  image: image("app"),
  folder: "/dist",
  fallback: "/index.html",
  immutable: ["js"],
});
const { publicKey } = rsa("key", { bits: 2048 });

const ingress: Ingress = {
  ...proxy,
  engine: "traefik",
  hosts: ["shop.example.com", "api.example.com"],
  internalPaths: ["/metrics"],
  headers: { "X-Frame-Options": "DENY" },
  correlationHeader: "X-Request-ID",
  gzip: ["text/css"],
  limits: [{ name: "few", requests: 1, per: "minute" }],
  gateway: { jwt: { paths: ["/private"], issuer: "shop", publicKey }, allowedAddresses: ["10.0.0.0/8"] },
  routes: [
    route("/api/", api),
    siteRoute("/app/", app, {
      ...{ rewrite: "/", headers: { "X-Own": "yes" }, maxBody: "2Ki" },
      limit: { zone: "few", burst: 1 },
    }),
    route("/", api, { host: "api.example.com" }),
  ],
};

function rendered(change: Partial<Ingress> = {}): Readonly<Record<string, string>> {
  const server = siteServerOf({ ingress });
  if (server === undefined) throw new Error("it has a site");
  return renderSiteServer({ ...ingress, ...change }, server, {
    ...{ folder: "/live", listen: 8080, internal: 8081, unknownHosts: "refused" },
    sites: { app: { site: app, release: "r1" } },
  });
}

describe("the nginx behind an engine that serves no files", () => {
  const text = rendered()["nginx.conf"] ?? "";
  const outcome = (path: string, host = "shop.example.com") =>
    nginxOutcome(parseNginx(text), { port: 8080, host, path });

  it("has the routes to sites as our nginx has them, and no others", () => {
    expect(outcome("/app/a/b.js")).toMatchObject({ root: "/srv/sites/app", path: "/a/b.js" });
    expect(outcome("/api/x")).toMatchObject({ status: 404 });
    expect(outcome("/metrics")).toMatchObject({ status: 404 });
    expect(outcome("/app/", "evil.example.com")).toMatchObject({ status: 421 });
    expect(text).toContain("try_files /r1$uri /r1$uri/index.html /r1/index.html =404;");
    expect(text).toContain('add_header Cache-Control "public, max-age=31536000, immutable";');
    expect(text).toContain("gzip_types text/css;");
    expect(text).not.toContain("proxy_pass");
    expect(rendered()["sites/app"]).toBe("r1");
  });

  it("leaves certificates, headers, limits, checks, IDs and the log to the engine", () => {
    for (const other of [/ssl/, /X-Frame-Options|X-Own/, /limit_req/, /auth_request|geo/, /correlation/])
      expect(text).not.toMatch(other);
    expect(text).toContain("access_log off;");
    expect(text).not.toContain("log_format");
    // What is sent to it may be as long as the route allows.
    expect(text).toContain("client_max_body_size 2048;");
  });

  it("fits its own memory, whatever the ingress may use", () => {
    const resources = { cpu: { request: 1, limit: 8 }, memory: { request: "1Gi", limit: "4Gi" } } as const;
    expect(text).toMatch(/worker_processes 1;[^]*worker_connections 1792;/);
    expect(rendered({ resources })["nginx.conf"]).toBe(text);
  });
});
