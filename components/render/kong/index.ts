import { readTimeout, rewritten, seconds, type Duration, type Ingress, type Route } from "../../model";
import { isGuarded } from "../nginx/gateway";
import type { Upstream } from "../nginx/options";
import { destinationName, mainHost } from "../nginx/upstreams";
import { groupsOf, placesOf, plainPlacesOf, priorityOf, type Group, type Place } from "../traefik/rules";
import type { KongPlugin, KongRoute, KongService, KongUpstream } from "./entities";
import { common, ends, loopback, responseHeaders, routePlugins, sends } from "./plugins";

export interface KongOptions {
  /** By the name that `upstreamName` gives. */
  readonly upstreams: Readonly<Record<string, Upstream>>;
  readonly unknownHosts: "refused" | "served";
  /**
   * Whom a server's name stands for: an instance, which a reload tries before it is asked (Docker), or a balancer in front of all
   * instances (Kubernetes). @default "instance"
   */
  readonly names?: "instance" | "balancer";
  /** Whether Prometheus asks for its requests. @default false */
  readonly measured?: boolean;
}

/** Stands for the generation in the rendered file until the reload knows it. */
export const kongGeneration = "@generation@";
/** The name by which the reload asks Kong for its generation and for the instances to come. */
export const kongInside = "trireme.internal";

/** Requests by service and status, and how long services take (https://developer.konghq.com/plugins/prometheus/). */
const measuring: KongPlugin = {
  name: "prometheus",
  config: { status_code_metrics: true, latency_metrics: true },
};

const standardWait: Duration = "60s";
/** How often a request is sent at most: a balancer may choose the same instance again, which has just died. */
const tries = { instance: 3, balancer: 12 } as const;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The places of one host as regular expressions, so that their order is ours alone; `rest` is what a rewrite keeps. */
function pathOf({ exact, path }: Place, keeps: boolean): string {
  return `~${escaped(path)}${exact ? "$" : keeps ? "(?<rest>.*)" : ""}`;
}

function sentPath(route: Route, { exact, path }: Place): string | undefined {
  // What serves sites finds a file by the path that was asked for.
  if (route.rewrite === undefined || "site" in route.to) return undefined;
  return exact ? rewritten(route, path) : `${rewritten(route, path)}$(uri_captures['rest'])`;
}

function milliseconds(wait: Duration): number {
  return Math.round(seconds(wait) * 1000);
}

/** How plain HTTP and HTTPS reach a place: Kong looks for a route by host and path, and only then at the protocol. */
type Reach = Pick<KongRoute, "protocols" | "https_redirect_status_code">;
const both: Reach = { protocols: ["http", "https"] };
const plainOnly: Reach = { protocols: ["http"] };
const secureOnly: Reach = { protocols: ["https"], https_redirect_status_code: 301 };

class Rendering {
  readonly routes = new Map<number, KongRoute[]>();
  /** Routes that no service answers. */
  readonly own: KongRoute[] = [];
  private count = 0;

  constructor(private readonly ingress: Ingress) {}

  group(group: Group): void {
    const { ingress } = this;
    const places = placesOf(ingress, group.routes);
    if (ingress.tls === undefined) {
      for (const place of places) this.place(group, place, plainOnly);
      return;
    }
    const plain = plainPlacesOf(ingress, group.routes);
    const known = new Set(plain.map(({ exact, path }) => `${exact} ${path}`));
    for (const place of plain) this.place(group, place, both);
    for (const place of places.filter(({ exact, path }) => !known.has(`${exact} ${path}`)))
      this.place(group, place, secureOnly);
  }

  /** Names that are not the ingress's. */
  refuse(): void {
    const place: Place = { exact: false, path: "/", route: undefined };
    const plugins = [...responseHeaders(this.ingress, undefined, false), ends(421)];
    this.own.push(this.route({ hosts: undefined, routes: [] }, place, both, plugins));
  }

  /** What is asked from inside the container alone. */
  inside(path: string, plugins: readonly KongPlugin[]): KongRoute {
    const place: Place = { exact: false, path, route: undefined };
    const group = { hosts: [kongInside], routes: [] };
    return this.route(group, place, plainOnly, [loopback, ...plugins], { preserve_host: false });
  }

  private place(group: Group, place: Place, reach: Reach): void {
    const { ingress } = this;
    const { route } = place;
    const secure = reach === secureOnly;
    if (route === undefined) {
      const plugins = [...common(ingress), ...responseHeaders(ingress, route, secure), ends(404)];
      this.own.push(this.route(group, place, reach, plugins));
      return;
    }
    const index = ingress.routes.indexOf(route);
    const guarded = isGuarded(ingress, place.path);
    const plugins = routePlugins(ingress, route, { secure, guarded, sent: sentPath(route, place) });
    const streams =
      route.streaming === undefined ? {} : { request_buffering: false, response_buffering: false };
    const made = this.route(group, place, reach, plugins, streams);
    this.routes.set(index, [...(this.routes.get(index) ?? []), made]);
  }

  private route(
    { hosts }: Group,
    place: Place,
    reach: Reach,
    plugins: readonly KongPlugin[],
    more: Partial<KongRoute> = {},
  ): KongRoute {
    return {
      name: `place-${this.count++}`,
      ...reach,
      ...(hosts === undefined ? {} : { hosts }),
      paths: [pathOf(place, place.route?.rewrite !== undefined)],
      regex_priority: priorityOf(place, hosts),
      strip_path: false,
      preserve_host: true,
      ...more,
      plugins,
    };
  }
}

function serviceOf(
  name: string,
  host: string,
  port: number,
  route: Route | undefined,
  routes: readonly KongRoute[],
  names: keyof typeof tries = "instance",
): KongService {
  const { timeouts } = route ?? {};
  const read = route === undefined ? 5 : readTimeout(route);
  const connect = route === undefined ? "1s" : (timeouts?.connect ?? standardWait);
  return {
    ...{ name, protocol: "http", host, port, retries: tries[names] - 1 },
    connect_timeout: milliseconds(connect),
    // A connection that is upgraded may be silent as long in this direction.
    write_timeout: Math.max(
      milliseconds(timeouts?.send ?? standardWait),
      route?.websocket === undefined ? 0 : read * 1000,
    ),
    read_timeout: read * 1000,
    routes,
  };
}

/** Of an upstream, whatever the service is called: a name that no DNS has. */
const balancerOf = (name: string): string => `${name}.upstream`;

function upstreamText(upstream: KongUpstream): string {
  const lines = Object.entries(upstream).map(
    ([key, value], index) => `${index === 0 ? "- " : "  "}${key}: ${JSON.stringify(value)}`,
  );
  return `${[...lines, "  targets:"].join("\n")}\n`;
}

/**
 * Whose tokens are taken, as a part of Kong's file.
 *
 * @param issuer as `renderJwtFile` renders it
 */
export function renderConsumers(issuer: string): string {
  const { issuer: key, key: der } = JSON.parse(issuer) as { readonly issuer: string; readonly key: string };
  const lines = (der.match(/.{1,64}/g) ?? []).join("\n");
  const pem = `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`;
  const secret = { key, algorithm: "RS256", rsa_public_key: pem };
  return `consumers: ${JSON.stringify([{ username: "issuer", jwt_secrets: [secret] }])}\n`;
}

/** An upstream, and the one that a reload tries before, each without its targets, and its targets. */
function upstreamFiles(
  name: string,
  ingress: Ingress,
  { upstreams, names }: KongOptions,
): readonly (readonly [path: string, text: string])[] {
  const shared = { algorithm: "least-connections" } as const;
  const coming = { name: `next.${balancerOf(name)}`, ...shared, host_header: mainHost(ingress) };
  const targets = [...(upstreams[name]?.servers ?? [])]
    .sort()
    .map((server) => `  - target: "${server}:${upstreams[name]?.port}"\n`);
  const files = [
    [`upstreams/${name}`, upstreamText({ name: balancerOf(name), ...shared })],
    [`servers/${name}`, targets.join("")],
  ] as const;
  return names === "balancer" ? files : [...files, [`next/${name}`, upstreamText(coming)]];
}

/**
 * The declarative configuration of Kong (3.9, without a database) as files: `kong.yml` up to its upstreams, one file for each upstream,
 * and the targets of each apart, so that a reload can add the new ones before the old ones go.
 */
export function renderKong(ingress: Ingress, options: KongOptions): Readonly<Record<string, string>> {
  const rendering = new Rendering(ingress);
  const groups = groupsOf(ingress, options.unknownHosts);
  for (const group of groups) rendering.group(group);
  if (groups.every(({ hosts }) => hosts !== undefined)) rendering.refuse();
  const names = Object.keys(options.upstreams).sort();
  const services = [
    ...[...rendering.routes].map(([index, routes]) => {
      const route = ingress.routes[index];
      const name = route === undefined ? "" : destinationName(ingress, route);
      return serviceOf(
        `route-${index}`,
        balancerOf(name),
        options.upstreams[name]?.port ?? 80,
        route,
        routes,
        options.names,
      );
    }),
    ...(options.names === "balancer" ? [] : names).map((name) =>
      serviceOf(`next-${name}`, `next.${balancerOf(name)}`, options.upstreams[name]?.port ?? 80, undefined, [
        rendering.inside(`/next/${name}/`, [sends("/")]),
      ]),
    ),
  ];
  const routes = [...rendering.own, rendering.inside(`/generation/${kongGeneration}/`, [ends(200)])];
  return {
    "kong.yml": `${[
      '_format_version: "3.0"',
      `services: ${JSON.stringify(services)}`,
      `routes: ${JSON.stringify(routes)}`,
      ...(options.measured === true ? [`plugins: ${JSON.stringify([measuring])}`] : []),
      "",
    ].join("\n")}`,
    ...Object.fromEntries(names.flatMap((name) => upstreamFiles(name, ingress, options))),
  };
}
