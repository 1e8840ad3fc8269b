import { answering, baseOf, rewritten, type Route } from "../../model";

/** A location of nginx and the path that it covers. */
export interface Location {
  readonly head: string;
  readonly prefix: string;
}

/** Where nginx looks for a path: itself, and what lies below it as whole segments. */
export function locations({
  match,
  path,
}: Pick<Route, "match" | "path">): readonly [Location, ...Location[]] {
  if (match === "exact") return [{ head: `location = ${path}`, prefix: path }];
  if (path === "/") return [{ head: "location /", prefix: "/" }];
  if (path.endsWith("/")) return [{ head: `location ^~ ${path}`, prefix: path }];
  return [
    { head: `location = ${path}`, prefix: path },
    { head: `location ^~ ${path}/`, prefix: `${path}/` },
  ];
}

/** The locations of each route among the others: one that names the path itself, or all below it, is more specific. */
export function ownLocations(routes: readonly Route[]): readonly (readonly Location[])[] {
  const all = routes.map((route) => locations(route));
  const single = new Set(all.filter(({ length }) => length === 1).map(([{ head }]) => head));
  return all.map((own) => (own.length === 1 ? own : own.filter(({ head }) => !single.has(head))));
}

/** What takes the place of a location's prefix; empty where nothing does. */
export function rewriteTarget(route: Route, prefix: string): string {
  return route.rewrite === undefined ? "" : rewritten(route, prefix);
}

/** The routes that answer some paths and what lies below them, each with its locations there and nowhere else. */
export function locationsBelow(
  routes: readonly Route[],
  paths: readonly string[],
): readonly { readonly route: Route; readonly own: readonly Location[] }[] {
  const found = new Map<string, { route: Route; location: Location }>();
  const add = (route: Route, own: readonly Location[]): void => {
    for (const location of own) if (!found.has(location.head)) found.set(location.head, { route, location });
  };
  const all = ownLocations(routes);
  for (const path of paths) {
    const below = `${baseOf(path)}/`;
    const answers = answering(routes, path);
    routes.forEach((route, index) => {
      // Where an exact route answers the path, what lies below it is another's, though that has the same path.
      if (route.path.startsWith(below) || (route.path === path && route === answers))
        add(route, all[index] ?? []);
    });
    if (answers !== undefined) add(answers, locations({ match: answers.match, path }));
  }
  return [...found.values()].map(({ route, location }) => ({ route, own: [location] }));
}
