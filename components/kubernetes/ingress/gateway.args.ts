import {
  hostsOf,
  placeOf,
  barePaths,
  baseOf,
  rewritten,
  seconds,
  staysPlain,
  type Ingress,
  type Route,
  type System,
} from "../../model";
import type { Refusal } from "../../shared/refusal";
import { responseHeaders } from "./ingress.args";
import { backendOf, ownProxyOnly, unanswered } from "./routes.args";

type Spec = Readonly<Record<string, unknown>>;

const hop = "a Gateway";

/** A Gateway's listener. */
export interface Listener {
  readonly gateway: string;
  readonly namespace: string;
  readonly section: "http" | "https";
}

function parent({ gateway, namespace, section }: Listener): Spec {
  return { name: gateway, namespace, sectionName: section };
}

/** Paths that one rule is for; each is a match of its own, and any of them will do. */
interface Matched {
  readonly route: Route;
  readonly paths: readonly Spec[];
}

function exactly(path: string): Spec {
  return { type: "Exact", value: path };
}

/**
 * The routes of some hosts as a Gateway matches them: a prefix is of whole segments there, with or without the slash at its end. So
 * `/a` is named beside the route that it belongs to where a route is for `/a/`.
 */
function matched(routes: readonly Route[]): readonly Matched[] {
  const bare = barePaths(routes);
  const prefixes = new Set(routes.filter(({ match }) => match === "prefix").map(({ path }) => path));
  return routes.flatMap((route): readonly Matched[] => {
    const { match, path } = route;
    const alone = match === "exact" || prefixes.has(`${path}/`);
    const own = alone ? exactly(path) : { type: "PathPrefix", value: path === "/" ? path : baseOf(path) };
    const others = bare.filter((one) => one.route === route).map((one) => one.path);
    if (route.rewrite === undefined) return [{ route, paths: [own, ...others.map(exactly)] }];
    return [
      { route: alone ? fixed(route, path) : route, paths: [own] },
      ...others.map((other) => ({ route: fixed(route, other), paths: [exactly(other)] })),
    ];
  });
}

/** The route for one path of it alone. */
function fixed(route: Route, path: string): Route {
  return { ...route, match: "exact", path, rewrite: rewritten(route, path) };
}

function filters(ingress: Ingress, route: Route): readonly Spec[] {
  const headers = Object.entries(responseHeaders(ingress, route)).sort(([a], [b]) => a.localeCompare(b));
  const { rewrite, match } = route;
  return [
    ...(rewrite === undefined
      ? []
      : [
          {
            type: "URLRewrite",
            urlRewrite: {
              path:
                match === "exact"
                  ? { type: "ReplaceFullPath", replaceFullPath: rewrite }
                  : {
                      type: "ReplacePrefixMatch",
                      replacePrefixMatch: baseOf(rewrite) === "" ? "/" : baseOf(rewrite),
                    },
            },
          },
        ]),
    ...(headers.length === 0
      ? []
      : [
          {
            type: "ResponseHeaderModifier",
            responseHeaderModifier: { set: headers.map(([name, value]) => ({ name, value })) },
          },
        ]),
  ];
}

/** A route's bound is for the whole answer: one that may go on for good has none. */
function timeouts({ timeouts: own, streaming, websocket }: Route): Spec {
  if (streaming !== undefined || websocket !== undefined)
    return { timeouts: { request: "0s", backendRequest: "0s" } };
  return own?.read === undefined ? {} : { timeouts: { backendRequest: `${Math.ceil(seconds(own.read))}s` } };
}

function rule(system: System, ingress: Ingress, { route, paths }: Matched): Spec {
  const backend = backendOf(system, route);
  if (backend === undefined) throw new RangeError(`${placeOf(ingress, route)} leads to no service`);
  const own = filters(ingress, route);
  return {
    matches: paths.map((path) => ({ path })),
    ...(own.length === 0 ? {} : { filters: own }),
    backendRefs: [{ name: backend.name, port: backend.number }],
    ...timeouts(route),
  };
}

/** Routes of the same hosts, for each group an HTTPRoute. */
function groups(
  ingress: Ingress,
): readonly { readonly hosts: readonly string[]; readonly routes: readonly Route[] }[] {
  const byHosts = new Map<string, { hosts: readonly string[]; routes: Route[] }>();
  for (const route of ingress.routes) {
    const hosts = hostsOf(ingress, route);
    const group = byHosts.get(hosts.join(" ")) ?? { hosts, routes: [] };
    group.routes.push(route);
    byHosts.set(hosts.join(" "), group);
  }
  return [...byHosts.values()];
}

/** The HTTPRoutes of an ingress (gateway.networking.k8s.io/v1) by name: over TLS all, over plain HTTP the way there. */
export function httpRoutes(
  system: System,
  ingress: Ingress,
  { gateway, namespace }: Omit<Listener, "section">,
): Readonly<Record<string, Spec>> {
  const at = (section: Listener["section"]) => parent({ gateway, namespace, section });
  const secure = ingress.tls !== undefined;
  return Object.fromEntries(
    groups(ingress).flatMap(({ hosts, routes }, index) => {
      const name = index === 0 ? ingress.name : `${ingress.name}-${index + 1}`;
      const all = matched(routes);
      const rules = all.map((one) => rule(system, ingress, one));
      const full = {
        parentRefs: [at(secure ? "https" : "http")],
        hostnames: [...hosts],
        rules,
      };
      if (!secure) return [[name, full]];
      const plain = all.filter(({ route }) => staysPlain(ingress, route.path));
      const redirect = {
        filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
      };
      return [
        [name, full],
        [
          `${name}-plain`,
          {
            parentRefs: [at("http")],
            hostnames: [...hosts],
            rules: [...plain.map((one) => rule(system, ingress, one)), redirect],
          },
        ],
      ];
    }),
  );
}

/** What an HTTPRoute cannot say of an ingress, and what to write instead. */
export function gatewayRefusals(ingress: Ingress): readonly Refusal[] {
  const instead = "set trireme:kubernetes.ingress.kind to proxy or ingress-nginx";
  return [
    ...ownProxyOnly(ingress, hop),
    ...unanswered(ingress, hop),
    {
      path: "ingress.maxHeaders",
      set: ingress.maxHeaders !== undefined,
      message: `an HTTPRoute cannot limit the size of headers; ${instead.replace(" or ingress-nginx", "")}, or remove settings.maxHeaders`,
    },
    {
      path: "ingress.correlationHeader",
      set: ingress.correlationHeader !== undefined,
      message:
        "an HTTPRoute cannot add request IDs; set trireme:kubernetes.ingress.kind to proxy, or leave it out",
    },
    {
      path: "ingress.tls",
      set: ingress.tls !== undefined && ingress.tls.mode !== "lets-encrypt",
      message: `the certificate belongs to the Gateway's own listener, in its namespace; ${instead}, or settings.tls to mode lets-encrypt for what cert-manager puts there`,
    },
    ...ingress.routes.flatMap((route) => {
      const path = placeOf(ingress, route);
      const { connect, send } = route.timeouts ?? {};
      return [
        {
          path: `${path}.limit`,
          set: route.limit !== undefined,
          message: `an HTTPRoute cannot limit requests; ${instead}, or drop the limit`,
        },
        {
          path: `${path}.maxBody`,
          set: route.maxBody !== undefined,
          message: `an HTTPRoute cannot limit bodies; ${instead}, or drop maxBody`,
        },
        {
          path: `${path}.timeouts`,
          set: connect !== undefined || send !== undefined,
          message: `an HTTPRoute has one timeout for the whole response, none for connecting and sending; ${instead}, or set read alone`,
        },
      ];
    }),
  ];
}
