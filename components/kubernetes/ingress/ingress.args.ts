import type { input } from "@pulumi/kubernetes/types";
import {
  hostsOf,
  placeOf,
  readTimeout,
  barePaths,
  baseOf,
  bytes,
  seconds,
  wholeRate,
  standardHeaders,
  staysPlain,
  type Ingress,
  type Route,
  type System,
} from "../../model";
import type { Refusal } from "../../shared/refusal";
import { backendOf, ownProxyOnly, unanswered } from "./routes.args";

const nginx = "nginx.ingress.kubernetes.io";
const hop = "ingress-nginx";

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A path as ingress-nginx matches it, and what takes its place. */
export interface IngressPath {
  readonly path: string;
  readonly pathType: "Exact" | "Prefix" | "ImplementationSpecific";
  readonly rewrite?: string;
}

/**
 * The path of a route. One rewrite makes ingress-nginx read all paths of its host as regular expressions, so all are
 * written as such then.
 */
export function ingressPath(route: Route, regular: boolean): IngressPath {
  const { match, path, rewrite } = route;
  if (!regular) return { path, pathType: match === "exact" ? "Exact" : "Prefix" };
  const pathType = "ImplementationSpecific";
  const own = escaped(path);
  if (match === "exact") return { path: `${own}$`, pathType, ...(rewrite === undefined ? {} : { rewrite }) };
  if (rewrite === undefined) return { path: path.endsWith("/") ? own : `${own}(?:/|$)`, pathType };
  const to = baseOf(rewrite);
  if (path.endsWith("/")) return { path: `${own}(.*)$`, pathType, rewrite: `${to}/$1` };
  return to === ""
    ? { path: `${own}(?:/(.*))?$`, pathType, rewrite: "/$1" }
    : { path: `${own}(/.*)?$`, pathType, rewrite: `${to}$1` };
}

/**
 * The paths of a route among the others. Kubernetes takes `/a/` for `/a` as well, so `/a` is named beside the route that it belongs
 * to; and where both are routes, `/a` is for itself alone.
 */
export function ingressPaths({ routes }: Ingress, route: Route, regular: boolean): readonly IngressPath[] {
  const own = ingressPath(route, regular);
  if (regular) return [own];
  const rivals = routes.filter(({ host }) => host === route.host);
  const below = rivals.some(({ match, path }) => match === "prefix" && path === `${route.path}/`);
  const bare = barePaths(rivals).filter((one) => one.route === route);
  return [
    below && route.match === "prefix" ? { ...own, pathType: "Exact" } : own,
    ...bare.map(({ path }) => ({ path, pathType: "Exact" as const })),
  ];
}

function limitAnnotations(ingress: Ingress, { limit }: Route): Readonly<Record<string, string>> {
  const zone = ingress.limits?.find(({ name }) => name === limit?.zone);
  if (zone === undefined || limit === undefined) return {};
  const { requests, per } = wholeRate(zone);
  return {
    [`${nginx}/${per === "second" ? "limit-rps" : "limit-rpm"}`]: String(requests),
    // It knows bursts as multiples of the rate: the smallest that holds what was asked for.
    [`${nginx}/limit-burst-multiplier`]: String(Math.max(1, Math.ceil(limit.burst / requests))),
  };
}

/** What ingress-nginx is told of a route beside its path. */
export function ingressAnnotations(
  ingress: Ingress,
  route: Route,
  more: { readonly regular: boolean; readonly issuer?: string; readonly headers?: string },
): Readonly<Record<string, string>> {
  const { timeouts, maxBody, streaming } = route;
  const { maxHeaders } = ingress;
  const { rewrite } = ingressPath(route, more.regular);
  const time = (wait: Parameters<typeof seconds>[0] | undefined) =>
    String(wait === undefined ? 60 : Math.ceil(seconds(wait)));
  return {
    [`${nginx}/proxy-connect-timeout`]: time(timeouts?.connect),
    [`${nginx}/proxy-send-timeout`]: time(timeouts?.send),
    [`${nginx}/proxy-read-timeout`]: String(readTimeout(route)),
    [`${nginx}/proxy-body-size`]: `${Math.ceil(bytes(maxBody ?? "1Mi") / 2 ** 20)}m`,
    [`${nginx}/proxy-buffer-size`]: `${Math.ceil(bytes(maxHeaders ?? standardHeaders) / 2 ** 10)}k`,
    // A slow request was received, and an error that a service sends is its answer; one that is refused goes to another pod.
    [`${nginx}/proxy-next-upstream`]: "error",
    [`${nginx}/proxy-next-upstream-tries`]: "3",
    [`${nginx}/proxy-next-upstream-timeout`]: "5",
    ...(streaming === undefined ? {} : { [`${nginx}/proxy-buffering`]: "off" }),
    ...limitAnnotations(ingress, route),
    ...(more.regular ? { [`${nginx}/use-regex`]: "true" } : {}),
    ...(rewrite === undefined ? {} : { [`${nginx}/rewrite-target`]: rewrite }),
    ...(ingress.tls === undefined
      ? {}
      : { [`${nginx}/ssl-redirect`]: String(!staysPlain(ingress, route.path)) }),
    ...(more.headers === undefined ? {} : { [`${nginx}/custom-headers`]: more.headers }),
    ...(more.issuer === undefined ? {} : { "cert-manager.io/cluster-issuer": more.issuer }),
  };
}

/** The headers of a route's responses: the ingress's, and its own in place of them. */
export function responseHeaders(ingress: Ingress, route: Route): Readonly<Record<string, string>> {
  return { ...ingress.headers, ...route.headers };
}

/** Whether a host's paths must be regular expressions. */
export function isRegular({ routes }: Ingress): boolean {
  return routes.some(({ rewrite }) => rewrite !== undefined);
}

/** An Ingress for one route: its annotations are for it alone. */
export function ingressSpec(
  system: System,
  ingress: Ingress,
  route: Route,
  options: { readonly class: string; readonly secret?: input.networking.v1.IngressTLS["secretName"] },
): input.networking.v1.IngressSpec {
  const backend = backendOf(system, route);
  if (backend === undefined) throw new RangeError(`${placeOf(ingress, route)} leads to no service`);
  const paths = ingressPaths(ingress, route, isRegular(ingress));
  const hosts = hostsOf(ingress, route);
  return {
    ingressClassName: options.class,
    ...(options.secret === undefined
      ? {}
      : { tls: [{ hosts: [...ingress.hosts], secretName: options.secret }] }),
    rules: hosts.map((host) => ({
      host,
      http: {
        paths: paths.map(({ path, pathType }) => ({
          path,
          pathType,
          backend: { service: { name: backend.name, port: { name: backend.port } } },
        })),
      },
    })),
  };
}

/** Routes of which the one that answers comes second: ingress-nginx tries the longer regular expression first. */
function misplaced(ingress: Ingress): readonly Route[] {
  if (!isRegular(ingress)) return [];
  const length = (route: Route): number => ingressPath(route, true).path.length;
  return ingress.routes.filter((route) =>
    ingress.routes.some(
      (other) =>
        other.host === route.host &&
        other !== route &&
        other.match === "prefix" &&
        route.path.startsWith(`${baseOf(other.path)}/`) &&
        (route.match === "exact" || route.path.length > other.path.length) &&
        length(route) <= length(other),
    ),
  );
}

/** What ingress-nginx cannot do of an ingress, and what to write instead. */
export function ingressRefusals(ingress: Ingress): readonly Refusal[] {
  const instead = "set trireme:kubernetes.ingress.kind to proxy";
  return [
    ...ownProxyOnly(ingress, hop),
    ...(isRegular(ingress) ? [] : unanswered(ingress, hop)),
    ...misplaced(ingress).map((route) => ({
      path: placeOf(ingress, route),
      set: true,
      message: `with a rewrite ${hop} matches paths as regular expressions, the longest first, and an earlier route has a longer path; ${instead}`,
    })),
    ...ingress.routes
      .filter(({ path, rewrite = "/" }) => !/^[A-Za-z0-9._/-]*$/.test(path + rewrite))
      .map((route) => ({
        path: placeOf(ingress, route),
        set: true,
        message: `${hop} allows letters, digits, "-", ".", "_" and "/" in a path; ${instead}, or rename the path`,
      })),
    {
      path: "ingress.maxHeaders",
      set: ingress.maxHeaders !== undefined,
      message: `the size of headers is set in ${hop} for the whole cluster (large-client-header-buffers); ${instead}, or remove settings.maxHeaders`,
    },
    {
      path: "ingress.correlationHeader",
      set: ingress.correlationHeader !== undefined,
      message: `${hop} adds IDs only as X-Request-ID, and not to responses; ${instead}, or leave it out`,
    },
    ...(ingress.limits ?? []).flatMap((zone) => {
      const users = ingress.routes.filter(({ limit }) => limit?.zone === zone.name);
      return [
        {
          path: `ingress.limits.${zone.name}`,
          set: users.length > 1,
          message: `${hop} limits each route by itself, and ${users.length} share this limit; ${instead}, or give each a limit of its own`,
        },
      ];
    }),
  ];
}
