import { seconds, bytes, type Duration, type Entrance, type Route, type System } from "../model";

/** The addresses behind one service: the instances' names on the private network, and their port. */
export interface Upstream {
  readonly servers: readonly string[];
  readonly port: number;
}

export interface NginxOptions {
  /** Upstreams by service name. */
  readonly upstreams: Readonly<Record<string, Upstream>>;
  /** Folder of the configuration in nginx's container. */
  readonly folder: string;
  /** Port that nginx listens on inside its container. */
  readonly listen: number;
  /** Port on the container's own loopback for health and for reloads. */
  readonly internal: number;
  /** Log lines as JSON or for people. */
  readonly logs: "json" | "console";
  /** How long old workers may finish what they hold after a reload. @default "20s" */
  readonly drain?: Duration;
}

/** Where the configuration lies: the one folder of the official image that belongs to nginx's own user. */
export const configurationFolder = "/var/cache/nginx";

const standardRead = 60;

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

function block(head: string, body: readonly string[]): readonly string[] {
  return [`${head} {`, ...indent(body), "}"];
}

/** Variable of a request header: `X-Correlation-ID` → `$http_x_correlation_id`. */
function headerVariable(header: string): string {
  return `$http_${header.toLowerCase().replaceAll("-", "_")}`;
}

/** A correlation ID that is made where none, or none that is safe to log, came with the request. */
function correlation(header: string): readonly string[] {
  return [
    // 32 random hexadecimal digits of nginx become a UUID of version 4.
    ...block("map $request_id $new_correlation_id", [
      '"~^(?<a>.{8})(?<b>.{4}).(?<c>.{3}).(?<d>.{3})(?<e>.{12})$" "$a-$b-4$c-a$d-$e";',
    ]),
    ...block(`map ${headerVariable(header)} $correlation_id`, [
      "default $new_correlation_id;",
      `"~^[A-Za-z0-9._:-]{1,128}$" ${headerVariable(header)};`,
    ]),
  ];
}

const jsonFields = {
  timestamp: "$time_iso8601",
  level: "info",
  logger: "proxy",
  message: "request.completed",
  method: "$request_method",
  path: "$uri",
  status: "$status",
  bytes: "$body_bytes_sent",
  duration_s: "$request_time",
  upstream: "$upstream_addr",
  client: "$remote_addr",
};

function accessLog(entrance: Entrance, logs: NginxOptions["logs"]): readonly string[] {
  const id = entrance.correlationHeader === undefined ? {} : { correlation_id: "$correlation_id" };
  const format =
    logs === "json"
      ? `escape=json '${JSON.stringify({ ...jsonFields, ...id })}'`
      : `'$time_iso8601 $request_method $uri $status ${"correlation_id" in id ? "$correlation_id " : ""}$request_time s'`;
  return [`log_format main ${format};`, "access_log /dev/stdout main;"];
}

function upstreams(entrance: Entrance, options: NginxOptions): readonly string[] {
  return serviceNames(options).flatMap((name) => [
    ...block(`upstream ${name}`, [
      `zone ${name} 64k;`,
      `include ${options.folder}/servers/${name};`,
      `keepalive ${entrance.keepalive?.[name] ?? 16};`,
    ]),
    // The same service as it will be after the reload: asked on the loopback until it answers.
    ...block(`upstream next-${name}`, [`zone next-${name} 64k;`, `include ${options.folder}/next/${name};`]),
  ]);
}

function serviceNames(options: NginxOptions): readonly string[] {
  return Object.keys(options.upstreams).sort();
}

function internalServer(options: NginxOptions): readonly string[] {
  return block("server", [
    `listen 127.0.0.1:${options.internal};`,
    "access_log off;",
    ...block("location = /healthz", ["return 200;"]),
    ...block("location = /generation", [`include ${options.folder}/generation;`]),
    ...serviceNames(options).flatMap((name) =>
      block(`location = /next/${name}`, [
        `proxy_pass http://next-${name}/;`,
        "proxy_connect_timeout 1s;",
        "proxy_read_timeout 5s;",
      ]),
    ),
  ]);
}

interface Location {
  readonly head: string;
  readonly prefix: string;
}

/** Where nginx looks for a path: itself, and what lies below it as whole segments. */
function locations({ match, path }: Pick<Route, "match" | "path">): readonly [Location, ...Location[]] {
  if (match === "exact") return [{ head: `location = ${path}`, prefix: path }];
  if (path === "/") return [{ head: "location /", prefix: "/" }];
  if (path.endsWith("/")) return [{ head: `location ^~ ${path}`, prefix: path }];
  return [
    { head: `location = ${path}`, prefix: path },
    { head: `location ^~ ${path}/`, prefix: `${path}/` },
  ];
}

/** The locations of each route among the others: one that names the path itself, or all below it, is more specific. */
function ownLocations(routes: readonly Route[]): readonly (readonly Location[])[] {
  const all = routes.map((route) => locations(route));
  const single = new Set(all.filter(({ length }) => length === 1).map(([{ head }]) => head));
  return all.map((own) => (own.length === 1 ? own : own.filter(({ head }) => !single.has(head))));
}

function rewriteTarget(route: Route, prefix: string): string {
  if (route.rewrite === undefined) return "";
  const extra = prefix.slice(route.path.length);
  return route.rewrite.endsWith("/") && extra.startsWith("/")
    ? route.rewrite + extra.slice(1)
    : route.rewrite + extra;
}

function proxied(entrance: Entrance, route: Route, service: string, prefix: string): readonly string[] {
  const { timeouts, streaming, websocket } = route;
  const idle = Math.max(
    0,
    ...[streaming?.idle, websocket?.idle].map((d) => (d === undefined ? 0 : seconds(d))),
  );
  const read = Math.max(timeouts?.read === undefined ? standardRead : seconds(timeouts.read), idle);
  const send = Math.max(
    timeouts?.send === undefined ? standardRead : seconds(timeouts.send),
    websocket === undefined ? 0 : idle,
  );
  const header = entrance.correlationHeader;
  return [
    `proxy_pass http://${service}${rewriteTarget(route, prefix)};`,
    "proxy_http_version 1.1;",
    "proxy_set_header Host $host;",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    "proxy_set_header X-Forwarded-Proto $scheme;",
    "proxy_set_header X-Forwarded-Host $http_host;",
    ...(header === undefined
      ? []
      : [`proxy_set_header ${header} $correlation_id;`, `proxy_hide_header ${header};`]),
    ...(websocket === undefined
      ? ['proxy_set_header Connection "";']
      : ["proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection $connection_upgrade;"]),
    `proxy_connect_timeout ${timeouts?.connect === undefined ? standardRead : seconds(timeouts.connect)}s;`,
    `proxy_send_timeout ${send}s;`,
    `proxy_read_timeout ${read}s;`,
    "proxy_next_upstream error timeout http_502;",
    ...(streaming === undefined ? [] : ["proxy_buffering off;", "proxy_cache off;"]),
  ];
}

function routeLocations(entrance: Entrance, route: Route, own: readonly Location[]): readonly string[] {
  if (!("service" in route.to)) return [];
  const { service } = route.to;
  return own.flatMap(({ head, prefix }) =>
    block(head, [
      ...(route.limit === undefined
        ? []
        : [`limit_req zone=${route.limit.zone} burst=${route.limit.burst} nodelay;`]),
      ...(route.maxBody === undefined ? [] : [`client_max_body_size ${bytes(route.maxBody)};`]),
      ...proxied(entrance, route, service, prefix),
      ...Object.entries(route.headers ?? {}).map(([name, value]) => `add_header ${name} "${value}" always;`),
      // A location with headers of its own inherits none from the server.
      ...(route.headers === undefined ? [] : serverHeaders(entrance)),
    ]),
  );
}

function serverHeaders(entrance: Entrance): readonly string[] {
  const { headers, correlationHeader } = entrance;
  return [
    ...Object.entries(headers ?? {}).map(([name, value]) => `add_header ${name} "${value}" always;`),
    ...(correlationHeader === undefined ? [] : [`add_header ${correlationHeader} $correlation_id always;`]),
  ];
}

/** One server for each host that a route names, and one for all others. */
function publicServers(entrance: Entrance, listen: number): readonly string[] {
  const hosts = [...new Set(entrance.routes.flatMap(({ host }) => host ?? []))].sort();
  const internal = (entrance.internalPaths ?? []).flatMap((path) => locations({ match: "prefix", path }));
  return [undefined, ...hosts].flatMap((host) => {
    const routes = entrance.routes.filter((route) => route.host === host);
    const own = ownLocations(routes);
    return block("server", [
      `listen ${listen}${host === undefined ? " default_server" : ""};`,
      `server_name ${host ?? "_"};`,
      ...serverHeaders(entrance),
      ...internal.flatMap(({ head }) => block(head, ["return 404;"])),
      ...routes.flatMap((route, index) => routeLocations(entrance, route, own[index] ?? [])),
      ...(routes.some(({ path, match }) => path === "/" && match === "prefix")
        ? []
        : block("location /", ["return 404;"])),
    ]);
  });
}

function mainConfiguration(entrance: Entrance, options: NginxOptions): string {
  const rate = { second: "r/s", minute: "r/m" };
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const lines = [
    "daemon off;",
    "pid /tmp/nginx.pid;",
    "error_log /dev/stderr warn;",
    "worker_processes auto;",
    `worker_shutdown_timeout ${seconds(options.drain ?? "20s")}s;`,
    ...block("events", ["worker_connections 4096;"]),
    ...block("http", [
      "include /etc/nginx/mime.types;",
      "default_type application/octet-stream;",
      "server_tokens off;",
      ...temp.map((name) => `${name}_temp_path /tmp/${name};`),
      "keepalive_timeout 65s;",
      // A client that sends on an idle connection while old workers leave still gets its answer.
      "keepalive_min_timeout 10s;",
      "resolver 127.0.0.11 valid=1s ipv6=off;",
      ...block("map $http_upgrade $connection_upgrade", ["default upgrade;", "'' '';"]),
      ...(entrance.correlationHeader === undefined ? [] : correlation(entrance.correlationHeader)),
      ...accessLog(entrance, options.logs),
      ...(entrance.limits ?? []).map(
        ({ name, requests, per }) =>
          `limit_req_zone $binary_remote_addr zone=${name}:10m rate=${requests}${rate[per]};`,
      ),
      ...(entrance.limits === undefined ? [] : ["limit_req_status 429;"]),
      ...(entrance.gzip === undefined
        ? []
        : ["gzip on;", "gzip_vary on;", `gzip_types ${entrance.gzip.join(" ")};`]),
      ...upstreams(entrance, options),
      ...internalServer(options),
      ...publicServers(entrance, options.listen),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * The configuration of an entrance as files below `folder` (nginx ≥ 1.27.4): `nginx.conf` and one file of
 * servers for each service, so that a reload can add the new ones before the old ones go. It runs without
 * root on a read-only root file system: everything it writes goes to `/tmp`.
 */
export function renderNginx(entrance: Entrance, options: NginxOptions): Readonly<Record<string, string>> {
  const servers = serviceNames(options).map((name) => {
    const { servers, port } = options.upstreams[name] ?? { servers: [], port: 0 };
    // `resolve`: an instance that the engine restarts may come back under another address.
    const lines = [...servers].sort().map((server) => `server ${server}:${port} resolve max_fails=0;\n`);
    return [`servers/${name}`, lines.join("")] as const;
  });
  return { "nginx.conf": mainConfiguration(entrance, options), ...Object.fromEntries(servers) };
}

/** The services that an entrance sends requests to, with the port of each. */
export function upstreamPorts(system: System): Readonly<Record<string, number>> {
  const services = (system.entrance?.routes ?? []).flatMap(({ to }) => ("service" in to ? [to] : []));
  return Object.fromEntries(
    services.flatMap(({ service: name, port }) => {
      const found = system.services.find((service) => service.name === name);
      const number = port === undefined ? found?.port : found?.ports?.[port];
      return number === undefined ? [] : [[name, number]];
    }),
  );
}
