import {
  answerOf,
  answering,
  barePaths,
  baseOf,
  hiddenByRewrite,
  isInternal,
  proxySize,
  staysPlain,
  type Ingress,
  type Route,
} from "../../model";
import { portSuffix } from "./forwarded";
import { gatewayServer, guardedLocations } from "./gateway";
import { serverHeaders } from "./headers";
import { locations, locationsBelow, ownLocations } from "./locations";
import { certificateFile, type NginxFront, type NginxOptions, type TlsPlaces } from "./options";
import { routeLocations, type Served } from "./routes";
import { block, places, type Place } from "./text";
import { mainHost } from "./upstreams";

/** Mozilla's intermediate policy: every browser of the last ten years, forward secrecy, no CBC. */
const ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** How every server with TLS speaks it, where nobody does so in front. */
function tlsPolicy(ingress: Ingress, { folder, front }: NginxOptions): readonly string[] {
  if (front !== undefined) return [];
  const pair = `${folder}/${certificateFile}`;
  return [
    `ssl_certificate ${pair};`,
    `ssl_certificate_key ${pair};`,
    "ssl_protocols TLSv1.2 TLSv1.3;",
    `ssl_ciphers ${ciphers};`,
    "ssl_prefer_server_ciphers off;",
    "ssl_session_timeout 1d;",
    `ssl_session_cache shared:SSL:${proxySize(ingress).sessions}m;`,
    // A ticket's key would outlive the sessions that it protects.
    "ssl_session_tickets off;",
    "http2 on;",
  ];
}

/**
 * Connections that may wait to be accepted. nginx' own 511 are taken in two seconds by the clients of a busy moment, and who
 * comes after them is reset; the kernel allows no more than its net.core.somaxconn, 4096 since Linux 5.4.
 */
const backlog = 4096;

/** Hosts that the same routes answer. */
interface Group {
  /** As nginx reads names; `_` stands for every other one. */
  readonly names: readonly string[];
  readonly routes: readonly Route[];
  readonly host: string;
  readonly anyName: boolean;
}

/** Whether nginx itself speaks TLS on a port. */
function speaksTls({ secure, options }: Served): boolean {
  return secure && options.front === undefined;
}

/** The first server of a port sets what holds for the whole port. */
function listen(served: Served, port: number, names: readonly string[]): readonly string[] {
  const first = names.includes("_");
  return [
    `listen ${port}${speaksTls(served) ? " ssl" : ""}${first ? ` default_server backlog=${backlog}` : ""};`,
    `server_name ${names.join(" ")};`,
  ];
}

/** The routes of one host. */
function routesOf({ routes }: Ingress, host: string): readonly Route[] {
  const own = routes.filter((route) => route.host === host);
  return own.length > 0 ? own : routes.filter((route) => route.host === undefined);
}

/** The hosts that have routes of their own, and those that share the others. */
function namedGroups(ingress: Ingress): readonly Group[] {
  const named = [...new Set(ingress.routes.flatMap(({ host }) => host ?? []))].sort();
  const rest = [...new Set(ingress.hosts)].filter((host) => !named.includes(host));
  const known = { host: "$host", anyName: false };
  return [
    ...(rest.length === 0
      ? []
      : [{ ...known, names: rest, routes: ingress.routes.filter(({ host }) => host === undefined) }]),
    ...named.map((host) => ({ ...known, names: [host], routes: routesOf(ingress, host) })),
  ];
}

/** Whoever asks by an address: an IPv4 or an IPv6 one, or without any name, as HTTP/1.0 allows. */
const addresses = ['""', '"~^[0-9.]+$"', '"~^\\[[0-9a-f:.]+\\]$"'];

function refuses({ ingress, options }: Served): boolean {
  return options.unknownHosts === "refused" && ingress.hosts.length > 0;
}

/** The server of every name that is not one of the ingress's. */
function refusing(served: Served, port: number): readonly string[] {
  return block("server", [
    ...listen(served, port, ["_"]),
    // Who names a host by TLS that is not here gets no certificate to look at.
    ...(speaksTls(served) ? ["ssl_reject_handshake on;"] : []),
    ...serverHeaders(served.ingress, served),
    ...block("location /", ["return 421;"]),
  ]);
}

/** The names that AWS gives its load balancers, by which Route 53 asks whether a region serves. */
const balancerNames = String.raw`"~^[^.]+\.[a-z0-9-]+\.elb\.amazonaws\.com(?:\.cn)?$"`;

/** A path of the ingress's first name, for who asks by the load balancer's own. */
function failoverPlaces(served: Served, path: string | undefined): readonly Place[] {
  if (path === undefined) return [];
  const { ingress } = served;
  const host = mainHost(ingress);
  const answered = answerOf({ ...ingress, routes: routesOf(ingress, host) }, path);
  if (answered === undefined) return [];
  return routeLocations(
    { ...served, host, anyName: false },
    answered.route,
    locations({ match: "exact", path }),
  );
}

/** A load balancer asks by an address; whoever else does so is told that he is wrong here. */
function askedByBalancer(served: Served, port: number, { health, failover }: NginxFront): readonly string[] {
  return block("server", [
    ...listen(served, port, failover === undefined ? addresses : [...addresses, balancerNames]),
    ...block(`location = ${health}`, ["access_log off;", "return 200;"]),
    ...places(failoverPlaces(served, failover)),
    ...block("location /", ["return 421;"]),
  ]);
}

/** The servers of one port, each with what it answers. */
function servers(
  served: Served,
  port: number,
  {
    redirects,
    answers,
  }: { readonly redirects: boolean; readonly answers: (group: Group) => readonly string[] },
): readonly string[] {
  const { ingress } = served;
  const main = mainHost(ingress);
  const rest = ingress.routes.filter(({ host }) => host === undefined);
  const groups = namedGroups(ingress);
  const server = (group: Group): readonly string[] =>
    block("server", [
      ...listen(served, port, group.names),
      ...serverHeaders(ingress, served),
      ...gatewayServer(ingress, serverHeaders(ingress, served)),
      ...answers(group),
    ]);
  const { front } = served.options;
  const asked = front === undefined ? [] : askedByBalancer(served, port, front);
  if (!refuses(served)) {
    const all = { names: ["_"], routes: rest, host: "$host", anyName: true };
    // Names without routes of their own need a server only where each is led back to itself.
    const apart = ({ routes, names }: Group): boolean =>
      routes[0]?.host === undefined ? redirects && names.some((name) => name !== main) : true;
    return [...[all, ...groups.filter(apart)].flatMap(server), ...asked];
  }
  // By an address it is asked whether the host is well, and people who know no name are led to it.
  const byAddress = { names: addresses, routes: routesOf(ingress, main), host: main, anyName: false };
  const known = served.secure || front !== undefined ? groups : [byAddress, ...groups];
  return [...refusing(served, port), ...asked, ...known.flatMap(server)];
}

const nothing: readonly string[] = ["return 404;"];

/** What is for the inside alone, as it is asked for. */
function internalPlaces({ internalPaths = [] }: Ingress): readonly Place[] {
  return internalPaths
    .flatMap((path) => locations({ match: "prefix", path: baseOf(path) === "" ? "/" : baseOf(path) }))
    .map(({ head }) => ({ head, body: nothing }));
}

/** What a rewrite would turn into a path that is for the inside alone. */
function hiddenPlaces({ internalPaths }: Ingress, routes: readonly Route[]): readonly Place[] {
  return hiddenByRewrite({ routes, internalPaths })
    .flatMap((hidden) => locations(hidden))
    .map(({ head }) => ({ head, body: nothing }));
}

/** What needs a token below a place that needs none. */
function guardedPlaces(
  served: Served,
  routes: readonly Route[],
  within: (path: string) => boolean = () => true,
): readonly Place[] {
  return guardedLocations(served.ingress, routes)
    .filter(({ own: [{ prefix }] }) => within(prefix))
    .flatMap(({ route, own }) => routeLocations(served, route, own));
}

/** nginx answers `/a` with a redirect where only `/a/` has a place; it belongs to the route that covers it. */
function barePlaces(served: Served, routes: readonly Route[]): readonly Place[] {
  return barePaths(routes).flatMap(({ path, route }) =>
    route === undefined
      ? [{ head: `location = ${path}`, body: nothing }]
      : routeLocations(served, route, locations({ match: "exact", path })),
  );
}

/** Every host with all its routes. */
function fullServers(served: Served, port: number): readonly string[] {
  const { ingress } = served;
  const answers = (group: Group): readonly string[] => {
    const { routes } = group;
    const own = ownLocations(routes);
    const asked = { ...served, host: group.host, anyName: group.anyName };
    return places([
      ...internalPlaces(ingress),
      ...routes.flatMap((route, index) => routeLocations(asked, route, own[index] ?? [])),
      ...hiddenPlaces(ingress, routes),
      ...guardedPlaces(asked, routes),
      ...barePlaces(asked, routes),
      { head: "location /", body: nothing },
    ]);
  };
  return servers(served, port, { redirects: false, answers });
}

/** Plain HTTP beside TLS: challenges, the paths that stay plain, and the way to HTTPS for all else. */
function redirectingServers(served: Served, { challenges }: TlsPlaces): readonly string[] {
  const { ingress, options } = served;
  const plainPaths = (ingress.plainPaths ?? []).filter((path) => !isInternal(ingress, path));
  const answers = (group: Group): readonly string[] => {
    // Never to a name that the client made up.
    const host = group.names.includes("_") ? mainHost(ingress) : group.host;
    const redirect = [`return 301 https://${host}${portSuffix(ingress, true)}$request_uri;`];
    const asked = { ...served, host: group.host, anyName: group.anyName };
    const plain = locationsBelow(group.routes, plainPaths).flatMap(({ route, own }) =>
      routeLocations(asked, route, own),
    );
    // nginx would redirect `/a` by itself where only `/a/` has a place.
    const bare = plain.flatMap(({ head }) => {
      const below = /^location \^~ (.+)\/$/.exec(head)?.[1];
      if (below === undefined) return [];
      const route = answering(group.routes, below);
      return route !== undefined && staysPlain({ routes: group.routes, plainPaths }, below)
        ? routeLocations(asked, route, locations({ match: "exact", path: below }))
        : [{ head: `location = ${below}`, body: redirect }];
    });
    return places([
      ...(challenges === undefined
        ? []
        : [
            {
              head: "location ^~ /.well-known/acme-challenge/",
              body: [`root ${challenges};`, "default_type text/plain;", "try_files $uri =404;"],
            },
          ]),
      ...(plain.length === 0 ? [] : [...internalPlaces(ingress), ...hiddenPlaces(ingress, group.routes)]),
      ...plain,
      ...guardedPlaces(asked, group.routes, (path) => staysPlain({ routes: group.routes, plainPaths }, path)),
      ...bare,
      { head: "location /", body: redirect },
    ]);
  };
  return servers(served, options.listen, { redirects: true, answers });
}

/** Everything that the outside reaches. */
export function publicServers(ingress: Ingress, options: NginxOptions): readonly string[] {
  const plain: Served = { ingress, options, secure: false, host: "$host", anyName: true };
  if (ingress.tls === undefined) return fullServers(plain, options.listen);
  const { tls } = options;
  if (tls === undefined) throw new RangeError(`${ingress.name} speaks TLS, so it needs a port for it`);
  return [
    ...tlsPolicy(ingress, options),
    ...redirectingServers(plain, tls),
    ...fullServers({ ...plain, secure: true }, tls.listen),
  ];
}
