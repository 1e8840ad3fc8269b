import type { input } from "@pulumi/kubernetes/types";
import { bytes, seconds, type Entrance, type Route, type System } from "../model";
import { backendOf, hostsOf, isPlain, ownProxyOnly, placeOf, readTimeout } from "./routes.shape";

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
  if (path.endsWith("/")) return { path: `${own}(.*)$`, pathType, rewrite: `${rewrite}$1` };
  return rewrite.endsWith("/")
    ? { path: `${own}(?:/(.*))?$`, pathType, rewrite: `${rewrite}$1` }
    : { path: `${own}(/.*)?$`, pathType, rewrite: `${rewrite}$1` };
}

function limitAnnotations(entrance: Entrance, { limit }: Route): Readonly<Record<string, string>> {
  const zone = entrance.limits?.find(({ name }) => name === limit?.zone);
  if (zone === undefined || limit === undefined) return {};
  return {
    [`${nginx}/${zone.per === "second" ? "limit-rps" : "limit-rpm"}`]: String(zone.requests),
    // It knows bursts as multiples of the rate: the smallest that holds what was asked for.
    [`${nginx}/limit-burst-multiplier`]: String(Math.max(1, Math.ceil(limit.burst / zone.requests))),
  };
}

/** What ingress-nginx is told of a route beside its path. */
export function ingressAnnotations(
  entrance: Entrance,
  route: Route,
  more: { readonly regular: boolean; readonly issuer?: string; readonly headers?: string },
): Readonly<Record<string, string>> {
  const { timeouts, maxBody, streaming } = route;
  const { rewrite } = ingressPath(route, more.regular);
  const time = (wait: Parameters<typeof seconds>[0] | undefined) =>
    String(wait === undefined ? 60 : Math.ceil(seconds(wait)));
  return {
    [`${nginx}/proxy-connect-timeout`]: time(timeouts?.connect),
    [`${nginx}/proxy-send-timeout`]: time(timeouts?.send),
    [`${nginx}/proxy-read-timeout`]: String(readTimeout(route)),
    [`${nginx}/proxy-body-size`]: `${Math.ceil(bytes(maxBody ?? "1Mi") / 2 ** 20)}m`,
    ...(streaming === undefined ? {} : { [`${nginx}/proxy-buffering`]: "off" }),
    ...limitAnnotations(entrance, route),
    ...(more.regular ? { [`${nginx}/use-regex`]: "true" } : {}),
    ...(rewrite === undefined ? {} : { [`${nginx}/rewrite-target`]: rewrite }),
    ...(entrance.tls === undefined ? {} : { [`${nginx}/ssl-redirect`]: String(!isPlain(entrance, route)) }),
    ...(more.headers === undefined ? {} : { [`${nginx}/custom-headers`]: more.headers }),
    ...(more.issuer === undefined ? {} : { "cert-manager.io/cluster-issuer": more.issuer }),
  };
}

/** The headers of a route's responses: the entrance's, and its own in place of them. */
export function responseHeaders(entrance: Entrance, route: Route): Readonly<Record<string, string>> {
  return { ...entrance.headers, ...route.headers };
}

/** Whether a host's paths must be regular expressions. */
export function isRegular({ routes }: Entrance): boolean {
  return routes.some(({ rewrite }) => rewrite !== undefined);
}

/** An Ingress for one route: its annotations are for it alone. */
export function ingressSpec(
  system: System,
  entrance: Entrance,
  route: Route,
  options: { readonly class: string; readonly secret?: input.networking.v1.IngressTLS["secretName"] },
): input.networking.v1.IngressSpec {
  const backend = backendOf(system, route);
  if (backend === undefined) throw new RangeError(`${placeOf(entrance, route)} leads to no service`);
  const { path, pathType } = ingressPath(route, isRegular(entrance));
  const hosts = hostsOf(entrance, route);
  return {
    ingressClassName: options.class,
    ...(options.secret === undefined
      ? {}
      : { tls: [{ hosts: [...entrance.hosts], secretName: options.secret }] }),
    rules: hosts.map((host) => ({
      host,
      http: {
        paths: [
          {
            path,
            pathType,
            backend: { service: { name: backend.name, port: { name: backend.port } } },
          },
        ],
      },
    })),
  };
}

/** What ingress-nginx cannot do of an entrance, and what to write instead. */
export function ingressRefusals(
  entrance: Entrance,
): readonly { readonly path: string; readonly set: boolean; readonly message: string }[] {
  const instead = "set trireme:kubernetes.entrance.kind to proxy";
  return [
    ...ownProxyOnly(entrance, hop),
    {
      path: "entrance.correlationHeader",
      set: entrance.correlationHeader !== undefined,
      message: `${hop} makes IDs under a name of its own and does not answer with them; ${instead}, or leave it out`,
    },
    ...(entrance.limits ?? []).flatMap((zone) => {
      const users = entrance.routes.filter(({ limit }) => limit?.zone === zone.name);
      return [
        {
          path: `entrance.limits.${zone.name}`,
          set: users.length > 1,
          message: `${hop} counts each route by itself, and ${users.length} share this limit; ${instead}, or give each a limit of its own`,
        },
      ];
    }),
  ];
}
