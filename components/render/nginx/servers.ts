import type { Entrance } from "../../model";
import { serverHeaders } from "./headers";
import { locations, locationsBelow, ownLocations } from "./locations";
import { certificateFile, type NginxOptions, type TlsPlaces } from "./options";
import { routeLocations, type Served } from "./routes";
import { block } from "./text";

/** Mozilla's intermediate policy: every browser of the last ten years, forward secrecy, no CBC. */
const ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** How every server with TLS speaks it. */
function tlsPolicy({ folder }: NginxOptions): readonly string[] {
  const pair = `${folder}/${certificateFile}`;
  return [
    `ssl_certificate ${pair};`,
    `ssl_certificate_key ${pair};`,
    "ssl_protocols TLSv1.2 TLSv1.3;",
    `ssl_ciphers ${ciphers};`,
    "ssl_prefer_server_ciphers off;",
    "ssl_session_timeout 1d;",
    "ssl_session_cache shared:SSL:50m;",
    // A ticket's key would outlive the sessions that it protects.
    "ssl_session_tickets off;",
    "http2 on;",
  ];
}

/** The hosts that routes name, sorted; `undefined` stands for all others. */
function hostsOf(entrance: Entrance): readonly (string | undefined)[] {
  return [undefined, ...[...new Set(entrance.routes.flatMap(({ host }) => host ?? []))].sort()];
}

/**
 * Connections that may wait to be accepted. nginx' own 511 are taken in two seconds by the clients of a busy moment, and who
 * comes after them is reset; the kernel allows no more than its net.core.somaxconn, 4096 since Linux 5.4.
 */
const backlog = 4096;

/** The first server of a port sets what holds for the whole port. */
function listen(port: number, host: string | undefined, extra = ""): readonly string[] {
  return [
    `listen ${port}${extra}${host === undefined ? ` default_server backlog=${backlog}` : ""};`,
    `server_name ${host ?? "_"};`,
  ];
}

function internalPaths({ internalPaths: paths }: Entrance): readonly string[] {
  return (paths ?? [])
    .flatMap((path) => locations({ match: "prefix", path }))
    .flatMap(({ head }) => block(head, ["return 404;"]));
}

/** One server for each host that a route names, and one for all others, with all routes. */
function fullServers(served: Served, port: number): readonly string[] {
  const { entrance, secure } = served;
  return hostsOf(entrance).flatMap((host) => {
    const routes = entrance.routes.filter((route) => route.host === host);
    const own = ownLocations(routes);
    return block("server", [
      ...listen(port, host, secure ? " ssl" : ""),
      ...serverHeaders(entrance, served),
      ...internalPaths(entrance),
      ...routes.flatMap((route, index) => routeLocations(served, route, own[index] ?? [])),
      ...(routes.some(({ path, match }) => path === "/" && match === "prefix")
        ? []
        : block("location /", ["return 404;"])),
    ]);
  });
}

/** Plain HTTP beside TLS: challenges, the paths that stay plain, and the way to HTTPS for all else. */
function redirectingServers(served: Served, { challenges }: TlsPlaces): readonly string[] {
  const { entrance, options } = served;
  const { https, plainPaths } = entrance;
  const port = https === undefined || https.port === 443 ? "" : `:${https.port}`;
  const hosts = plainPaths === undefined ? [undefined] : hostsOf(entrance);
  return hosts.flatMap((host) => {
    const routes = entrance.routes.filter((route) => route.host === host);
    return block("server", [
      ...listen(options.listen, host),
      ...serverHeaders(entrance, served),
      ...(challenges === undefined
        ? []
        : block("location ^~ /.well-known/acme-challenge/", [
            `root ${challenges};`,
            "default_type text/plain;",
            "try_files $uri =404;",
          ])),
      ...locationsBelow(routes, plainPaths ?? []).flatMap(({ route, own }) =>
        routeLocations(served, route, own),
      ),
      ...block("location /", [`return 301 https://$host${port}$request_uri;`]),
    ]);
  });
}

/** Everything that the outside reaches. */
export function publicServers(entrance: Entrance, options: NginxOptions): readonly string[] {
  const plain: Served = { entrance, options, secure: false };
  if (entrance.tls === undefined) return fullServers(plain, options.listen);
  const { tls } = options;
  if (tls === undefined) throw new RangeError(`${entrance.name} speaks TLS, so it needs a port for it`);
  return [
    ...tlsPolicy(options),
    ...redirectingServers(plain, tls),
    ...fullServers({ ...plain, secure: true }, tls.listen),
  ];
}
