import { baseOf, hiddenByRewrite, seconds, type Entrance, type Route, type System } from "../model";
import { distinct } from "../render/names";
import { portsOf } from "./edges.shape";

/** Seconds of silence from a service after which a route gives up. */
export function readTimeout({ timeouts, streaming, websocket }: Route): number {
  const idle = [streaming?.idle, websocket?.idle].map((wait) => (wait === undefined ? 0 : seconds(wait)));
  return Math.ceil(Math.max(timeouts?.read === undefined ? 60 : seconds(timeouts.read), ...idle));
}

/** Seconds that the load balancer waits: as long as the most patient route. */
export function idleTimeout({ routes }: Entrance): number {
  return Math.max(60, ...routes.filter(({ to }) => "service" in to).map(readTimeout));
}

/** The hosts that a route is for: its own, or those of the entrance that no other route names. */
function hostsOf({ hosts, routes }: Entrance, route: Route): readonly string[] {
  if (route.host !== undefined) return [route.host];
  const named = new Set(routes.flatMap(({ host }) => host ?? []));
  return hosts.filter((host) => !named.has(host));
}

/** How a route is written in messages. */
export function placeOf({ routes }: Entrance, route: Route): string {
  return `entrance.routes[${routes.indexOf(route)}] "${route.host ?? ""}${route.path}"`;
}

/** The paths of a route as ALB and CloudFront write them: of a prefix whole segments alone. */
export function pathPatterns({ match, path }: Pick<Route, "match" | "path">): readonly string[] {
  if (match === "exact") return [path];
  return path.endsWith("/") ? [`${path}*`] : [path, `${path}/*`];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The same as a regular expression. */
export function pathRegex({ match, path }: Pick<Route, "match" | "path">): string {
  if (match === "exact") return `^${escaped(path)}$`;
  return path.endsWith("/") ? `^${escaped(path)}` : `^${escaped(path)}(/|$)`;
}

/** What ALB puts in place of a path: `^/mcp/(.*)$` by `/$1`. */
export function rewriteOf(route: Route): { readonly regex: string; readonly replace: string } | undefined {
  const { match, path, rewrite } = route;
  if (rewrite === undefined) return undefined;
  if (match === "exact") return { regex: `^${escaped(path)}$`, replace: rewrite };
  const to = baseOf(rewrite);
  if (path.endsWith("/")) return { regex: `^${escaped(path)}(.*)$`, replace: `${to}/$1` };
  return to === ""
    ? { regex: `^${escaped(path)}/?(.*)$`, replace: "/$1" }
    : { regex: `^${escaped(path)}(.*)$`, replace: `${to}$1` };
}

/** Routes so that the one that answers a request comes first: exact ones, then longer paths, hosts before none. */
export function byPrecedence(routes: readonly Route[]): readonly Route[] {
  const differences = (a: Route, b: Route): readonly number[] => [
    Number(b.host !== undefined) - Number(a.host !== undefined),
    Number(b.match === "exact") - Number(a.match === "exact"),
    b.path.length - a.path.length,
    a.path.localeCompare(b.path),
  ];
  return [...routes].sort((a, b) => differences(a, b).find((one) => one !== 0) ?? 0);
}

/** A port of a service that routes lead to. */
export interface Target {
  readonly service: string;
  readonly port: string;
  readonly number: number;
}

/** Where a route leads; undefined where it is a site. */
function targetOf(system: System, { to }: Route): Target | undefined {
  if ("site" in to) return undefined;
  const service = system.services.find(({ name }) => name === to.service);
  const port = to.port ?? "main";
  const number = service === undefined ? undefined : portsOf(service)[port];
  return number === undefined ? undefined : { service: to.service, port, number };
}

/** The ports of services that routes lead to, each once, by `service` or `service-port`, which is hashed where another is called so. */
export function targetsOf(system: System): ReadonlyMap<string, Target> {
  const targets = (system.entrance?.routes ?? []).flatMap((route) => targetOf(system, route) ?? []);
  const services = system.services.map(({ name }) => name);
  // Names have no dots.
  const further = targets
    .filter(({ port }) => port !== "main")
    .map(({ service, port }) => `${service}.${port}`);
  const names = distinct(further, (name) => name.replace(".", "-"), longestKey, services);
  return new Map(
    targets.map((target) => {
      const { service, port } = target;
      return [port === "main" ? service : (names.get(`${service}.${port}`) ?? port), target];
    }),
  );
}

/** What AWS calls it is shortened by itself. */
const longestKey = 128;

function keyOf(targets: ReadonlyMap<string, Target>, wanted: Target): string | undefined {
  return [...targets].find(
    ([, { service, port }]) => service === wanted.service && port === wanted.port,
  )?.[0];
}

/** One rule of the load balancer's listener. */
export interface RuleShape {
  readonly priority: number;
  readonly paths: readonly string[];
  /** Absent: every host. */
  readonly hosts?: readonly string[];
  readonly rewrite?: { readonly regex: string; readonly replace: string };
  /** Key of the target; absent: nothing is there (404). */
  readonly target?: string;
}

/** An answer of the load balancer itself. */
export interface FixedAnswer {
  readonly contentType: string;
  readonly messageBody: string;
  readonly statusCode: string;
}

export const notFound: FixedAnswer = {
  contentType: "text/plain",
  messageBody: "Not Found",
  statusCode: "404",
};
const misdirected: FixedAnswer = {
  contentType: "text/plain",
  messageBody: "Misdirected Request",
  statusCode: "421",
};

/** What one rule of a load balancer may ask for in all. */
export const conditionsPerRule = 5;

/** Hosts in a rule that names one path, and perhaps the header that CloudFront proves itself by. */
const hostsPerRule = conditionsPerRule - 2;

/** Places in the list of a listener's rules; a longer path stands before a shorter one. */
const ranks = {
  internal: 1,
  routes: 1_000,
  hostless: 20_000,
  named: 45_000,
  prefix: 10_000,
  length: 40,
  longest: 220,
} as const;

/** The place of a kind of route: it changes only when another route of the same kind and length comes. */
function rankOf({ host, match, path }: Pick<Route, "host" | "match" | "path">): number {
  return (
    ranks.routes +
    (host === undefined ? ranks.hostless : 0) +
    (match === "exact" ? 0 : ranks.prefix) +
    (ranks.longest - Math.min(path.length, ranks.longest)) * ranks.length
  );
}

function placeOfRoute(route: Route, all: readonly Route[]): Pick<Ranked, "rank" | "place"> {
  const rank = rankOf(route);
  return {
    rank,
    place: byPrecedence(all)
      .filter((one) => rankOf(one) === rank)
      .indexOf(route),
  };
}

/** Internal paths as ALB and CloudFront write them: each, with or without a slash at its end, and all below it. */
export function internalPatterns({ internalPaths = [] }: Entrance): readonly (readonly string[])[] {
  return [...new Set(internalPaths.map(baseOf))]
    .sort()
    .map((path) => (path === "" ? ["/*"] : [path, `${path}/*`]));
}

/** A rule whose place among those of the same kind is known, and not yet that among all. */
interface Ranked extends Omit<RuleShape, "priority"> {
  readonly rank: number;
  readonly place: number;
}

/** A priority of its own for each rule: where a kind has more of them than room, those after it move. */
function prioritized(rules: readonly Ranked[]): readonly RuleShape[] {
  let last = 0;
  return [...rules]
    .sort((a, b) => (a.rank === b.rank ? a.place - b.place : a.rank - b.rank))
    .map(({ rank, place, ...rule }) => {
      last = Math.max(rank + place, last + 1);
      return { priority: last, ...rule };
    });
}

/** Rules for what a rewrite would turn into an internal path: after the routes of the same kind and length. */
function hiddenRules(entrance: Entrance, hosts: (route: Route) => Partial<RuleShape>): readonly Ranked[] {
  const { routes, internalPaths } = entrance;
  const taken = new Map<number, number>();
  const groups = [...new Set(routes.map(({ host }) => host))];
  return groups
    .flatMap((host) =>
      hiddenByRewrite({ routes: routes.filter((route) => route.host === host), internalPaths }),
    )
    .map(({ match, path, route }) => {
      const rank = rankOf({ host: route.host, match, path });
      const alike = routes.filter((one) => rankOf(one) === rank).length;
      const before = taken.get(rank) ?? 0;
      taken.set(rank, before + 1);
      return { rank, place: alike + before, paths: pathPatterns({ match, path }), ...hosts(route) };
    });
}

/**
 * The rules of an entrance, in the order in which the listener tries them; sites are CloudFront's. Except in development each names
 * its hosts: a request for another name finds none, and an internal path is 404 under any name.
 */
export function listenerRules(system: System, entrance: Entrance): readonly RuleShape[] {
  const several = entrance.routes.some(({ host }) => host !== undefined);
  const hosts = (route: Route): Partial<RuleShape> =>
    several || refusesUnknown(system, entrance) ? { hosts: hostsOf(entrance, route) } : {};
  const internal = internalPatterns(entrance).map((paths, place) => ({ rank: ranks.internal, place, paths }));
  const targets = targetsOf(system);
  const routed = byPrecedence(entrance.routes).flatMap((route) => {
    const target = targetOf(system, route);
    if (target === undefined) return [];
    const rewrite = rewriteOf(route);
    return [
      {
        ...placeOfRoute(route, entrance.routes),
        paths: pathPatterns(route),
        ...hosts(route),
        ...(rewrite === undefined ? {} : { rewrite }),
        target: keyOf(targets, target),
      },
    ];
  });
  const listed = [...routed, ...hiddenRules(entrance, hosts)];
  const named = refusesUnknown(system, entrance) ? namedRules(entrance, listed) : [];
  return prioritized([...internal, ...listed, ...named]);
}

/** Rules for the entrance's own names on which not every path has a route: the listener's own answer is for other names. */
function namedRules({ hosts }: Entrance, routed: readonly Ranked[]): readonly Ranked[] {
  const open = [...new Set(hosts)].filter(
    (host) => !routed.some((rule) => rule.paths.includes("/*") && (rule.hosts?.includes(host) ?? true)),
  );
  return Array.from({ length: Math.ceil(open.length / hostsPerRule) }, (_, index) => ({
    rank: ranks.named,
    place: index,
    paths: ["/*"],
    hosts: open.slice(index * hostsPerRule, (index + 1) * hostsPerRule),
  }));
}

/** What a listener answers where no rule fits: 421 for a name that is none of the entrance's, 404 where every name is taken. */
export function unmatched(system: System, entrance: Entrance): FixedAnswer {
  return refusesUnknown(system, entrance) ? misdirected : notFound;
}

/** Whether a request for a name that is none of the entrance's is refused. */
function refusesUnknown({ environment }: System, { hosts }: Entrance): boolean {
  return environment !== "development" && hosts.length > 0;
}
