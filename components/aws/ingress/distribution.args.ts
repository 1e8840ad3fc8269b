import type { input } from "@pulumi/aws/types";
import { baseOf, routedSites, type Ingress, type Route, type Site, type System } from "../../model";
import { hiddenPath } from "../../render/nginx";
import { longestSilences } from "../settings";
import { byPrecedence, idleTimeout, internalPatterns, pathPatterns } from "./routes.args";

/** Longest silence of an origin that CloudFront takes, in seconds. */
export const longestSilence = longestSilences.cloudfront;

/** What stands behind CloudFront. */
export const balancerOrigin = "balancer";
export function siteOrigin(site: string): string {
  return `site-${site}`;
}

/** How CloudFront treats one pattern of paths. */
export interface BehaviorShape {
  /** Absent: all other paths. */
  readonly pattern?: string;
  readonly origin: string;
  /** The route whose headers and files it is about; absent where nothing is there. */
  readonly route?: Route;
}

/** Patterns of paths in the order in which CloudFront tries them, and the rest. */
export function behaviors(system: System, ingress: Ingress): readonly BehaviorShape[] {
  const seen = new Set<string>();
  const shapes: BehaviorShape[] = [];
  const add = (shape: BehaviorShape): void => {
    const key = shape.pattern ?? "";
    if (!seen.has(key)) shapes.push(shape);
    seen.add(key);
  };
  // The load balancer answers that nothing is there; a site would answer with its page.
  if (routedSites(system).length > 0)
    for (const pattern of internalPatterns(ingress).flat()) add({ pattern, origin: balancerOrigin });
  for (const route of byPrecedence(ingress.routes)) {
    const origin = "site" in route.to ? siteOrigin(route.to.site) : balancerOrigin;
    if (isRest(route)) add({ origin, route });
    else for (const pattern of pathPatterns(route)) add({ pattern, origin, route });
  }
  if (!seen.has("")) add({ origin: balancerOrigin });
  return shapes;
}

function isRest({ match, path }: Route): boolean {
  return match === "prefix" && path === "/";
}

/** Seconds that CloudFront waits for the load balancer: as long as the most patient route, or as the operator says. */
export function originTimeout(ingress: Ingress, readTimeoutGiven?: number): number {
  return Math.min(readTimeoutGiven ?? longestSilence, idleTimeout(ingress));
}

type Security = input.cloudfront.ResponseHeadersPolicySecurityHeadersConfig;

/** Headers as CloudFront knows them by name. */
const known: Readonly<Record<string, (value: string) => Security>> = {
  "strict-transport-security": (value) => ({
    strictTransportSecurity: {
      override: true,
      accessControlMaxAgeSec: Number(/max-age=(\d+)/i.exec(value)?.[1] ?? 0),
      includeSubdomains: /includeSubDomains/i.test(value),
      preload: /preload/i.test(value),
    },
  }),
  "x-frame-options": (value) => ({ frameOptions: { override: true, frameOption: value.toUpperCase() } }),
  "x-content-type-options": () => ({ contentTypeOptions: { override: true } }),
  "referrer-policy": (value) => ({ referrerPolicy: { override: true, referrerPolicy: value } }),
  "x-xss-protection": (value) => ({
    xssProtection: {
      override: true,
      protection: value.startsWith("1"),
      modeBlock: /mode=block/i.test(value),
    },
  }),
  "content-security-policy": (value) => ({
    contentSecurityPolicy: { override: true, contentSecurityPolicy: value },
  }),
};

/** The headers of responses as CloudFront's policy has them. */
export function responseHeaders(headers: Readonly<Record<string, string>>): {
  readonly securityHeadersConfig?: Security;
  readonly customHeadersConfig?: input.cloudfront.ResponseHeadersPolicyCustomHeadersConfig;
} {
  const entries = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const security = entries.flatMap(([name, value]) => known[name.toLowerCase()]?.(value) ?? []);
  const custom = entries.filter(([name]) => known[name.toLowerCase()] === undefined);
  return {
    ...(security.length === 0 ? {} : { securityHeadersConfig: Object.assign({}, ...security) as Security }),
    ...(custom.length === 0
      ? {}
      : {
          customHeadersConfig: {
            items: custom.map(([header, value]) => ({ header, value, override: true })),
          },
        }),
  };
}

/** `hiddenPath` for a path as it was sent, in which a dot may be encoded. */
const hidden = `/${hiddenPath.replaceAll("/", String.raw`\/`).replace(String.raw`\.`, String.raw`(?:\.|%2e)`)}/i`;

/** CloudFront's function by which a request for a site finds its file; in the dialect that CloudFront runs. */
export function siteFunction(
  route: Pick<Route, "path" | "rewrite"> & Partial<Pick<Route, "match">>,
  site: Pick<Site, "fallback">,
): string {
  const to = baseOf(route.rewrite ?? "");
  const rewrite =
    route.rewrite === undefined
      ? []
      : route.match === "exact"
        ? [`  path = ${JSON.stringify(route.rewrite)};`]
        : [`  path = (${JSON.stringify(to)} + path.slice(${baseOf(route.path).length})) || "/";`];
  const fallback =
    site.fallback === undefined
      ? []
      : [
          "  // What has no ending is a page of the application.",
          `  if (path.slice(path.lastIndexOf("/") + 1).indexOf(".") < 0) path = ${JSON.stringify(site.fallback)};`,
        ];
  return [
    "function handler(event) {",
    "  var request = event.request;",
    "  var path = request.uri;",
    "  // They are not among the files, whatever would answer for an unknown path.",
    `  if (${hidden}.test(path)) return { statusCode: 404, statusDescription: "Not Found" };`,
    ...rewrite,
    '  if (path.charAt(path.length - 1) === "/") path += "index.html";',
    ...fallback,
    "  request.uri = path;",
    "  return request;",
    "}",
    "",
  ].join("\n");
}

/** CloudFront's function that gives a request an ID where it brings none. */
export function correlationFunction(header: string): string {
  const name = JSON.stringify(header.toLowerCase());
  return [
    "function handler(event) {",
    "  var request = event.request;",
    `  if (!request.headers[${name}])`,
    `    request.headers[${name}] = { value: event.context.requestId };`,
    "  return request;",
    "}",
    "",
  ].join("\n");
}

/**
 * CloudFront's function that tells nginx who asks, where clients cannot write: what they say of it themselves, and at its end the address
 * that connected to CloudFront.
 */
export function clientFunction(header: string): string {
  return [
    "function handler(event) {",
    "  var request = event.request;",
    "  var told = request.headers['x-forwarded-for'];",
    "  var before = told === undefined ? [] : (told.multiValue || [told]).map(function (one) { return one.value; });",
    `  request.headers[${JSON.stringify(header.toLowerCase())}] = { value: before.concat(event.viewer.ip).join(', ') };`,
    "  return request;",
    "}",
    "",
  ].join("\n");
}
