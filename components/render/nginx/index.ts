import {
  bodyBuffers,
  nginxSettings,
  proxySize,
  wholeRate,
  type Ingress,
  type ProxySize,
  type RateLimit,
} from "../../model";
import { trust } from "./forwarded";
import { accessLog, correlation } from "./log";
import { gatewayFiles, gatewayRules } from "./gateway";
import { measuring, metricsFiles, metricsServer, modules } from "./metrics";
import type { NginxOptions } from "./options";
import { limitZone } from "./routes";
import { publicServers } from "./servers";
import { block, dollarVariable } from "./text";
import { internalServer, patience, serverLines, upstreamBlocks, upstreamNames } from "./upstreams";

export {
  certificateFile,
  configurationFolder,
  hiddenPath,
  sitesFolder,
  type NginxFront,
  type NginxOptions,
  type PublishedSite,
} from "./options";
export { jwtFile, renderJwtFile } from "./gateway";
export { longestDrain, upstreamsOf } from "./upstreams";

/** RFC 9239 made another name the common one; mime.types has the old or the new, as its release is. */
function compressed(types: readonly string[]): readonly string[] {
  const both = ["application/javascript", "text/javascript"];
  const scripts = types.some((type) => both.includes(type)) ? both : [];
  return [...new Set([...types, ...scripts])];
}

function rateOf(limit: RateLimit): string {
  const { requests, per } = wholeRate(limit);
  return `${requests}${per === "second" ? "r/s" : "r/m"}`;
}

/** Room for headers, and for bodies that pass through: nothing of one is kept on the way, in memory or on a disk. */
function passage({ headers, body }: ProxySize): readonly string[] {
  return [
    "client_header_buffer_size 1k;",
    `large_client_header_buffers 4 ${headers};`,
    "client_body_buffer_size 16k;",
    "proxy_request_buffering off;",
    `proxy_buffer_size ${headers};`,
    `proxy_buffers ${bodyBuffers} ${body};`,
    `proxy_busy_buffers_size ${Math.max(headers, body)};`,
    "proxy_max_temp_file_size 0;",
  ];
}

/** The settings of nginx's own that no other line has. */
function ownSettings({ settings = {} }: Ingress): readonly string[] {
  return Object.entries(settings)
    .filter(([name]) => nginxSettings[name]?.place === "http" && name !== "keepalive_timeout")
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name} ${value};`);
}

/** How long an idle connection is kept: of a load balancer in front for longer than it does itself. */
function keptIdle({ settings }: Ingress, { front }: NginxOptions): string {
  return front === undefined ? (settings?.keepalive_timeout ?? "65s") : `${front.idle + beyondIdle}s`;
}

/** Seconds that nginx keeps a connection longer than the load balancer in front of it. */
const beyondIdle = 10;

function mainConfiguration(ingress: Ingress, options: NginxOptions): string {
  const size = proxySize(ingress);
  const servers = publicServers(ingress, options);
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const lines = [
    ...modules(ingress, options),
    "daemon off;",
    "pid /tmp/nginx.pid;",
    "error_log /dev/stderr warn;",
    `worker_processes ${size.workers ?? "auto"};`,
    // A file for the client's side of a connection, one for the service's, and some for logs and sites.
    "worker_rlimit_nofile 10240;",
    `worker_shutdown_timeout ${patience(ingress, options)}s;`,
    ...block("events", [`worker_connections ${ingress.settings?.worker_connections ?? size.connections};`]),
    ...block("http", [
      "include /etc/nginx/mime.types;",
      "default_type application/octet-stream;",
      "server_tokens off;",
      // A redirect of nginx's own leads to where the client is, whatever the port in here.
      "absolute_redirect off;",
      "server_names_hash_bucket_size 512;",
      "server_names_hash_max_size 4096;",
      "proxy_headers_hash_bucket_size 256;",
      "proxy_headers_hash_max_size 2048;",
      ...passage(size),
      ...temp.map((name) => `${name}_temp_path /tmp/${name};`),
      `keepalive_timeout ${keptIdle(ingress, options)};`,
      // A client that sends on an idle connection while old workers leave still gets its answer.
      "keepalive_min_timeout 10s;",
      ...(options.names === "balancer" ? [] : ["resolver 127.0.0.11 valid=1s ipv6=off;"]),
      ...block("map $http_upgrade $connection_upgrade", ["default upgrade;", "'' '';"]),
      ...(ingress.correlationHeader === undefined ? [] : correlation(ingress.correlationHeader)),
      ...accessLog(ingress, options),
      ...measuring(options),
      ...(ingress.limits ?? []).map(
        (limit) =>
          `limit_req_zone $binary_remote_addr zone=${limitZone(limit.name)}:10m rate=${rateOf(limit)};`,
      ),
      ...(ingress.limits === undefined ? [] : ["limit_req_status 429;"]),
      ...(ingress.gzip === undefined || ingress.gzip.length === 0
        ? []
        : ["gzip on;", "gzip_vary on;", `gzip_types ${compressed(ingress.gzip).join(" ")};`]),
      ...ownSettings(ingress),
      ...dollarVariable(servers),
      ...trust(ingress, options),
      ...gatewayRules(ingress, options),
      ...upstreamBlocks(ingress, options),
      ...internalServer(ingress, options),
      ...metricsServer(options),
      ...servers,
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * The configuration of an ingress as files below `folder` (nginx ≥ 1.27.4): `nginx.conf`, one file of servers for
 * each upstream, so that a reload can add the new ones before the old ones go, and the name of each site's release.
 * It runs without root on a read-only root file system: everything it writes goes to `/tmp`.
 *
 * @throws RangeError when a route leads to a site that is not in `sites`, or TLS has no port to listen on
 */
export function renderNginx(ingress: Ingress, options: NginxOptions): Readonly<Record<string, string>> {
  const servers = upstreamNames(options).map((name) => {
    const { servers, port } = options.upstreams[name] ?? { servers: [], port: 0 };
    return [`servers/${name}`, serverLines([...servers].sort(), port, options)] as const;
  });
  const sites = Object.entries(options.sites ?? {})
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { release }]) => [`sites/${name}`, release] as const);
  return {
    "nginx.conf": mainConfiguration(ingress, options),
    ...gatewayFiles(ingress),
    ...metricsFiles(ingress, options),
    ...Object.fromEntries([...servers, ...sites]),
  };
}
