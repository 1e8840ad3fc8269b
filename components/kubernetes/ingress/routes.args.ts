import { barePaths, placeOf, portsOf, staysPlain, type Ingress, type Route, type System } from "../../model";
import type { Refusal } from "../../shared/refusal";
import { portName } from "../workload/pod.args";

/** Where a route leads; undefined where it is a site. */
export function backendOf(
  system: System,
  { to }: Route,
): { readonly name: string; readonly port: string; readonly number: number } | undefined {
  if ("site" in to) return undefined;
  const service = system.services.find(({ name }) => name === to.service);
  const number = service === undefined ? undefined : portsOf(service)[to.port ?? "main"];
  return number === undefined ? undefined : { name: to.service, port: portName(to.port ?? "main"), number };
}

/** Paths that stay plain although the route that answers them does not as a whole. */
function partlyPlain(ingress: Ingress): readonly string[] {
  return (ingress.plainPaths ?? []).filter(
    (plain) => !ingress.routes.some(({ path }) => staysPlain({ ...ingress, plainPaths: [plain] }, path)),
  );
}

/** Paths that a cluster's ingress takes for those below them, and that no route answers: it has no way to say so. */
export function unanswered(ingress: Ingress, hop: string): readonly Refusal[] {
  const hosts = [...new Set(ingress.routes.map(({ host }) => host))];
  return hosts.flatMap((host) =>
    barePaths(ingress.routes.filter((route) => route.host === host))
      .filter(({ route }) => route === undefined)
      .map(({ path }) => ({
        path: `ingress.routes "${host ?? ""}${path}/"`,
        set: true,
        message: `${hop} also matches ${path}, which no route answers; add a route for it, or write the path without its slash`,
      })),
  );
}

/** What no ingress but our own proxy can do. */
export function ownProxyOnly(ingress: Ingress, hop: string): readonly Refusal[] {
  const instead = "set trireme:kubernetes.ingress.kind to proxy";
  return [
    ...ingress.routes
      .filter(({ to }) => "site" in to)
      .map((route) => ({
        path: placeOf(ingress, route),
        set: true,
        message: `${hop} serves no files of its own; ${instead}, or serve the site by a service`,
      })),
    {
      path: "ingress.internalPaths",
      set: (ingress.internalPaths ?? []).length > 0,
      message: `${hop} cannot answer 404 for paths that a route covers; ${instead}, or serve them on a port that no route names`,
    },
    {
      path: "ingress.trustedProxies",
      set: (ingress.trustedProxies ?? []).length > 0,
      message: `trusted proxies are set in ${hop} for the whole cluster; ${instead}, or remove settings.trustedProxies`,
    },
    {
      path: "ingress.plainPaths",
      set: partlyPlain(ingress).length > 0,
      message: `${hop} redirects whole routes, and ${partlyPlain(ingress).join(", ")} is a part of one; ${instead}, or give the path a route of its own`,
    },
    {
      path: "ingress.gateway",
      set: ingress.gateway !== undefined,
      message: `${hop} does not check tokens, origins or addresses here; do so in the services and leave gateway out`,
    },
  ];
}
