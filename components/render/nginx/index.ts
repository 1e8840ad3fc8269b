import type { Entrance } from "../../model";
import { accessLog, correlation } from "./log";
import type { NginxOptions } from "./options";
import { publicServers } from "./servers";
import { block } from "./text";
import { internalServer, patience, serverLines, upstreamBlocks, upstreamNames } from "./upstreams";

export {
  certificateFile,
  configurationFolder,
  hiddenPath,
  sitesFolder,
  type NginxOptions,
  type PublishedSite,
} from "./options";
export { longestDrain, upstreamsOf } from "./upstreams";

/** RFC 9239 made another name the common one; mime.types has the old or the new, as its release is. */
function compressed(types: readonly string[]): readonly string[] {
  const both = ["application/javascript", "text/javascript"];
  const scripts = types.some((type) => both.includes(type)) ? both : [];
  return [...new Set([...types, ...scripts])];
}

function mainConfiguration(entrance: Entrance, options: NginxOptions): string {
  const rate = { second: "r/s", minute: "r/m" };
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const lines = [
    "daemon off;",
    "pid /tmp/nginx.pid;",
    "error_log /dev/stderr warn;",
    "worker_processes auto;",
    // A file for the client's side of a connection, one for the service's, and some for logs and sites.
    "worker_rlimit_nofile 10240;",
    `worker_shutdown_timeout ${patience(entrance, options)}s;`,
    ...block("events", [`worker_connections ${entrance.settings?.worker_connections ?? "4096"};`]),
    ...block("http", [
      "include /etc/nginx/mime.types;",
      "default_type application/octet-stream;",
      "server_tokens off;",
      ...temp.map((name) => `${name}_temp_path /tmp/${name};`),
      "keepalive_timeout 65s;",
      // A client that sends on an idle connection while old workers leave still gets its answer.
      "keepalive_min_timeout 10s;",
      ...(options.names === "balancer" ? [] : ["resolver 127.0.0.11 valid=1s ipv6=off;"]),
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
        : ["gzip on;", "gzip_vary on;", `gzip_types ${compressed(entrance.gzip).join(" ")};`]),
      ...upstreamBlocks(entrance, options),
      ...internalServer(options),
      ...publicServers(entrance, options),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * The configuration of an entrance as files below `folder` (nginx ≥ 1.27.4): `nginx.conf`, one file of servers for
 * each upstream, so that a reload can add the new ones before the old ones go, and the name of each site's release.
 * It runs without root on a read-only root file system: everything it writes goes to `/tmp`.
 *
 * @throws RangeError when a route leads to a site that is not in `sites`, or TLS has no port to listen on
 */
export function renderNginx(entrance: Entrance, options: NginxOptions): Readonly<Record<string, string>> {
  const servers = upstreamNames(options).map((name) => {
    const { servers, port } = options.upstreams[name] ?? { servers: [], port: 0 };
    return [`servers/${name}`, serverLines([...servers].sort(), port, options)] as const;
  });
  const sites = Object.entries(options.sites ?? {})
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { release }]) => [`sites/${name}`, release] as const);
  return {
    "nginx.conf": mainConfiguration(entrance, options),
    ...Object.fromEntries([...servers, ...sites]),
  };
}
