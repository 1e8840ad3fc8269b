import type { Ingress } from "../ingress";
import type { Route } from "../route";
import { seconds } from "../values/units";

/** A path without the slashes at its end; the root is empty. */
export function baseOf(path: string): string {
  return path.replace(/\/+$/, "");
}

/** Whether a route is for a path: itself, and of a prefix what lies below it as whole segments. */
function covers({ match, path: own }: Pick<Route, "match" | "path">, path: string): boolean {
  return own === path || (match === "prefix" && path.startsWith(`${baseOf(own)}/`));
}

/** The route that answers a path: the exact one, else the one with the longest prefix. */
export function answering(routes: readonly Route[], path: string): Route | undefined {
  const covering = routes.filter((route) => covers(route, path));
  return (
    covering.find(({ match, path: own }) => match === "exact" && own === path) ??
    [...covering].sort((a, b) => b.path.length - a.path.length)[0]
  );
}

/**
 * The path that a service sees: the rewrite stands in place of the route's path, and what follows is kept as whole segments. A
 * slash at the end of either makes no difference: `/a/` with `/b` sends `/a/x` as `/b/x`.
 */
export function rewritten(route: Pick<Route, "match" | "path" | "rewrite">, path: string): string {
  if (route.rewrite === undefined) return path;
  if (route.match === "exact") return route.rewrite;
  const sent = baseOf(route.rewrite) + path.slice(baseOf(route.path).length);
  return sent === "" ? "/" : sent;
}

/** Whether a path is for the inside alone: an internal path, with or without a slash at its end, and all below it. */
export function isInternal({ internalPaths = [] }: Pick<Ingress, "internalPaths">, path: string): boolean {
  return internalPaths.some((internal) => {
    const base = baseOf(internal);
    return path === base || path.startsWith(`${base}/`);
  });
}

/**
 * Whether a path stays on plain HTTP when the rest is redirected: one of `plainPaths`, and what lies below one. Where an exact route
 * answers the plain path, only routes that lie below it themselves do.
 */
export function staysPlain(
  { routes, plainPaths = [] }: Pick<Ingress, "routes" | "plainPaths">,
  path: string,
): boolean {
  return plainPaths.some((plain) => {
    if (path === plain) return true;
    const below = `${baseOf(plain)}/`;
    if (!path.startsWith(below)) return false;
    if (answering(routes, plain)?.match === "prefix") return true;
    return answering(routes, path)?.path.startsWith(below) ?? false;
  });
}

/** Where a request goes; absent: nobody answers it (404). */
export interface Answered {
  readonly route: Route;
  /** The path that the service or the site sees. */
  readonly path: string;
}

/** What becomes of a request for a path, on every target: the one meaning of routes, rewrites and internal paths. */
export function answerOf(
  { routes, internalPaths }: Pick<Ingress, "routes" | "internalPaths">,
  path: string,
): Answered | undefined {
  if (isInternal({ internalPaths }, path)) return undefined;
  const route = answering(routes, path);
  if (route === undefined) return undefined;
  const sent = rewritten(route, path);
  if ("service" in route.to && isInternal({ internalPaths }, sent)) return undefined;
  return { route, path: sent };
}

/** A path, or all below it, that a rewrite would turn into an internal one. */
export interface Hidden {
  readonly match: "exact" | "prefix";
  /** Of a prefix with a slash at its end. */
  readonly path: string;
  /** The route that would answer it. */
  readonly route: Route;
}

/** The paths that nobody answers because their rewrite is an internal path. */
export function hiddenByRewrite({
  routes,
  internalPaths = [],
}: Pick<Ingress, "routes" | "internalPaths">): readonly Hidden[] {
  const prefixes = routes.filter(({ match }) => match === "prefix");
  return prefixes.flatMap((route) => {
    if (route.rewrite === undefined || !("service" in route.to)) return [];
    const to = baseOf(route.rewrite);
    return [...new Set(internalPaths.map(baseOf))]
      .filter((internal) => internal.startsWith(`${to}/`))
      .map((internal) => baseOf(route.path) + internal.slice(to.length))
      .flatMap((path): readonly Hidden[] => [
        ...(answering(routes, path) === route ? [{ match: "exact" as const, path, route }] : []),
        ...(answering(prefixes, `${path}/`) === route
          ? [{ match: "prefix" as const, path: `${path}/`, route }]
          : []),
      ]);
  });
}

/**
 * The paths that servers take for those below them: `/a`, where a route is for `/a/`. Each with the route that answers it; absent:
 * nobody does.
 */
export function barePaths(
  routes: readonly Route[],
): readonly { readonly path: string; readonly route: Route | undefined }[] {
  const named = new Set(routes.map(({ path }) => path));
  const bare = routes
    .filter(({ match, path }) => match === "prefix" && path.endsWith("/") && path !== "/")
    .map(({ path }) => baseOf(path))
    .filter((path) => !named.has(path));
  return [...new Set(bare)].map((path) => ({ path, route: answering(routes, path) }));
}

/** Seconds of silence from a service after which a route gives up. */
export function readTimeout({ timeouts, streaming, websocket }: Route): number {
  const idle = [streaming?.idle, websocket?.idle].map((wait) => (wait === undefined ? 0 : seconds(wait)));
  return Math.ceil(Math.max(timeouts?.read === undefined ? 60 : seconds(timeouts.read), ...idle));
}

/** The hosts that a route is for: its own, or those of the ingress that no other route names. */
export function hostsOf({ hosts, routes }: Ingress, route: Route): readonly string[] {
  if (route.host !== undefined) return [route.host];
  const named = new Set(routes.flatMap(({ host }) => host ?? []));
  return hosts.filter((host) => !named.has(host));
}

/** How a route is written in messages. */
export function placeOf({ routes }: Ingress, route: Route): string {
  return `ingress.routes[${routes.indexOf(route)}] "${route.host ?? ""}${route.path}"`;
}
