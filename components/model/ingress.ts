import type { SecretRef } from "./ref";
import type { Bytes, Duration } from "./values/units";
import type { Build, Resources } from "./workload";

/** Where a route leads: a service of the system, or a static site. */
export type Destination = { readonly service: string; readonly port?: string } | { readonly site: string };

export interface RouteOptions {
  /** Host name; absent: every host of the ingress that no other route names. */
  readonly host?: string;
  /**
   * Stands in place of the route's path, and what follows is kept as whole segments: `/mcp/` with `/` sends `/mcp/tools` as `/tools`,
   * `/a/` with `/b` sends `/a/x` as `/b/x`.
   */
  readonly rewrite?: string;
  /** Server-sent events or token streams: nothing is buffered; silence up to `idle` is no fault. */
  readonly streaming?: { readonly idle: Duration };
  /** WebSocket upgrade; silence up to `idle` is no fault. */
  readonly websocket?: { readonly idle: Duration };
  /** @default connect 60 s, send and read 60 s; read is never below what streaming and websocket ask for */
  readonly timeouts?: { readonly connect?: Duration; readonly send?: Duration; readonly read?: Duration };
  /** Name of one of the ingress's rate limits. */
  readonly limit?: { readonly zone: string; readonly burst: number };
  /** Largest request body. @default "1Mi" */
  readonly maxBody?: Bytes;
  /** Response headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route extends RouteOptions {
  /**
   * `exact`: this path alone. `prefix`: it and what lies below, whole segments only; one that ends in a slash is for what lies below
   * alone, so `/a/` is not for `/a`.
   */
  readonly match: "exact" | "prefix";
  readonly path: string;
  readonly to: Destination;
}

/** A path and all below it to a service. */
export function route(path: string, to: { readonly name: string }, options: RouteOptions = {}): Route {
  return { match: "prefix", path, to: { service: to.name }, ...options };
}

/** One exact path to a service. */
export function exact(path: string, to: { readonly name: string }, options: RouteOptions = {}): Route {
  return { match: "exact", path, to: { service: to.name }, ...options };
}

/** A path and all below it to a static site. */
export function siteRoute(path: string, to: Site, options: RouteOptions = {}): Route {
  return { match: "prefix", path, to: { site: to.name }, ...options };
}

/** Built files that the ingress serves itself. */
export interface Site {
  readonly kind: "site";
  readonly name: string;
  /** Image that carries the files. */
  readonly image: { readonly name: string; readonly reference: string; readonly build?: Build };
  /** Folder of the files in that image. */
  readonly folder: string;
  /** Unknown paths answer with this file. Absent: 404. */
  readonly fallback?: string;
  /** File name endings cached for a year as immutable. */
  readonly immutable?: readonly string[];
}

/** Where the certificate comes from. */
export type Tls =
  | {
      /** From a certificate authority that speaks ACME, proven over HTTP, renewed by itself. */
      readonly mode: "lets-encrypt";
      /** Address that the authority writes to. */
      readonly email: string;
      /** URL of the authority's ACME directory. @default Let's Encrypt */
      readonly server?: string;
      /** Certificate (PEM) that the authority's own server is trusted by. @default the public ones */
      readonly caCertificate?: string;
    }
  | {
      /** From the operator. */
      readonly mode: "given";
      /** The host's own certificate first, then its chain (PEM). */
      readonly certificate: SecretRef;
      /** Private key (PEM), without a passphrase. */
      readonly key: SecretRef;
    }
  /** Made here, for a year; browsers warn of it. */
  | { readonly mode: "self-signed" };

export interface RateLimit {
  readonly name: string;
  /** Whole ones; each second also parts of one, as long as that is one each minute at least. */
  readonly requests: number;
  readonly per: "second" | "minute";
}

/** A limit in whole requests, as proxies count: half of one each second is thirty each minute. */
export function wholeRate({ requests, per }: RateLimit): Pick<RateLimit, "requests" | "per"> {
  if (Number.isInteger(requests)) return { requests, per };
  return { requests: Math.round(requests * (per === "second" ? 60 : 1)), per: "minute" };
}

export interface IngressProps {
  /** @default "nginx" */
  readonly engine?: "nginx" | "traefik" | "kong";
  /** Version of the engine. */
  readonly version: string;
  readonly routes: readonly Route[];
  /**
   * Host names that certificates cover; the first is the main one. Except in development, a request for any other name gets 421.
   */
  readonly hosts: readonly string[];
  readonly http: { readonly port: number; readonly address?: string };
  readonly https?: { readonly port: number; readonly address?: string };
  readonly tls?: Tls;
  /**
   * Paths that answer 404 with all below them: services serve them to the inside alone, e.g. `/metrics`. A path counts as it is asked
   * for and as a service would see it: no rewrite leads to one. A slash at its end makes no difference.
   */
  readonly internalPaths?: readonly string[];
  /** Paths that stay on plain HTTP when the rest is redirected to HTTPS. */
  readonly plainPaths?: readonly string[];
  readonly limits?: readonly RateLimit[];
  /** Headers of every response. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Address ranges (CIDR) of proxies in front of this one, whose `X-Forwarded-*` headers are believed. @default none: the headers say
   * who connected, whatever a client sends
   */
  readonly trustedProxies?: readonly string[];
  /** Room for the headers of a response, and for the longest one of a request. @default "16Ki" */
  readonly maxHeaders?: Bytes;
  /** MIME types that are compressed. @default none */
  readonly gzip?: readonly string[];
  /** Idle connections kept open to each service, per worker. @default 16 */
  readonly keepalive?: Readonly<Record<string, number>>;
  /** Request header that carries the correlation ID, made where a request has none. */
  readonly correlationHeader?: string;
  /** Checks of the gateway itself (Kong): JWT, CORS, body size, allowed addresses. */
  readonly gateway?: {
    /** Requests below `paths` need a token with this `iss` claim, signed RS256 by the owner of the key. */
    readonly jwt?: {
      readonly paths: readonly string[];
      readonly issuer?: string;
      readonly publicKey?: SecretRef;
    };
    readonly corsOrigins?: readonly string[];
    /** Address ranges in CIDR notation; everybody else gets 403. @default everybody */
    readonly allowedAddresses?: readonly string[];
  };
  /** Engine settings as its own documentation names them, e.g. Kong's `nginx_worker_processes`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly resources?: Resources;
}

export interface Ingress extends IngressProps {
  readonly kind: "ingress";
  readonly name: string;
}

/** The one place where requests come in. */
export function ingress(name: string, props: IngressProps): Ingress {
  return { kind: "ingress", name, ...props };
}

/** A static site served by the ingress. */
export function site(name: string, props: Omit<Site, "kind" | "name">): Site {
  return { kind: "site", name, ...props };
}
