import { bytes, wholeRate, type Bytes, type Ingress, type Route } from "../../model";
import { cleared } from "../nginx/forwarded";
import { ownHeaders } from "../nginx/gateway";
import type { KongPlugin } from "./entities";

const standardBody: Bytes = "1Mi";
const minute = 60;

/** How often an address may ask: Kong counts in fixed periods, so the burst goes into the short one and the rate into the long one. */
function limited({ limits = [] }: Ingress, { limit }: Route): readonly KongPlugin[] {
  const zone = limits.find(({ name }) => name === limit?.zone);
  if (zone === undefined || limit === undefined) return [];
  const { requests, per } = wholeRate(zone);
  const most = requests + limit.burst;
  const long = Math.max(most, requests * minute);
  const periods = per === "second" ? { second: most, minute: long } : { minute: most, hour: long };
  return [
    {
      name: "rate-limiting",
      config: { ...periods, policy: "local", limit_by: "ip", fault_tolerant: true },
    },
  ];
}

/** Headers of every response, in place of a service's own. */
export function responseHeaders(
  ingress: Ingress,
  route: Route | undefined,
  secure: boolean,
): readonly KongPlugin[] {
  const own = Object.entries({ ...ingress.headers, ...route?.headers }).filter(
    ([name]) => !(name.toLowerCase() === "strict-transport-security" && !secure),
  );
  if (own.length === 0) return [];
  return [
    {
      name: "response-transformer",
      config: {
        remove: { headers: own.map(([name]) => name) },
        add: { headers: own.map(([name, value]) => `${name}:${value}`) },
      },
    },
  ];
}

/** Who may pass, and who may read: for every request of the ingress's names. */
export function common({ gateway, correlationHeader }: Ingress): readonly KongPlugin[] {
  return [
    ...(correlationHeader === undefined
      ? []
      : [
          {
            name: "correlation-id",
            config: { header_name: correlationHeader, generator: "uuid", echo_downstream: true },
          },
        ]),
    ...(gateway?.allowedAddresses === undefined
      ? []
      : [{ name: "ip-restriction", config: { allow: gateway.allowedAddresses, status: 403 } }]),
    ...(gateway?.corsOrigins === undefined
      ? []
      : [
          {
            name: "cors",
            config: {
              origins: gateway.corsOrigins,
              methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
              credentials: true,
              max_age: 3600,
              preflight_continue: false,
            },
          },
        ]),
  ];
}

/** A bearer token alone: what stands in an address ends up in logs. */
const tokens: KongPlugin = {
  name: "jwt",
  config: {
    key_claim_name: "iss",
    claims_to_verify: ["exp"],
    header_names: ["authorization"],
    uri_param_names: [],
    cookie_names: [],
    run_on_preflight: true,
  },
};

/** An answer of Kong's own. */
export function ends(status: number): KongPlugin {
  return { name: "request-termination", config: { status_code: status } };
}

/** For the inside of the container alone. */
export const loopback: KongPlugin = { name: "ip-restriction", config: { allow: ["127.0.0.1"], status: 403 } };

/** The path that a service is asked for; `rest` is what the route's path has beyond its prefix. */
export function sends(path: string, clear: readonly string[] = []): KongPlugin {
  return {
    name: "request-transformer",
    config: { ...(clear.length === 0 ? {} : { remove: { headers: clear } }), replace: { uri: path } },
  };
}

/** What a route asks for. */
export function routePlugins(
  ingress: Ingress,
  route: Route,
  place: { readonly secure: boolean; readonly guarded: boolean; readonly sent: string | undefined },
): readonly KongPlugin[] {
  // Where a token is checked, Kong sets these itself.
  const clear = [...cleared, ...(ingress.gateway === undefined ? [] : place.guarded ? [] : ownHeaders)];
  return [
    ...common(ingress),
    ...(place.guarded ? [tokens] : []),
    ...limited(ingress, route),
    {
      name: "request-size-limiting",
      config: {
        allowed_payload_size: Math.ceil(bytes(route.maxBody ?? standardBody)),
        size_unit: "bytes",
        require_content_length: false,
      },
    },
    place.sent === undefined
      ? { name: "request-transformer", config: { remove: { headers: clear } } }
      : sends(place.sent, clear),
    ...responseHeaders(ingress, route, place.secure),
  ];
}

/** The greatest body of any route, for nginx below Kong, which knows no routes. */
export function greatestBody({ routes }: Ingress): number {
  return Math.max(...routes.map(({ maxBody = standardBody }) => Math.ceil(bytes(maxBody))));
}
