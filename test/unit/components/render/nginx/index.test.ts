import { describe, expect, it } from "vitest";
import {
  exact,
  route,
  service,
  site,
  siteRoute,
  type Environment,
  type IngressProps,
  type Route,
} from "../../../../../components/model";
import {
  configurationFolder,
  renderNginx,
  upstreamsOf,
  type NginxOptions,
} from "../../../../../components/render/nginx";
import { syfthub } from "../../../../../stacks/systems/syfthub";
import { api, development, image, proxy, shop, web } from "../../../../support/valid";

const options: NginxOptions = {
  upstreams: {
    web: { servers: ["shop-dev-web-1"], port: 3000 },
    api: { servers: ["shop-dev-api-2", "shop-dev-api-1"], port: 8000 },
  },
  folder: "/etc/trireme",
  listen: 8080,
  internal: 8081,
  logs: "json",
};

function render(
  routes: readonly Route[],
  more: Partial<IngressProps> = {},
  upstreams: NginxOptions["upstreams"] = {},
): string {
  const all = { ...options, upstreams: { ...options.upstreams, ...upstreams } };
  return (
    renderNginx({ ...proxy, tls: undefined, limits: undefined, ...more, routes }, all)["nginx.conf"] ?? ""
  );
}

/** The lines inside the first block with this head, without their indentation. */
function inside(text: string, head: string): readonly string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trim() === `${head} {`);
  if (start === -1) throw new Error(`there is no "${head}" in:\n${text}`);
  const margin = /^ */.exec(lines[start] ?? "")?.[0] ?? "";
  const end = lines.findIndex((line, index) => index > start && line === `${margin}}`);
  return lines.slice(start + 1, end).map((line) => line.slice(margin.length + 2));
}

/** The heads of all locations of the server for everybody. */
function locations(text: string): readonly string[] {
  return inside(text, "http")
    .join("\n")
    .split("default_server backlog=4096;")
    .slice(1)
    .join("")
    .split("\n")
    .filter((line) => line.startsWith("  location "))
    .map((line) => line.trim().replace(" {", ""));
}

/** The lines of an instance: one in rotation, one for when none is. */
const serverOf = (address: string) =>
  `server ${address} resolve max_fails=3 fail_timeout=30s;\nserver ${address} resolve max_fails=0 backup;\n`;

const plain = { ...proxy, tls: undefined };

describe("SyftHub in development", () => {
  const environment: Environment = {
    ...development,
    repository: "ghcr.io/your-org/syfthub",
    domain: "localhost",
  };
  const system = syfthub(environment);

  it("is served by a configuration that a person has read", async () => {
    const { ingress } = system;
    if (ingress === undefined) throw new Error("SyftHub has no ingress");
    const upstreams = Object.fromEntries(
      Object.entries(upstreamsOf(system)).map(([name, { port }]) => [
        name,
        { servers: [`syfthub-dev-${name}-1`], port },
      ]),
    );
    const { "nginx.conf": main, ...servers } = renderNginx(ingress, {
      ...options,
      folder: configurationFolder,
      upstreams,
      logs: "console",
    });
    await expect(main).toMatchFileSnapshot("syfthub-dev.nginx.conf");
    expect(servers).toEqual({
      "servers/aggregator": serverOf("syfthub-dev-aggregator-1:8001"),
      "servers/backend": serverOf("syfthub-dev-backend-1:8000"),
      "servers/frontend": serverOf("syfthub-dev-frontend-1:3000"),
      "servers/mcp": serverOf("syfthub-dev-mcp-1:8002"),
    });
  });

  it("knows the port of every service that a route leads to", () => {
    expect(upstreamsOf(system)).toEqual({
      backend: { service: "backend", port: 8000 },
      mcp: { service: "mcp", port: 8002 },
      aggregator: { service: "aggregator", port: 8001 },
      frontend: { service: "frontend", port: 3000 },
    });
  });
});

describe("the port of a service behind routes", () => {
  it("is the one that the route names", () => {
    const admin: Route = { ...route("/", api), to: { service: "api", port: "admin" } };
    const routes = [admin, route("/api/", api)];
    expect(upstreamsOf({ ...shop, ingress: { ...proxy, routes } })).toEqual({
      api: { service: "api", port: 8000 },
      "api.admin": { service: "api", port: 9000 },
    });
    const text = render(routes, {}, { "api.admin": { servers: ["shop-dev-api-1"], port: 9000 } });
    expect(inside(text, "location /")[0]).toBe("proxy_pass http://api.admin;");
    expect(inside(text, "location ^~ /api/")[0]).toBe("proxy_pass http://api;");
    expect(inside(text, "upstream api.admin")[2]).toBe("include /etc/trireme/servers/api.admin;");
  });

  it("is not asked of a worker, a site or a system without an ingress", () => {
    const worker = service("worker", { image: image("worker"), env: {} });
    const docs = site("docs", { image: image("docs"), folder: "/srv" });
    const routes = [route("/", worker), siteRoute("/docs", docs)];
    expect(upstreamsOf({ ...shop, services: [worker], ingress: { ...proxy, routes } })).toEqual({});
    expect(upstreamsOf({ ...shop, ingress: undefined })).toEqual({});
  });
});

describe("a prefix", () => {
  it("covers itself and whole segments below it, never a longer word", () => {
    expect(locations(render([route("/docs", api), route("/", web)]))).toEqual([
      "location = /docs",
      "location ^~ /docs/",
      "location /",
    ]);
  });

  it("that ends in a slash covers what lies below alone", () => {
    expect(locations(render([route("/api/", api), route("/", web)]))).toEqual([
      "location ^~ /api/",
      "location /",
      // Without it nginx would answer with a redirect.
      "location = /api",
    ]);
  });

  it("leaves to other routes what they name more exactly", () => {
    const text = render([route("/mcp", api), exact("/mcp", web), route("/", web)]);
    expect(locations(text)).toEqual(["location ^~ /mcp/", "location = /mcp", "location /"]);
    expect(inside(text, "location = /mcp")[0]).toBe("proxy_pass http://web;");
    expect(locations(render([route("/mcp/", web), route("/mcp", api), route("/", web)]))).toEqual([
      "location ^~ /mcp/",
      "location = /mcp",
      "location /",
    ]);
  });

  it("is replaced by its rewrite, what follows is kept", () => {
    const first = (path: string, rewrite: string, head: string) =>
      inside(render([route(path, api, { rewrite })]), head)[0];
    expect(first("/mcp/", "/", "location ^~ /mcp/")).toBe("proxy_pass http://api/;");
    expect(first("/mcp/", "/v1/", "location ^~ /mcp/")).toBe("proxy_pass http://api/v1/;");
    expect(first("/mcp", "/", "location = /mcp")).toBe("proxy_pass http://api/;");
    expect(first("/mcp", "/", "location ^~ /mcp/")).toBe("proxy_pass http://api/;");
    expect(first("/mcp", "/v1", "location ^~ /mcp/")).toBe("proxy_pass http://api/v1/;");
  });

  it("without a rewrite is sent on as it came", () => {
    expect(inside(render([route("/api/", api)]), "location ^~ /api/")[0]).toBe("proxy_pass http://api;");
  });
});

describe("what no route covers", () => {
  it("is not found, rather than answered with a welcome of nginx", () => {
    const text = render([route("/api/", api)]);
    expect(locations(text)).toEqual(["location ^~ /api/", "location = /api", "location /"]);
    expect(inside(text, "location /")).toEqual(["return 404;"]);
    expect(inside(text, "location = /api")).toEqual(["return 404;"]);
  });

  it("is an internal path as well, with all below it and nothing beside it", () => {
    const text = render([route("/", web)], { internalPaths: ["/metrics"] });
    expect(locations(text)).toEqual(["location = /metrics", "location ^~ /metrics/", "location /"]);
    expect(inside(text, "location = /metrics")).toEqual(["return 404;"]);
    expect(inside(text, "location ^~ /metrics/")).toEqual(["return 404;"]);
  });
});

describe("hosts", () => {
  it("have a server each, and one for everybody else", () => {
    const text = render([
      route("/", web),
      route("/", api, { host: "api.example.com" }),
      route("/hooks/", web, { host: "api.example.com" }),
    ]);
    const named = text.slice(text.indexOf("server_name api.example.com;"));
    expect(text.match(/server_name .*/g)).toEqual(["server_name _;", "server_name api.example.com;"]);
    expect(text.match(/listen 8080.*/g)).toEqual([
      "listen 8080 default_server backlog=4096;",
      "listen 8080;",
    ]);
    expect(inside(text, "location /")[0]).toBe("proxy_pass http://web;");
    expect(inside(named, "location /")[0]).toBe("proxy_pass http://api;");
    expect(inside(named, "location ^~ /hooks/")[0]).toBe("proxy_pass http://web;");
  });
});

describe("a request", () => {
  it("reaches its service over a kept connection, with who asked and how", () => {
    expect(inside(render([route("/", web)]), "location /")).toEqual([
      "proxy_pass http://web;",
      "proxy_http_version 1.1;",
      "proxy_set_header Host $host;",
      "proxy_set_header X-Real-IP $remote_addr;",
      "proxy_set_header X-Forwarded-For $remote_addr;",
      "proxy_set_header X-Forwarded-Proto $scheme;",
      "proxy_set_header X-Forwarded-Host $http_host;",
      "proxy_set_header X-Forwarded-Port 80;",
      'proxy_set_header Forwarded "";',
      'proxy_set_header Proxy "";',
      'proxy_set_header X-Forwarded-Prefix "";',
      'proxy_set_header X-Forwarded-Scheme "";',
      'proxy_set_header X-Forwarded-Server "";',
      'proxy_set_header X-Forwarded-Ssl "";',
      'proxy_set_header X-Original-Host "";',
      'proxy_set_header X-Original-URL "";',
      'proxy_set_header X-Rewrite-URL "";',
      'proxy_set_header Connection "";',
      "proxy_connect_timeout 60s;",
      "proxy_send_timeout 60s;",
      "proxy_read_timeout 60s;",
      "proxy_next_upstream error;",
      "proxy_next_upstream_tries 3;",
      "proxy_next_upstream_timeout 5s;",
    ]);
  });

  it("waits as long as the route says", () => {
    const timeouts = { connect: "5s", send: "2m", read: "90s" } as const;
    expect(inside(render([route("/", web, { timeouts })]), "location /").slice(18, 21)).toEqual([
      "proxy_connect_timeout 5s;",
      "proxy_send_timeout 120s;",
      "proxy_read_timeout 90s;",
    ]);
  });

  it("may be as large as the route says", () => {
    expect(inside(render([route("/", web, { maxBody: "10Mi" })]), "location /")[0]).toBe(
      "client_max_body_size 10485760;",
    );
  });

  it("is limited by its address in the route's zone, and told 429", () => {
    const limits = [
      { name: "logins", requests: 5, per: "minute" as const },
      { name: "general", requests: 10, per: "second" as const },
    ];
    const text = render([route("/", web, { limit: { zone: "logins", burst: 20 } })], { limits });
    expect(inside(text, "http").filter((line) => line.startsWith("limit_req"))).toEqual([
      "limit_req_zone $binary_remote_addr zone=limit_logins:10m rate=5r/m;",
      "limit_req_zone $binary_remote_addr zone=limit_general:10m rate=10r/s;",
      "limit_req_status 429;",
    ]);
    expect(inside(text, "location /")[0]).toBe("limit_req zone=limit_logins burst=20 nodelay;");
    expect(render([route("/", web)])).not.toContain("limit_req");
  });
});

describe("a stream", () => {
  it("is unbuffered and may be silent as long as the route says", () => {
    const lines = inside(render([route("/", web, { streaming: { idle: "300s" } })]), "location /");
    expect(lines.slice(-6)).toEqual([
      "proxy_read_timeout 300s;",
      "proxy_next_upstream error;",
      "proxy_next_upstream_tries 3;",
      "proxy_next_upstream_timeout 5s;",
      "proxy_buffering off;",
      "proxy_cache off;",
    ]);
  });

  it("that is a WebSocket keeps its upgrade, and its silence in both directions", () => {
    const text = render([route("/", web, { websocket: { idle: "1h" } })]);
    expect(inside(text, "location /").slice(17)).toEqual([
      "proxy_set_header Upgrade $http_upgrade;",
      "proxy_set_header Connection $connection_upgrade;",
      "proxy_connect_timeout 60s;",
      "proxy_send_timeout 3600s;",
      "proxy_read_timeout 3600s;",
      "proxy_next_upstream error;",
      "proxy_next_upstream_tries 3;",
      "proxy_next_upstream_timeout 5s;",
    ]);
    expect(inside(text, "map $http_upgrade $connection_upgrade")).toEqual(["default upgrade;", "'' '';"]);
  });

  it("that is short-lived still gets a minute", () => {
    expect(render([route("/", web, { streaming: { idle: "5s" } })])).toContain("proxy_read_timeout 60s;");
  });
});

describe("the correlation ID", () => {
  const text = render([route("/", web)], { correlationHeader: "X-Correlation-ID" });

  it("is made where a request has none, or none that is safe to log", () => {
    expect(inside(text, "map $http_x_correlation_id $correlation_id")).toEqual([
      "default $new_correlation_id;",
      '"~^[A-Za-z0-9._:-]{1,128}$" $http_x_correlation_id;',
    ]);
  });

  it("is a UUID of version 4 made of nginx's own random request ID", () => {
    const [line = ""] = inside(text, "map $request_id $new_correlation_id");
    const [, pattern = "", shape = ""] = /^"~(.+)" "(.+)";$/.exec(line) ?? [];
    const groups = new RegExp(pattern).exec("0123456789abcdef0123456789abcdef")?.groups ?? {};
    expect(shape.replaceAll(/\$(\w)/g, (_, name: string) => groups[name] ?? "")).toBe(
      "01234567-89ab-4def-a123-456789abcdef",
    );
  });

  it("is passed on, returned once and logged", () => {
    const lines = inside(text, "location /");
    expect(lines).toContain("proxy_set_header X-Correlation-ID $correlation_id;");
    expect(lines).toContain("proxy_hide_header X-Correlation-ID;");
    expect(inside(text, "http")).toContain("  add_header X-Correlation-ID $correlation_id always;");
    expect(text).toContain('"correlation_id":"$correlation_id"');
  });

  it("does not exist where the ingress names no header", () => {
    expect(render([route("/", web)])).not.toContain("correlation");
  });
});

describe("response headers", () => {
  const headers = { "X-Frame-Options": "DENY" };

  it("of the ingress stand in the server, for locations inherit them", () => {
    const text = render([route("/", web)], { headers });
    expect(inside(text, "http").filter((line) => line.includes("add_header"))).toEqual([
      '  add_header X-Frame-Options "DENY" always;',
    ]);
  });

  it("of a route are repeated with the ingress's, for a location with its own inherits none", () => {
    const own = route("/", web, { headers: { "Cache-Control": "no-store" } });
    const text = render([own], { headers, correlationHeader: "X-Request-ID" });
    expect(inside(text, "location /").filter((line) => line.startsWith("add_header"))).toEqual([
      'add_header Cache-Control "no-store" always;',
      'add_header X-Frame-Options "DENY" always;',
      "add_header X-Request-ID $correlation_id always;",
    ]);
  });
});

describe("nginx itself", () => {
  it("writes to /tmp alone, for its root file system is read-only", () => {
    const text = render([route("/", web)]);
    const paths = text.match(/^\s*(?:pid|\w+_temp_path|error_log|access_log) .*/gm) ?? [];
    expect(paths.map((line) => line.trim())).toEqual([
      "pid /tmp/nginx.pid;",
      "error_log /dev/stderr warn;",
      "client_body_temp_path /tmp/client_body;",
      "proxy_temp_path /tmp/proxy;",
      "fastcgi_temp_path /tmp/fastcgi;",
      "uwsgi_temp_path /tmp/uwsgi;",
      "scgi_temp_path /tmp/scgi;",
      "access_log /dev/stdout main;",
      "access_log off;",
    ]);
  });

  it("compresses the types that are named, or nothing", () => {
    expect(inside(render([], { gzip: ["text/css", "text/plain"] }), "http")).toContain(
      "gzip_types text/css text/plain;",
    );
    expect(render([])).not.toContain("gzip");
  });

  it("keeps as many idle connections to a service as are asked for", () => {
    const text = render([route("/", web)], { keepalive: { web: 64 } });
    expect(inside(text, "upstream web")).toEqual([
      "zone web 1024k;",
      "least_conn;",
      "include /etc/trireme/servers/web;",
      "keepalive 64;",
    ]);
    expect(inside(text, "upstream api")).toContain("keepalive 16;");
  });

  it("gives old workers as long as it is told to finish what they hold", () => {
    const { "nginx.conf": patient } = renderNginx(plain, { ...options, drain: "2m" });
    expect(patient).toContain("worker_shutdown_timeout 120s;");
    expect(render([])).toContain("worker_shutdown_timeout 20s;");
  });

  it("finds instances by name, each in a file of its service, sorted", () => {
    const { "servers/api": servers } = renderNginx(plain, options);
    expect(servers).toBe(serverOf("shop-dev-api-1:8000") + serverOf("shop-dev-api-2:8000"));
  });

  it("is asked for its health and its generation on its own loopback alone", () => {
    const text = render([route("/", web)]);
    expect(text.match(/listen .*/g)).toEqual([
      "listen 127.0.0.1:8081;",
      "listen 8080 default_server backlog=4096;",
    ]);
    expect(inside(text, "location = /next/web")).toEqual([
      "proxy_pass http://next_web/;",
      "proxy_set_header Host shop.example.com;",
      "proxy_connect_timeout 1s;",
      "proxy_read_timeout 5s;",
    ]);
  });

  it("is the same configuration in whatever order the services are known", () => {
    const turned = Object.fromEntries(Object.entries(options.upstreams).reverse());
    expect(renderNginx(plain, { ...options, upstreams: turned })).toEqual(renderNginx(plain, options));
  });

  it("logs for people in development, as JSON elsewhere", () => {
    const format = (logs: NginxOptions["logs"]) =>
      /log_format main (.*)/.exec(renderNginx(plain, { ...options, logs })["nginx.conf"] ?? "")?.[1];
    expect(format("console")).toBe(
      "'$time_iso8601 $request_method $requested_path $status $request_time s';",
    );
    const [, json = ""] = /^escape=json '(.*)';$/.exec(format("json") ?? "") ?? [];
    expect(JSON.parse(json)).toEqual({
      timestamp: "$time_iso8601",
      level: "info",
      logger: "proxy",
      message: "request.completed",
      method: "$request_method",
      path: "$requested_path",
      status: "$status",
      bytes: "$body_bytes_sent",
      duration_s: "$request_time",
      upstream: "$upstream_addr",
      client: "$remote_addr",
    });
  });
});
