import {
  answering,
  barePaths,
  baseOf,
  hiddenByRewrite,
  isInternal,
  staysPlain,
  type Ingress,
  type Route,
} from "../../model";
import { guardedLocations } from "../nginx/gateway";
import { locations, locationsBelow, ownLocations, type Location } from "../nginx/locations";

/** Paths that a router is for, and who answers them; absent: nobody does. */
export interface Place {
  readonly exact: boolean;
  readonly path: string;
  readonly route: Route | undefined;
}

function placeOf({ head, prefix }: Location, route: Route | undefined): Place {
  return { exact: head.startsWith("location = "), path: prefix, route };
}

/** Of two places for the same paths the first one holds. */
function distinct(places: readonly Place[]): readonly Place[] {
  const found = new Map<string, Place>();
  for (const place of places) {
    const key = `${place.exact} ${place.path}`;
    if (!found.has(key)) found.set(key, place);
  }
  return [...found.values()];
}

const nobody = (own: readonly Location[]): readonly Place[] =>
  own.map((location) => placeOf(location, undefined));

function internalPlaces({ internalPaths = [] }: Ingress): readonly Place[] {
  return internalPaths.flatMap((path) =>
    nobody(locations({ match: "prefix", path: baseOf(path) === "" ? "/" : baseOf(path) })),
  );
}

function hiddenPlaces({ internalPaths }: Ingress, routes: readonly Route[]): readonly Place[] {
  return hiddenByRewrite({ routes, internalPaths }).flatMap((hidden) => nobody(locations(hidden)));
}

/** Every path of a host. */
export function placesOf(ingress: Ingress, routes: readonly Route[]): readonly Place[] {
  const own = ownLocations(routes);
  return distinct([
    ...internalPlaces(ingress),
    ...routes.flatMap((route, index) => (own[index] ?? []).map((location) => placeOf(location, route))),
    ...hiddenPlaces(ingress, routes),
    ...guardedLocations(ingress, routes).flatMap(({ route, own: at }) =>
      at.map((location) => placeOf(location, route)),
    ),
    ...barePaths(routes).map(({ path, route }) => ({ exact: true, path, route })),
    { exact: false, path: "/", route: undefined },
  ]);
}

/** The paths that stay on plain HTTP beside TLS; all others lead to HTTPS. */
export function plainPlacesOf(ingress: Ingress, routes: readonly Route[]): readonly Place[] {
  const plainPaths = (ingress.plainPaths ?? []).filter((path) => !isInternal(ingress, path));
  if (plainPaths.length === 0) return [];
  const plain = locationsBelow(routes, plainPaths).flatMap(({ route, own }) =>
    own.map((location) => placeOf(location, route)),
  );
  const stays = (path: string): boolean => staysPlain({ routes, plainPaths }, path);
  return distinct([
    ...internalPlaces(ingress),
    ...hiddenPlaces(ingress, routes),
    ...plain,
    ...placesOf(ingress, routes).filter(
      ({ path, route }) => route !== undefined && stays(path) && answering(routes, path) === route,
    ),
  ]);
}

/** Hosts that the same routes answer. */
export interface Group {
  /** Absent: any host. */
  readonly hosts: readonly string[] | undefined;
  readonly routes: readonly Route[];
}

/** The hosts that have routes of their own, those that share the others, and, where any name is served, every other name. */
export function groupsOf(ingress: Ingress, unknownHosts: "refused" | "served"): readonly Group[] {
  const named = [...new Set(ingress.routes.flatMap(({ host }) => host ?? []))].sort();
  const rest = [...new Set(ingress.hosts)].filter((host) => !named.includes(host));
  const shared = ingress.routes.filter(({ host }) => host === undefined);
  return [
    ...named.map((host) => ({
      hosts: [host],
      routes: ingress.routes.filter((route) => route.host === host),
    })),
    ...(rest.length === 0 ? [] : [{ hosts: rest, routes: shared }]),
    ...(unknownHosts === "served" || ingress.hosts.length === 0
      ? [{ hosts: undefined, routes: shared }]
      : []),
  ];
}

/** As a rule of Traefik. */
export function hostRule(hosts: readonly string[]): string {
  return hosts
    .map((host) =>
      host.startsWith("*.")
        ? `HostRegexp(\`^.+${host.slice(1).replaceAll(".", String.raw`\.`)}$\`)`
        : `Host(\`${host}\`)`,
    )
    .join(" || ");
}

export function pathRule({ exact, path }: Place): string {
  return exact ? `Path(\`${path}\`)` : `PathPrefix(\`${path}\`)`;
}

/** The exact path before all, else the longest; a name before a pattern of names, and both before any name. */
export function priorityOf({ exact, path }: Place, hosts: readonly string[] | undefined): number {
  const own = 2 * path.length + (exact ? 1 : 0) + 10;
  if (hosts === undefined) return own;
  return own + (hosts.some((host) => host.startsWith("*.")) ? 100_000 : 200_000);
}
