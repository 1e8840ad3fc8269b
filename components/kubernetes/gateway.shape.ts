import { seconds, type Entrance, type Route, type System } from "../model";
import { responseHeaders } from "./ingress.shape";
import { backendOf, hostsOf, isPlain, ownProxyOnly, placeOf } from "./routes.shape";

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

function pathMatch({ match, path }: Route): Spec {
  // A prefix is of whole segments, with or without the slash at its end.
  return match === "exact"
    ? { type: "Exact", value: path }
    : { type: "PathPrefix", value: path === "/" ? path : path.replace(/\/+$/, "") };
}

function filters(entrance: Entrance, route: Route): readonly Spec[] {
  const headers = Object.entries(responseHeaders(entrance, route)).sort(([a], [b]) => a.localeCompare(b));
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
                      replacePrefixMatch: rewrite === "/" ? rewrite : rewrite.replace(/\/+$/, ""),
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

function rule(system: System, entrance: Entrance, route: Route): Spec {
  const backend = backendOf(system, route);
  if (backend === undefined) throw new RangeError(`${placeOf(entrance, route)} leads to no service`);
  const own = filters(entrance, route);
  return {
    matches: [{ path: pathMatch(route) }],
    ...(own.length === 0 ? {} : { filters: own }),
    backendRefs: [{ name: backend.name, port: backend.number }],
    ...timeouts(route),
  };
}

/** Routes of the same hosts, for each group an HTTPRoute. */
function groups(
  entrance: Entrance,
): readonly { readonly hosts: readonly string[]; readonly routes: readonly Route[] }[] {
  const byHosts = new Map<string, { hosts: readonly string[]; routes: Route[] }>();
  for (const route of entrance.routes) {
    const hosts = hostsOf(entrance, route);
    const group = byHosts.get(hosts.join(" ")) ?? { hosts, routes: [] };
    group.routes.push(route);
    byHosts.set(hosts.join(" "), group);
  }
  return [...byHosts.values()];
}

/** The HTTPRoutes of an entrance (gateway.networking.k8s.io/v1) by name: over TLS all, over plain HTTP the way there. */
export function httpRoutes(
  system: System,
  entrance: Entrance,
  { gateway, namespace }: Omit<Listener, "section">,
): Readonly<Record<string, Spec>> {
  const at = (section: Listener["section"]) => parent({ gateway, namespace, section });
  const secure = entrance.tls !== undefined;
  return Object.fromEntries(
    groups(entrance).flatMap(({ hosts, routes }, index) => {
      const name = index === 0 ? entrance.name : `${entrance.name}-${index + 1}`;
      const rules = routes.map((route) => rule(system, entrance, route));
      const full = {
        parentRefs: [at(secure ? "https" : "http")],
        hostnames: [...hosts],
        rules,
      };
      if (!secure) return [[name, full]];
      const plain = routes.filter((route) => isPlain(entrance, route));
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
            rules: [...plain.map((route) => rule(system, entrance, route)), redirect],
          },
        ],
      ];
    }),
  );
}

/** What an HTTPRoute cannot say of an entrance, and what to write instead. */
export function gatewayRefusals(
  entrance: Entrance,
): readonly { readonly path: string; readonly set: boolean; readonly message: string }[] {
  const instead = "set trireme:kubernetes.entrance.kind to proxy or ingress";
  return [
    ...ownProxyOnly(entrance, hop),
    {
      path: "entrance.correlationHeader",
      set: entrance.correlationHeader !== undefined,
      message: "an HTTPRoute makes no IDs; set trireme:kubernetes.entrance.kind to proxy, or leave it out",
    },
    {
      path: "entrance.tls",
      set: entrance.tls !== undefined && entrance.tls.mode !== "lets-encrypt",
      message: `the certificate belongs to the Gateway's own listener, in its namespace; ${instead}, or tls mode lets-encrypt for what cert-manager puts there`,
    },
    ...entrance.routes.flatMap((route) => {
      const path = placeOf(entrance, route);
      const { connect, send } = route.timeouts ?? {};
      return [
        {
          path: `${path}.limit`,
          set: route.limit !== undefined,
          message: `an HTTPRoute counts no requests; ${instead}, or drop the limit`,
        },
        {
          path: `${path}.maxBody`,
          set: route.maxBody !== undefined,
          message: `an HTTPRoute bounds no bodies; ${instead}, or drop maxBody`,
        },
        {
          path: `${path}.timeouts`,
          set: connect !== undefined || send !== undefined,
          message: `an HTTPRoute has one bound for a whole answer, none for connecting and sending; ${instead}, or name read alone`,
        },
      ];
    }),
  ];
}
