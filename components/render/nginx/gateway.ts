import { createPublicKey } from "node:crypto";
import { answerOf, answering, baseOf, isInternal, type Ingress, type Route } from "../../model";
import { found, gatewayScript } from "./gateway-script";
import { locations, type Location } from "./locations";
import type { NginxOptions } from "./options";
import { block, quoted } from "./text";

/** Below the configuration's folder: the issuer and its key, which come by themselves. */
export const jwtFile = "gateway/jwt.json";
const scriptFile = "gateway/jwt.js";
/** Where the official image has its modules, and Debian's as well. */
const module = "/usr/lib/nginx/modules/ngx_http_js_module.so";
const checkPlace = "/.gateway/jwt";

/** Bits of the shortest key that RS256 allows (RFC 7518, 3.3). */
const shortestKey = 2048;

/** The response headers of CORS; a service's own would contradict the gateway's. */
export const corsNames = [
  "Allow-Origin",
  "Allow-Credentials",
  "Allow-Methods",
  "Allow-Headers",
  "Max-Age",
].map((name) => `Access-Control-${name}`);
const methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
/** Seconds that a browser may keep the answer to a preflight. */
const preflightAge = 3600;

/** The header by which a service learns whose token was verified, as Kong calls it. */
export const verified = "X-Credential-Identifier";
/** Headers that services believe to come from a gateway; none of them is a client's to send. */
export const ownHeaders = [
  verified,
  "X-Anonymous-Consumer",
  "X-Consumer-Custom-ID",
  "X-Consumer-ID",
  "X-Consumer-Username",
];

function origins({ gateway }: Ingress): readonly string[] {
  return gateway?.corsOrigins ?? [];
}

function ranges({ gateway }: Ingress): readonly string[] | undefined {
  return gateway?.allowedAddresses;
}

/**
 * What the check of tokens reads.
 *
 * @param key public key of the issuer (PEM)
 * @throws RangeError when it is not an RSA key of 2048 bits or more
 */
export function renderJwtFile(issuer: string, key: string): string {
  const problem = "ingress.gateway.jwt.publicKey is not the PEM of an RSA public key of 2048 bits or more";
  let parsed;
  try {
    parsed = createPublicKey(key);
  } catch {
    throw new RangeError(`${problem}; openssl rsa -in private.pem -pubout writes one`);
  }
  const bits = parsed.asymmetricKeyDetails?.modulusLength ?? 0;
  if (parsed.asymmetricKeyType !== "rsa" || bits < shortestKey) throw new RangeError(problem);
  const der = parsed.export({ type: "spki", format: "der" });
  return `${JSON.stringify({ issuer, key: der.toString("base64") })}\n`;
}

/** The files beside nginx's own, by their paths below the configuration's folder. */
export function gatewayFiles({ gateway }: Ingress): Readonly<Record<string, string>> {
  return gateway?.jwt === undefined ? {} : { [scriptFile]: gatewayScript };
}

/** Loads the module of scripts; above everything else. */
export const loadScripts: readonly string[] = [`load_module ${module};`];

/** What the checks of tokens load. */
export function gatewayModule({ gateway }: Ingress): readonly string[] {
  return gateway?.jwt === undefined ? [] : loadScripts;
}

/** Who may pass: nobody but the ranges, save a certificate authority that looks for its challenge. */
function addressRules(ingress: Ingress, { tls }: NginxOptions): readonly string[] {
  const allowed = ranges(ingress);
  if (allowed === undefined) return [];
  return [
    ...block("geo $address_refused", ["default 1;", ...[...allowed].sort().map((range) => `${range} 0;`)]),
    ...block('map "$address_refused:$scheme:$uri" $forbidden', [
      "default 0;",
      ...(tls?.challenges === undefined ? [] : [String.raw`"~^1:http:/\.well-known/acme-challenge/" 0;`]),
      '"~^1:" 1;',
    ]),
  ];
}

function corsRules(ingress: Ingress): readonly string[] {
  const allowed = origins(ingress);
  if (allowed.length === 0) return [];
  const answer = (variable: string, value: string): readonly string[] =>
    block(`map "$preflight:$cors_origin" ${variable}`, ["default '';", `"~^1:." ${value};`]);
  return [
    ...block("map $http_origin $cors_origin", [
      "default '';",
      ...[...allowed].sort().map((origin) => `${quoted(origin)} ${quoted(origin)};`),
    ]),
    ...block("map $cors_origin $cors_credentials", ["default true;", "'' '';"]),
    ...block('map "$request_method:$http_origin:$http_access_control_request_method" $preflight', [
      "default 0;",
      '"~^OPTIONS:.+:." 1;',
    ]),
    ...answer("$cors_methods", `"${methods}"`),
    ...answer("$cors_headers", "$http_access_control_request_headers"),
    ...answer("$cors_age", String(preflightAge)),
  ];
}

/** What stands beside the servers. */
export function gatewayRules(ingress: Ingress, options: NginxOptions): readonly string[] {
  const { folder } = options;
  return [
    ...(ingress.gateway?.jwt === undefined
      ? []
      : [
          `js_import gateway from ${folder}/${scriptFile};`,
          `js_preload_object jwt from ${folder}/${jwtFile};`,
        ]),
    ...addressRules(ingress, options),
    ...corsRules(ingress),
  ];
}

/** The headers of every response by which a browser decides who may read it. */
export function corsHeaders(ingress: Ingress): readonly string[] {
  if (origins(ingress).length === 0) return [];
  return [
    "add_header Access-Control-Allow-Origin $cors_origin always;",
    "add_header Access-Control-Allow-Credentials $cors_credentials always;",
    "add_header Access-Control-Allow-Methods $cors_methods always;",
    "add_header Access-Control-Allow-Headers $cors_headers always;",
    "add_header Access-Control-Max-Age $cors_age always;",
    "add_header Vary Origin always;",
  ];
}

/** Headers of a service's response that the gateway's take the place of. */
export function hiddenCors(ingress: Ingress): readonly string[] {
  return origins(ingress).length === 0 ? [] : corsNames;
}

function json(error: string, message: string): string {
  return `'${JSON.stringify({ error, message })}'`;
}

/**
 * What every server of the ingress's names has: who is refused, before anything else is looked at, and how it is said.
 *
 * @param headers those of every response, which a place with one of its own does not inherit
 */
export function gatewayServer(ingress: Ingress, headers: readonly string[]): readonly string[] {
  const { gateway } = ingress;
  const forbidden = ranges(ingress) !== undefined;
  return [
    ...(forbidden ? ["error_page 403 @forbidden;", "if ($forbidden) { return 403; }"] : []),
    ...(origins(ingress).length === 0 ? [] : ["if ($preflight) { return 204; }"]),
    ...(forbidden
      ? block("location @forbidden", [
          "default_type application/json;",
          `return 403 ${json("forbidden", "this address may not pass")};`,
        ])
      : []),
    ...(gateway?.jwt === undefined
      ? []
      : [
          "error_page 401 @unauthorized;",
          ...block(`location = ${checkPlace}`, [
            "internal;",
            // The subrequest has the length of the request's body, and never the body.
            "client_max_body_size 0;",
            "js_content gateway.check;",
          ]),
          ...block("location @unauthorized", [
            "default_type application/json;",
            "add_header WWW-Authenticate Bearer always;",
            ...headers,
            `return 401 ${json("unauthorized", "$jwt_refusal")};`,
          ]),
        ]),
  ];
}

/** Whether a path is one of those that need a token, or below one; a slash at its end makes no difference. */
export function isGuarded({ gateway }: Pick<Ingress, "gateway">, path: string): boolean {
  return gateway?.jwt === undefined ? false : isInternal({ internalPaths: gateway.jwt.paths }, path);
}

/** What a place needs to let only those with a token in. */
export function guard(ingress: Ingress, { prefix }: Pick<Location, "prefix">): readonly string[] {
  if (!isGuarded(ingress, prefix)) return [];
  const variable = (header: string): string => `$sent_http_${header.toLowerCase().replaceAll("-", "_")}`;
  return [
    `auth_request ${checkPlace};`,
    `auth_request_set $jwt_issuer ${variable(found.issuer)};`,
    `auth_request_set $jwt_refusal ${variable(found.refusal)};`,
  ];
}

/** What a service behind a gateway is told of who asks. */
export function gatewayHeaders(ingress: Ingress, location: Pick<Location, "prefix">): readonly string[] {
  if (ingress.gateway === undefined) return [];
  const value = (name: string): string =>
    name === verified && isGuarded(ingress, location.prefix) ? "$jwt_issuer" : '""';
  return ownHeaders.map((name) => `proxy_set_header ${name} ${value(name)};`);
}

/** The places of paths that need a token below a route that as a whole needs none; the route answers them as it would without. */
export function guardedLocations(
  ingress: Ingress,
  routes: readonly Route[],
): readonly { readonly route: Route; readonly own: readonly [Location] }[] {
  const { internalPaths } = ingress;
  const prefixes = routes.filter(({ match }) => match === "prefix");
  return (ingress.gateway?.jwt?.paths ?? []).flatMap((path) => {
    const base = baseOf(path);
    return locations({ match: "prefix", path: base === "" ? "/" : base }).flatMap((location) => {
      const of = location.head.startsWith("location = ") ? routes : prefixes;
      const route = answering(of, location.prefix);
      const answered = answerOf({ routes: of, internalPaths }, location.prefix);
      return route === undefined || answered === undefined ? [] : [{ route, own: [location] as const }];
    });
  });
}
