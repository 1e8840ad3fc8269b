import { describe, expect, it } from "vitest";
import {
  exact,
  route,
  site,
  siteRoute,
  type IngressProps,
  type Environment,
  type Route,
  type Site,
} from "../../../../../components/model";
import {
  configurationFolder,
  longestDrain,
  renderNginx,
  upstreamsOf,
  type NginxOptions,
} from "../../../../../components/render/nginx";
import { syfthub } from "../../../../../stacks/systems/syfthub";
import { api, development, image, proxy, web } from "../../../../support/valid";

const options: NginxOptions = {
  upstreams: {
    web: { servers: ["shop-dev-web-1"], port: 3000 },
    api: { servers: ["shop-dev-api-1"], port: 8000 },
  },
  folder: "/etc/trireme",
  listen: 8080,
  tls: { listen: 8443 },
  internal: 8081,
  logs: "json",
};

const secure = { tls: { mode: "self-signed" }, https: { port: 443 } } as const;

function render(
  routes: readonly Route[],
  more: Partial<IngressProps> = {},
  extra: Partial<NginxOptions> = {},
): string {
  const ingress = { ...proxy, limits: undefined, ...secure, ...more, routes };
  return renderNginx(ingress, { ...options, ...extra })["nginx.conf"] ?? "";
}

/** The servers for the outside, each as its lines without indentation. */
function servers(text: string): readonly (readonly string[])[] {
  return text
    .split("\n  server {\n")
    .slice(1)
    .map((part) => (part.split("\n  }\n")[0] ?? "").split("\n").map((line) => line.trim()))
    .filter((lines) => !lines.includes("listen 127.0.0.1:8081;"));
}

/** The lines of a location of a server. */
function location(server: readonly string[] | undefined, head: string): readonly string[] {
  const lines = server ?? [];
  const start = lines.indexOf(`location ${head} {`);
  if (start === -1) throw new Error(`there is no ${head} in\n${lines.join("\n")}`);
  return lines.slice(start + 1, lines.indexOf("}", start));
}

describe("SyftHub in production", () => {
  it("is served by a configuration that a person has read", async () => {
    const environment: Environment = {
      ...development,
      name: "production",
      repository: "ghcr.io/your-org/syfthub",
      domain: "syfthub.example.com",
      replicas: 2,
      tls: { mode: "lets-encrypt", email: "ops@example.com" },
    };
    const system = syfthub(environment);
    const [app] = system.sites;
    if (system.ingress === undefined || app === undefined) throw new Error("SyftHub has no ingress or site");
    const { "nginx.conf": main, ...files } = renderNginx(system.ingress, {
      ...options,
      folder: configurationFolder,
      tls: { listen: 8443, challenges: "/var/lib/acme/challenges" },
      upstreams: Object.fromEntries(
        Object.entries(upstreamsOf(system)).map(([name, { port }]) => [
          name,
          { servers: [1, 2].map((index) => `syfthub-prod-${name}-${index}`), port },
        ]),
      ),
      sites: { frontend: { site: app, release: "0a1b2c3d4e5f" } },
      drain: longestDrain(system),
      unknownHosts: "refused",
    });
    await expect(main).toMatchFileSnapshot("syfthub-prod.nginx.conf");
    expect(files["sites/frontend"]).toBe("0a1b2c3d4e5f");
  });
});

describe("plain HTTP beside TLS", () => {
  it("leads to the same address over HTTPS, with the port where it is not the usual one", () => {
    const [plain] = servers(render([route("/", web)]));
    expect(location(plain, "/")).toEqual(["return 301 https://shop.example.com$request_uri;"]);
    const [other] = servers(render([route("/", web)], { https: { port: 8443 } }));
    expect(location(other, "/")).toEqual(["return 301 https://shop.example.com:8443$request_uri;"]);
  });

  it("answers the paths that stay plain by the routes that cover them, and nothing beside", () => {
    const routes = [exact("/health", api), route("/api/", api, { rewrite: "/" }), route("/", web)];
    const [plain = []] = servers(render(routes, { plainPaths: ["/health", "/api/status"] }));
    expect(plain.filter((line) => line.startsWith("location"))).toEqual([
      "location = /health {",
      "location = /api/status {",
      "location ^~ /api/status/ {",
      "location / {",
    ]);
    expect(location(plain, "= /health")[0]).toBe("proxy_pass http://api;");
    expect(location(plain, "= /api/status")[0]).toBe("proxy_pass http://api/status;");
  });

  it("shows an authority its challenges, where there is one", () => {
    const challenges = "/var/lib/acme/challenges";
    const [plain] = servers(render([route("/", web)], {}, { tls: { listen: 8443, challenges } }));
    expect(location(plain, "^~ /.well-known/acme-challenge/")).toEqual([
      `root ${challenges};`,
      "default_type text/plain;",
      "try_files $uri =404;",
    ]);
    expect(render([route("/", web)])).not.toContain("acme-challenge");
  });

  it("never promises HTTPS for the time to come: browsers must not believe it there", () => {
    const headers = { "Strict-Transport-Security": "max-age=63072000", "X-Frame-Options": "DENY" };
    const [plain = [], tls = []] = servers(render([route("/", web)], { headers }));
    expect(plain.filter((line) => line.startsWith("add_header"))).toEqual([
      'add_header X-Frame-Options "DENY" always;',
    ]);
    expect(tls.filter((line) => line.startsWith("add_header"))).toEqual([
      'add_header Strict-Transport-Security "max-age=63072000" always;',
      'add_header X-Frame-Options "DENY" always;',
    ]);
  });
});

describe("TLS", () => {
  const text = render([route("/", web), route("/", api, { host: "api.example.com" })]);

  it("is 1.2 and 1.3 with forward secrecy alone, without tickets, and with HTTP/2", () => {
    expect(text).toContain("  ssl_protocols TLSv1.2 TLSv1.3;\n");
    const [, list = ""] = /ssl_ciphers (.*);/.exec(text) ?? [];
    expect(list.split(":").every((cipher) => /^ECDHE-.*(GCM|POLY1305)/.test(cipher))).toBe(true);
    for (const line of [
      "ssl_prefer_server_ciphers off;",
      "ssl_session_timeout 1d;",
      "ssl_session_cache shared:SSL:50m;",
      "ssl_session_tickets off;",
      "http2 on;",
    ])
      expect(text).toContain(`  ${line}\n`);
  });

  it("has a server for each host, with one certificate and its key in one file", () => {
    expect(text.match(/listen 8443.*/g)).toEqual([
      "listen 8443 ssl default_server backlog=4096;",
      "listen 8443 ssl;",
    ]);
    expect(text.match(/ssl_certificate.*/g)).toEqual([
      "ssl_certificate /etc/trireme/tls/pair.pem;",
      "ssl_certificate_key /etc/trireme/tls/pair.pem;",
    ]);
  });

  it("needs a port to listen on", () => {
    expect(() => render([route("/", web)], {}, { tls: undefined })).toThrow(
      "proxy speaks TLS, so it needs a port for it",
    );
  });
});

describe("a header of the ingress", () => {
  it("takes the place of a service's own: two would contradict", () => {
    const [, tls] = servers(render([route("/", web)], { headers: { "X-Frame-Options": "DENY" } }));
    expect(location(tls, "/")).toContain("proxy_hide_header X-Frame-Options;");
  });
});

describe("a static site", () => {
  const pages = site("pages", {
    image: image("pages"),
    folder: "/dist",
    fallback: "/index.html",
    immutable: ["js", "woff2"],
  });
  const served = (one: Site, path = "/", more: Parameters<typeof siteRoute>[2] = {}) => {
    const sites = { [one.name]: { site: one, release: "r1" } };
    const [, tls] = servers(
      render([siteRoute(path, one, more)], { headers: { "X-Frame-Options": "DENY" } }, { sites }),
    );
    return tls;
  };

  it("answers unknown paths with its page, which is never kept without asking", () => {
    expect(location(served(pages), "/").slice(0, 4)).toEqual([
      "root /srv/sites/pages;",
      "try_files /r1$uri /r1$uri/index.html /r1/index.html =404;",
      'add_header Cache-Control "no-cache";',
      'add_header X-Frame-Options "DENY" always;',
    ]);
  });

  it("lets what never changes be kept for a year, looks for it in the release before, and else has none", () => {
    expect(location(served(pages), '~* "\\.(?:js|woff2)$"')).toEqual([
      "try_files /r1$uri /previous$uri =404;",
      'add_header Cache-Control "public, max-age=31536000, immutable";',
      'add_header X-Frame-Options "DENY" always;',
    ]);
  });

  it("without a page for unknown paths has none of them", () => {
    const { fallback: _, immutable: __, ...bare } = pages;
    expect(location(served(bare), "/")[1]).toBe("try_files /r1$uri /r1$uri/index.html =404;");
  });

  it("below a path keeps it, or drops it where the route says so", () => {
    expect(served(pages, "/docs/")).not.toContain("rewrite");
    expect(location(served(pages, "/docs/", { rewrite: "/" }), "^~ /docs/")[1]).toBe(
      'rewrite "^/docs/(.*)$" "/$1" break;',
    );
  });

  it("that was not published cannot be served", () => {
    expect(() => render([siteRoute("/", pages)])).toThrow('the site "pages" has not been published');
  });
});

describe("old workers", () => {
  it("may finish for as long as the application itself would let a response live, an hour at most", () => {
    const patience = (routes: readonly Route[], drain: NginxOptions["drain"]) =>
      /worker_shutdown_timeout (\d+)s/.exec(render(routes, {}, { drain }))?.[1];
    expect(patience([route("/", web)], "5s")).toBe("20");
    expect(patience([route("/", web)], "90s")).toBe("90");
    expect(patience([route("/", web, { streaming: { idle: "300s" } })], "90s")).toBe("300");
    expect(patience([route("/", web, { websocket: { idle: "1d" } })], "90s")).toBe("3600");
  });
});

describe("behind a load balancer that speaks TLS", () => {
  const front = { ranges: ["10.40.32.0/21"], header: "X-Forwarded-For", health: "/.balancer", idle: 60 };
  const behind = (more: Partial<IngressProps> = {}, extra: Partial<NginxOptions> = {}) =>
    render([route("/", web)], more, { front, unknownHosts: "refused", ...extra });

  it("nginx has a port for what came over HTTPS, and says so to services, without TLS of its own", () => {
    const text = behind({ headers: { "Strict-Transport-Security": "max-age=1" } });
    expect(text).not.toMatch(/ssl/);
    expect(text).toContain("listen 8443 default_server backlog=4096;");
    expect(text).toContain('add_header Strict-Transport-Security "max-age=1" always;');
    expect(text).toContain("map $server_port $asked_scheme {\n    8443 https;\n    default http;");
    expect(text).toContain("proxy_set_header X-Forwarded-Proto $asked_scheme;");
  });

  it("nginx believes it alone of who connected, and of others only whom the ingress trusts, by its last word", () => {
    expect(behind()).toContain("set_real_ip_from 10.40.32.0/21;\n  real_ip_header X-Forwarded-For;");
    expect(behind()).not.toContain("$from_proxy");
    const trusting = behind({ trustedProxies: ["192.0.2.0/24"] });
    expect(trusting).toContain("map $http_x_forwarded_for $connected {");
    expect(trusting).toContain("geo $connected $from_proxy {\n    default 0;\n    192.0.2.0/24 1;");
  });

  it.each(["refused", "served"] as const)(
    "nginx answers it by address where other names are %s",
    (unknownHosts) => {
      const asked = servers(behind({}, { unknownHosts })).filter((lines) =>
        lines.includes("location = /.balancer {"),
      );
      // One on each port.
      expect(asked).toHaveLength(2);
      for (const lines of asked)
        expect(lines.find((line) => line.startsWith("server_name"))).toContain('"~^[0-9.]+$"');
    },
  );

  it("nginx answers one path under the load balancer's own name, where Route 53 asks it for that", () => {
    const [asked] = servers(behind({}, { front: { ...front, failover: "/ready" } })).filter((lines) =>
      lines.some((line) => line.includes("amazonaws")),
    );
    expect(location(asked, "= /ready")).toContain("proxy_pass http://web;");
    expect(location(asked, "= /ready")).toContain("proxy_set_header Host shop.example.com;");
    expect(location(asked, "/")).toEqual(["return 421;"]);
  });

  it("nginx writes which service a request went to, and how long it took as a number", () => {
    expect(behind()).toMatch(/"duration_s":\$request_time,.*"service":"\$asked_service"/);
    expect(render([route("/", web)])).toContain('"duration_s":"$request_time"');
  });
});
