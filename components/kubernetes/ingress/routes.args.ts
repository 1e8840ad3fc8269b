import { barePaths, placeOf, type Entrance, type Route, type System } from "../../model";
import { portName } from "../workload/pod.args";

/** Where a route leads; undefined where it is a site. */
export function backendOf(
  system: System,
  { to }: Route,
): { readonly name: string; readonly port: string; readonly number: number } | undefined {
  if ("site" in to) return undefined;
  const service = system.services.find(({ name }) => name === to.service);
  const number = to.port === undefined ? service?.port : service?.ports?.[to.port];
  return number === undefined ? undefined : { name: to.service, port: portName(to.port ?? "main"), number };
}

/** Whether a path and all below it stay on plain HTTP. */
export function isPlain({ plainPaths = [] }: Entrance, { path }: Route): boolean {
  return plainPaths.some((plain) => `${path}/`.startsWith(plain.replace(/\/*$/, "/")));
}

/** Paths that stay plain although the route that answers them does not as a whole. */
function partlyPlain(entrance: Entrance): readonly string[] {
  return (entrance.plainPaths ?? []).filter(
    (plain) => !entrance.routes.some((route) => `${route.path}/`.startsWith(plain.replace(/\/*$/, "/"))),
  );
}

/** Paths that a cluster's entrance takes for those below them, and that no route answers: it has no way to say so. */
export function unanswered(
  entrance: Entrance,
  hop: string,
): readonly { readonly path: string; readonly set: boolean; readonly message: string }[] {
  const hosts = [...new Set(entrance.routes.map(({ host }) => host))];
  return hosts.flatMap((host) =>
    barePaths(entrance.routes.filter((route) => route.host === host))
      .filter(({ route }) => route === undefined)
      .map(({ path }) => ({
        path: `entrance.routes "${host ?? ""}${path}/"`,
        set: true,
        message: `${hop} takes it for ${path} as well, which no route answers; add a route that does, or write the path without its slash`,
      })),
  );
}

/** What no entrance but our own proxy can do. */
export function ownProxyOnly(
  entrance: Entrance,
  hop: string,
): readonly { readonly path: string; readonly set: boolean; readonly message: string }[] {
  const instead = "set trireme:kubernetes.entrance.kind to proxy";
  return [
    ...entrance.routes
      .filter(({ to }) => "site" in to)
      .map((route) => ({
        path: placeOf(entrance, route),
        set: true,
        message: `${hop} serves no files of its own; ${instead}, or serve the site by a service`,
      })),
    {
      path: "entrance.internalPaths",
      set: (entrance.internalPaths ?? []).length > 0,
      message: `${hop} cannot answer 404 for paths that a route covers; ${instead}, or serve them on a port that no route names`,
    },
    {
      path: "entrance.trustedProxies",
      set: (entrance.trustedProxies ?? []).length > 0,
      message: `whom ${hop} believes is its operator's to say, for the whole cluster; ${instead}, or remove settings.trustedProxies`,
    },
    {
      path: "entrance.plainPaths",
      set: partlyPlain(entrance).length > 0,
      message: `${hop} redirects whole routes, and ${partlyPlain(entrance).join(", ")} is a part of one; ${instead}, or give the path a route of its own`,
    },
    {
      path: "entrance.gateway",
      set: entrance.gateway !== undefined,
      message: `${hop} does not judge tokens, origins or addresses here; do so in the services and leave gateway out`,
    },
  ];
}
