import {
  baseOf,
  portsOf,
  readTimeout,
  type Ingress,
  type Route,
  type Service,
  type System,
} from "../../model";
import { distinct } from "../../render/names";
import { longestSilences } from "../settings";

/** Longest silence that a load balancer takes, in seconds. */
export const longestIdle = longestSilences.balancer;

/** Seconds that the most patient route waits. */
export function longestWait({ routes }: Pick<Ingress, "routes">): number {
  return Math.max(60, ...routes.filter(({ to }) => "service" in to).map(readTimeout));
}

/** Seconds that the load balancer waits: as long as the most patient route, or as the operator says. */
export function idleTimeout(ingress: Pick<Ingress, "routes">, given: number = longestIdle): number {
  return Math.min(given, longestIdle, longestWait(ingress));
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
export function targetOf(system: System, { to }: Route): Target | undefined {
  if ("site" in to) return undefined;
  const service = system.services.find(({ name }) => name === to.service);
  const port = to.port ?? "main";
  const number = service === undefined ? undefined : portsOf(service)[port];
  return number === undefined ? undefined : { service: to.service, port, number };
}

/**
 * The port by which the load balancer asks whether an instance may be sent requests: of a path the one that the check names, else the main one; of a check that
 * is no path the port that routes lead to.
 */
export function probedPort(
  service: Pick<Service, "health" | "readiness" | "port" | "ports">,
  target: Target,
): number {
  const probe = (service.readiness ?? service.health)?.probe;
  if (probe === undefined || !("http" in probe)) return target.number;
  return portsOf(service)[probe.port ?? "main"] ?? target.number;
}

/** The ports of services that routes lead to, each once, by `service` or `service-port`, which is hashed where another is called so. */
export function targetsOf(system: System): ReadonlyMap<string, Target> {
  const targets = (system.ingress?.routes ?? []).flatMap((route) => targetOf(system, route) ?? []);
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

export function keyOf(targets: ReadonlyMap<string, Target>, wanted: Target): string | undefined {
  return [...targets].find(
    ([, { service, port }]) => service === wanted.service && port === wanted.port,
  )?.[0];
}

/** Internal paths as ALB and CloudFront write them: each, with or without a slash at its end, and all below it. */
export function internalPatterns({ internalPaths = [] }: Ingress): readonly (readonly string[])[] {
  return [...new Set(internalPaths.map(baseOf))]
    .sort()
    .map((path) => (path === "" ? ["/*"] : [path, `${path}/*`]));
}
