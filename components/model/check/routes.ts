import { portsOf } from "../graph/connections";
import type { Route } from "../route";
import type { System } from "../system";
import { isDuration, seconds } from "../values/units";
import { list, noSuch, repeated, type Problem } from "./problem";

/** How a route is written in messages: `routes[3] "/mcp/"`. */
function pathOf(routes: readonly Route[], route: Route): string {
  return `ingress.routes[${routes.indexOf(route)}] "${route.host ?? ""}${route.path}"`;
}

function checkDestination(system: System, route: Route): readonly string[] {
  if ("site" in route.to) {
    const sites = system.sites.map(({ name }) => name);
    return sites.includes(route.to.site) ? [] : [noSuch("site", route.to.site, sites)];
  }
  const { service: name, port } = route.to;
  const service = system.services.find((candidate) => candidate.name === name);
  if (service === undefined)
    return [
      noSuch(
        "service",
        name,
        system.services.map((s) => s.name),
      ),
    ];
  if (portsOf(service)[port ?? "main"] === undefined)
    return [
      `service "${name}" has no ${port === undefined ? "port" : `port "${port}"`} to send requests to; give it one`,
    ];
  return [];
}

function checkIdle(route: Route): readonly string[] {
  return [
    { what: "streaming", idle: route.streaming?.idle },
    { what: "websocket", idle: route.websocket?.idle },
  ].flatMap(({ what, idle }) => {
    if (idle === undefined || !isDuration(idle)) return [];
    const read = route.timeouts?.read;
    return [
      ...(read !== undefined && isDuration(read) && seconds(read) < seconds(idle)
        ? [
            `timeouts.read (${read}) would cut a ${what} response after ${read} of silence, it may be silent for ${idle}; raise timeouts.read or leave it out`,
          ]
        : []),
    ];
  });
}

function nameOf({ to }: Route): string {
  return "site" in to ? to.site : to.service;
}

/** Routes: destinations, duplicates, limits, rewrites and the silence that streams may keep. */
export function checkRoutes(system: System): readonly Problem[] {
  const { ingress } = system;
  if (ingress === undefined) return [];
  const { routes } = ingress;
  const zones = (ingress.limits ?? []).map(({ name }) => name);
  const hidden = (path: string): string | undefined =>
    ingress.internalPaths?.find((internal) => `${path}/`.startsWith(internal.replace(/\/*$/, "/")));
  const single = routes.flatMap((route) =>
    [
      ...checkDestination(system, route),
      ...checkIdle(route),
      ...(route.path.startsWith("/") ? [] : [`a path starts with "/": write "/${route.path}"`]),
      ...(route.rewrite === undefined || route.rewrite.startsWith("/")
        ? []
        : [`rewrite "${route.rewrite}" starts with "/": write "/${route.rewrite}"`]),
      ...(hidden(route.path) === undefined
        ? []
        : [
            `internalPaths hides "${hidden(route.path)}" from the outside; drop the route or the internal path`,
          ]),
      ...(route.limit === undefined || zones.includes(route.limit.zone)
        ? []
        : [noSuch("rate limit", route.limit.zone, zones)]),
      ...(route.host === undefined || ingress.hosts.includes(route.host)
        ? []
        : [
            `host "${route.host}" is not a host of the ingress, whose hosts are ${list(ingress.hosts)}; add it there: certificates cover only those`,
          ]),
    ].map((message) => ({ path: pathOf(routes, route), message })),
  );
  const twice = repeated(routes, ({ host, match, path }) => `${host ?? ""} ${match} ${path}`).map(
    (group) => ({
      path: group.map((route) => pathOf(routes, route)).join(", "),
      message: `${group.length} routes for one path, to ${list([...new Set(group.map(nameOf))])}; keep one`,
    }),
  );
  return [...single, ...twice];
}
