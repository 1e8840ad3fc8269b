import { answerOf, hostsOf, hiddenByRewrite, type Ingress, type Route, type System } from "../../model";
import { isFronted } from "./fronted.args";
import {
  byPrecedence,
  internalPatterns,
  keyOf,
  pathPatterns,
  rewriteOf,
  targetOf,
  targetsOf,
} from "./routes.args";

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
  asked: 46_000,
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
function hiddenRules(ingress: Ingress, hosts: (route: Route) => Partial<RuleShape>): readonly Ranked[] {
  const { routes, internalPaths } = ingress;
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
 * The rules of an ingress, in the order in which the listener tries them; sites are CloudFront's. Except in development each names
 * its hosts: a request for another name finds none, and an internal path is 404 under any name.
 */
export function listenerRules(
  system: System,
  ingress: Ingress,
  failover?: { readonly path: string },
): readonly RuleShape[] {
  const several = ingress.routes.some(({ host }) => host !== undefined);
  // nginx knows its names itself, and may have more of them than a rule has room for.
  const hosts = (route: Route): Partial<RuleShape> =>
    !isFronted(system) && (several || refusesUnknown(system, ingress))
      ? { hosts: hostsOf(ingress, route) }
      : {};
  const internal = internalPatterns(ingress).map((paths, place) => ({ rank: ranks.internal, place, paths }));
  const targets = targetsOf(system);
  const routed = byPrecedence(ingress.routes).flatMap((route) => {
    const target = targetOf(system, route);
    if (target === undefined) return [];
    const rewrite = rewriteOf(route);
    return [
      {
        ...placeOfRoute(route, ingress.routes),
        paths: pathPatterns(route),
        ...hosts(route),
        ...(rewrite === undefined ? {} : { rewrite }),
        target: keyOf(targets, target),
      },
    ];
  });
  const listed = [...routed, ...hiddenRules(ingress, hosts)];
  const rest = refusesUnknown(system, ingress) ? namedRules(ingress, listed) : [];
  return prioritized([...internal, ...listed, ...rest, ...askedRules(system, ingress, failover)]);
}

/** A load balancer's own name, by which Route 53 asks whether a region serves; nothing but that one path is there under it. */
const ownName = "*.elb.amazonaws.com*";

function askedRules(
  system: System,
  ingress: Ingress,
  failover: { readonly path: string } | undefined,
): readonly Ranked[] {
  // nginx answers that itself, and where every name is taken it needs no rule.
  if (failover === undefined || isFronted(system) || !refusesUnknown(system, ingress)) return [];
  const { path } = failover;
  const own = ingress.routes.filter(({ host }) => host === undefined || host === ingress.hosts[0]);
  const answered = answerOf({ ...ingress, routes: own }, path);
  const target = answered === undefined ? undefined : targetOf(system, answered.route);
  if (answered === undefined || target === undefined) return [];
  const rewrite = rewriteOf({ ...answered.route, match: "exact", path, rewrite: answered.path });
  return [
    {
      ...{ rank: ranks.asked, place: 0, paths: [path], hosts: [ownName] },
      ...(answered.path === path || rewrite === undefined ? {} : { rewrite }),
      target: keyOf(targetsOf(system), target),
    },
  ];
}

/** Rules for the ingress's own names on which not every path has a route: the listener's own answer is for other names. */
function namedRules({ hosts }: Ingress, routed: readonly Ranked[]): readonly Ranked[] {
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

/** What a listener answers where no rule fits: 421 for a name that is not one of the ingress's, 404 where every name is taken. */
export function unmatched(system: System, ingress: Ingress): FixedAnswer {
  return refusesUnknown(system, ingress) ? misdirected : notFound;
}

/** Whether a request for a name that is not one of the ingress's is refused. */
function refusesUnknown({ environment }: System, { hosts }: Ingress): boolean {
  return environment !== "development" && hosts.length > 0;
}
