import { seconds, type Duration, type Entrance, type Route, type System } from "../../model";
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

/** The ports of services that an entrance sends requests to, by the name of their upstream. */
export function upstreamsOf(
  system: System,
): Readonly<Record<string, { readonly service: string; readonly port: number }>> {
  const destinations = (system.entrance?.routes ?? []).flatMap(({ to }) => ("service" in to ? [to] : []));
  return Object.fromEntries(
    destinations.flatMap((to) => {
      const found = system.services.find(({ name }) => name === to.service);
      const port = to.port === undefined ? found?.port : found?.ports?.[to.port];
      return port === undefined ? [] : [[upstreamName(to), { service: to.service, port }]];
    }),
  );
}

const standardDrain = 10;

/** The longest time that a service behind the entrance lets its open responses live when it stops. */
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
 * How often a balancer is named: a request that meets an instance which has just died is sent again, and each time the
 * balancer may choose another.
 */
const balancerTries = 12;
/**
 * Seconds that a connection through a balancer is used at most. An instance that leaves gets no new ones, and waits
 * longer than this until it stops.
 */
const balancerKeepalive = 5;

/** The servers of one upstream as nginx reads them. */
export function serverLines(servers: readonly string[], port: number, { names }: NginxOptions): string {
  const lines =
    names === "balancer"
      ? servers.flatMap((server) =>
          Array<string>(balancerTries).fill(`server ${server}:${port} max_fails=0;\n`),
        )
      : // `resolve`: an instance that the engine restarts may come back under another address.
        servers.map((server) => `server ${server}:${port} resolve max_fails=0;\n`);
  return lines.join("");
}

/** The groups of servers that requests are sent to, and those that a reload tries before. */
export function upstreamBlocks(entrance: Entrance, options: NginxOptions): readonly string[] {
  return upstreamNames(options).flatMap((name) => [
    ...block(`upstream ${name}`, [
      `zone ${name} 64k;`,
      `include ${options.folder}/servers/${name};`,
      `keepalive ${entrance.keepalive?.[name.split(".")[0] ?? name] ?? 16};`,
      ...(options.names === "balancer" ? [`keepalive_time ${balancerKeepalive}s;`] : []),
    ]),
    // The same service as it will be after the reload: asked on the loopback until it answers.
    ...(options.names === "balancer"
      ? []
      : block(`upstream next-${name}`, [
          `zone next-${name} 64k;`,
          `include ${options.folder}/next/${name};`,
        ])),
  ]);
}

/** What is asked on nginx's own loopback: its health, its generation, and the instances to come. */
export function internalServer(options: NginxOptions): readonly string[] {
  return block("server", [
    `listen 127.0.0.1:${options.internal};`,
    "access_log off;",
    ...block("location = /healthz", ["return 200;"]),
    ...block("location = /generation", [`include ${options.folder}/generation;`]),
    ...(options.names === "balancer" ? [] : upstreamNames(options)).flatMap((name) =>
      block(`location = /next/${name}`, [
        `proxy_pass http://next-${name}/;`,
        "proxy_connect_timeout 1s;",
        "proxy_read_timeout 5s;",
      ]),
    ),
  ]);
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
export function patience(entrance: Entrance, { drain }: Pick<NginxOptions, "drain">): number {
  const wanted = Math.max(seconds(drain ?? "0s"), ...entrance.routes.map(idleOf));
  return Math.min(longestPatience, Math.max(shortestPatience, wanted));
}
