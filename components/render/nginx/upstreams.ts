import {
  portsOf,
  seconds,
  siteServerOf,
  type Duration,
  type Ingress,
  type Route,
  type System,
} from "../../model";
import type { NginxOptions } from "./options";
import { block } from "./text";

/** How nginx calls a port of a service: by the service's name, and by the port's where a route names one. */
export function upstreamName({
  service,
  port,
}: {
  readonly service: string;
  readonly port?: string;
}): string {
  // A service's name has no dot.
  return port === undefined ? service : `${service}.${port}`;
}

/** How an engine that serves no files calls whom a route leads to: a port of a service, or what serves the sites. */
export function destinationName(ingress: Ingress, { to }: Route): string {
  return "service" in to ? upstreamName(to) : (siteServerOf({ ingress })?.name ?? to.site);
}

/** The ports of services that an ingress sends requests to, by the name of their upstream. */
export function upstreamsOf(
  system: System,
): Readonly<Record<string, { readonly service: string; readonly port: number }>> {
  const destinations = (system.ingress?.routes ?? []).flatMap(({ to }) => ("service" in to ? [to] : []));
  return Object.fromEntries(
    destinations.flatMap((to) => {
      const found = system.services.find(({ name }) => name === to.service);
      const port = found === undefined ? undefined : portsOf(found)[to.port ?? "main"];
      return port === undefined ? [] : [[upstreamName(to), { service: to.service, port }]];
    }),
  );
}

const standardDrain = 10;

/** The longest time that a service behind the ingress lets its open responses live when it stops. */
export function longestDrain(system: System): Duration {
  const behind = new Set(Object.values(upstreamsOf(system)).map(({ service }) => service));
  const drains = system.services
    .filter(({ name }) => behind.has(name))
    .map(({ drain }) => seconds(drain?.delay ?? "0s") + seconds(drain?.deadline ?? `${standardDrain}s`));
  return `${Math.max(0, ...drains)}s`;
}

/** The names of all upstreams, sorted. */
export function upstreamNames(options: NginxOptions): readonly string[] {
  return Object.keys(options.upstreams).sort();
}

/**
 * How often a balancer is named: a request that is refused by an instance which has just died is sent again, and each time the
 * balancer may choose another.
 */
const balancerTries = 12;
/** How often a request is sent at most where instances are named themselves. */
const instanceTries = 3;
/** Seconds in which it may be sent again: longer than an address that has just gone takes to be known as such, which is three. */
const retryWindow = 5;
/**
 * Seconds that a connection through a balancer is used at most. An instance that leaves gets no new ones, and waits
 * longer than this until it stops.
 */
const balancerKeepalive = 5;

/**
 * An instance that let three requests wait in vain is asked once in half a minute, until it answers. Three, because one slow path is
 * no reason to leave an instance out.
 */
const rotation = "max_fails=3 fail_timeout=30s";

/** The servers of one upstream as nginx reads them. */
export function serverLines(servers: readonly string[], port: number, { names }: NginxOptions): string {
  const lines =
    names === "balancer"
      ? servers.flatMap((server) =>
          Array<string>(balancerTries).fill(`server ${server}:${port} max_fails=0;\n`),
        )
      : servers.flatMap((server) => [
          // `resolve`: an instance that the engine restarts may come back under another address.
          `server ${server}:${port} resolve ${rotation};\n`,
          // Where all are out of rotation, all are asked: one slow path must not shut the service.
          `server ${server}:${port} resolve max_fails=0 backup;\n`,
        ]);
  return lines.join("");
}

/**
 * When a request is sent to another instance: where it was refused or its connection broke before there was an answer. One that is
 * only slow was received, and an error that the application sends is its answer.
 */
export function retries({ names }: NginxOptions): readonly string[] {
  return [
    "proxy_next_upstream error;",
    `proxy_next_upstream_tries ${names === "balancer" ? balancerTries : instanceTries};`,
    `proxy_next_upstream_timeout ${retryWindow}s;`,
  ];
}

/** KiB that the servers of an upstream are kept in: old and new ones together, each twice, with room for many more. */
function zoneSize(count: number): number {
  return Math.max(1024, 64 * Math.ceil(count / 5));
}

/** The upstream of the same instances as they will be after a reload; no service and no port has an underscore in its name. */
function coming(name: string): string {
  return `next_${name}`;
}

/** The groups of servers that requests are sent to, and those that a reload tries before. */
export function upstreamBlocks(ingress: Ingress, options: NginxOptions): readonly string[] {
  return upstreamNames(options).flatMap((name) => {
    const size = zoneSize(options.upstreams[name]?.servers.length ?? 0);
    return [
      ...block(`upstream ${name}`, [
        `zone ${name} ${size}k;`,
        // One that hangs holds what it was sent, so others get what comes after.
        ...(options.names === "balancer" ? [] : ["least_conn;"]),
        `include ${options.folder}/servers/${name};`,
        `keepalive ${ingress.keepalive?.[name.split(".")[0] ?? name] ?? 16};`,
        ...(options.names === "balancer" ? [`keepalive_time ${balancerKeepalive}s;`] : []),
      ]),
      // The same service as it will be after the reload: asked on the loopback until it answers.
      ...(options.names === "balancer"
        ? []
        : block(`upstream ${coming(name)}`, [
            `zone ${coming(name)} ${size}k;`,
            `include ${options.folder}/next/${name};`,
          ])),
    ];
  });
}

/** What is asked on nginx's own loopback: its health, its generation, and the instances to come. */
export function internalServer({ hosts }: Ingress, options: NginxOptions): readonly string[] {
  return block("server", [
    `listen 127.0.0.1:${options.internal};`,
    "access_log off;",
    ...block("location = /healthz", ["return 200;"]),
    ...block("location = /generation", [`include ${options.folder}/generation;`]),
    ...(options.names === "balancer" ? [] : upstreamNames(options)).flatMap((name) =>
      block(`location = /next/${name}`, [
        `proxy_pass http://${coming(name)}/;`,
        // A service that looks at the name that it is asked by has this one among its own.
        `proxy_set_header Host ${mainHost({ hosts })};`,
        "proxy_connect_timeout 1s;",
        "proxy_read_timeout 5s;",
      ]),
    ),
  ]);
}

/** The name that people use first. */
export function mainHost({ hosts }: Pick<Ingress, "hosts">): string {
  return hosts.find((host) => !host.includes("*")) ?? "localhost";
}

const shortestPatience = 20;
const longestPatience = 3600;

/** Seconds of silence that an open response of a route may keep. */
export function idleOf({ streaming, websocket }: Route): number {
  return Math.max(0, ...[streaming?.idle, websocket?.idle].map((d) => (d === undefined ? 0 : seconds(d))));
}

/**
 * Seconds that old workers may finish what they hold after a reload: as long as the application itself would let
 * a response live. An old worker ends earlier, with its last connection.
 */
export function patience(ingress: Ingress, { drain }: Pick<NginxOptions, "drain">): number {
  const wanted = Math.ceil(Math.max(seconds(drain ?? "0s"), ...ingress.routes.map(idleOf)));
  return Math.min(longestPatience, Math.max(shortestPatience, wanted));
}
