import type { SecretRef } from "./ref";
import type { Route } from "./route";
import type { Bytes } from "./values/units";
import type { Resources } from "./workload";

/** Where the certificate comes from. */
export type Tls =
  | {
      /**
       * From a certificate authority that speaks ACME, proven over HTTP, renewed automatically. `check` refuses wildcards, and hosts that
       * the internet does not know.
       * @example "lets-encrypt"
       */
      readonly mode: "lets-encrypt";
      /**
       * Address that the authority writes to.
       * @example "ops@example.com"
       */
      readonly email: string;
      /**
       * URL of the authority's ACME directory.
       * @default Let's Encrypt
       * @example "https://ca.example.com/acme/acme/directory"
       */
      readonly server?: string;
      /**
       * Certificate (PEM) that the authority's own server is trusted by.
       * @default the public ones
       * @example "-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----"
       */
      readonly caCertificate?: string;
    }
  | {
      /**
       * From the operator.
       * @example "custom"
       */
      readonly mode: "custom";
      /**
       * Secret with the host's own certificate first, then its chain (PEM).
       * @example certificate.value
       */
      readonly certificate: SecretRef;
      /**
       * Secret with the private key (PEM), without a passphrase.
       * @example certificateKey.value
       */
      readonly key: SecretRef;
    }
  | {
      /**
       * Made here, for a year; browsers warn of it.
       * @example "self-signed"
       */
      readonly mode: "self-signed";
    };

/** How many requests a client address may make; a route names it in `limit.zone`. */
export interface RateLimit {
  /**
   * A letter first, then letters, digits, inner hyphens and underscores, up to 62 characters; unique in the ingress.
   * @example "api"
   */
  readonly name: string;
  /**
   * Whole numbers from 1 to 1,000,000; per second also fractions down to 1/60, one per minute.
   * @example 10
   */
  readonly requests: number;
  /**
   * The period that `requests` counts in.
   * @example "second"
   */
  readonly per: "second" | "minute";
}

/**
 * A limit in whole requests, as proxies count: half of one each second is thirty each minute.
 * @example
 * const { requests, per } = wholeRate({ name: "slow", requests: 0.5, per: "second" }); // 30, "minute"
 */
export function wholeRate({ requests, per }: RateLimit): Pick<RateLimit, "requests" | "per"> {
  if (Number.isInteger(requests)) return { requests, per };
  return { requests: Math.round(requests * (per === "second" ? 60 : 1)), per: "minute" };
}

/** What takes the requests. */
export type IngressEngine = "nginx" | "traefik" | "kong";

/** What the ingress of a system is. */
export interface IngressProps {
  /**
   * What takes the requests. Each target refuses those that it does not run.
   * @default "nginx"
   * @example "nginx"
   */
  readonly engine?: IngressEngine;
  /**
   * Version of the engine, as its image is tagged.
   * @example "1.28"
   */
  readonly version: string;
  /**
   * Which requests go where; the order does not matter.
   * @example [route("/api/", api), siteRoute("/", web)]
   */
  readonly routes: readonly Route[];
  /**
   * Host names that certificates cover; the first is the main one. Except in development, a request for any other name gets 421.
   * @example ["shop.example.com", "www.shop.example.com"]
   */
  readonly hosts: readonly string[];
  /**
   * Port for HTTP, and the address of the host to listen on.
   * @example { port: 80 }
   */
  readonly http: { readonly port: number; readonly address?: string };
  /**
   * Port for HTTPS, and the address of the host to listen on; needs `tls`. In production `check` asks for both.
   * @default no HTTPS
   * @example { port: 443 }
   */
  readonly https?: { readonly port: number; readonly address?: string };
  /**
   * Where the certificate comes from; needs `https`. Plain HTTP is then redirected, but for `plainPaths`.
   * @default no HTTPS
   * @example { mode: "lets-encrypt", email: "ops@example.com" }
   */
  readonly tls?: Tls;
  /**
   * Paths that answer 404 with all below them: services serve them to the inside alone. A path counts as it is asked for and as a
   * service would see it: no rewrite leads to one. A slash at its end makes no difference.
   * @default []
   * @example ["/metrics"]
   */
  readonly internalPaths?: readonly string[];
  /**
   * Paths that stay on plain HTTP when the rest is redirected to HTTPS.
   * @default []
   * @example ["/health"]
   */
  readonly plainPaths?: readonly string[];
  /**
   * Rate limits that routes name.
   * @default []
   * @example [{ name: "api", requests: 10, per: "second" }]
   */
  readonly limits?: readonly RateLimit[];
  /**
   * Headers of every response.
   * @default {}
   * @example { "X-Content-Type-Options": "nosniff" }
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Address ranges (CIDR) of proxies in front of this one, whose `X-Forwarded-*` headers are believed.
   * @default none: the headers say who connected, whatever a client sends
   * @example ["10.0.0.0/8", "2001:db8::/32"]
   */
  readonly trustedProxies?: readonly string[];
  /**
   * Room for the headers of a response, and for the longest one of a request: 4Ki to 256Ki.
   * @default "16Ki"
   * @example "32Ki"
   */
  readonly maxHeaders?: Bytes;
  /**
   * MIME types that are compressed.
   * @default none
   * @example ["text/css", "application/javascript", "application/json"]
   */
  readonly gzip?: readonly string[];
  /**
   * Idle connections kept open to each service by its name, per worker: 1 to 10,000.
   * @default 16
   * @example { api: 64 }
   */
  readonly keepalive?: Readonly<Record<string, number>>;
  /**
   * Request header that carries the correlation ID, made where a request has none.
   * @default no correlation ID
   * @example "X-Correlation-ID"
   */
  readonly correlationHeader?: string;
  /**
   * Checks of an API gateway, before a service is asked. On Kubernetes and AWS another ingress than our own proxy refuses it.
   * @default none: services check it themselves
   * @example { jwt: { paths: ["/api/"], issuer: "shop", publicKey: tokens.publicKey }, corsOrigins: ["https://shop.example.com"] }
   */
  readonly gateway?: {
    /**
     * Requests for `paths` and all below them need `Authorization: Bearer` with a JSON Web Token of `issuer` (claim `iss`), signed RS256
     * by the owner of `publicKey` (PEM, 2048 bits or more), with an end (`exp`) that is to come; others get 401. `check` asks for both.
     * A service finds the issuer in `X-Credential-Identifier`, which a client cannot send.
     */
    readonly jwt?: {
      readonly paths: readonly string[];
      readonly issuer?: string;
      readonly publicKey?: SecretRef;
    };
    /**
     * Origins whose pages may read responses, with credentials; preflights are answered with 204, and services see none. The headers
     * of CORS that a service sends itself are left out.
     */
    readonly corsOrigins?: readonly string[];
    /** Address ranges in CIDR notation; everybody else gets 403. @default everybody */
    readonly allowedAddresses?: readonly string[];
  };
  /**
   * Engine settings as its own documentation names them. Each target refuses those that it does not act on; of nginx's it takes those of
   * `nginxSettings`, of Kong's those of `kongSettings`, of Traefik's none.
   * @default {}
   * @example { worker_connections: "1024" }
   */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * Requests and limits of CPU and memory; nginx needs 48Mi at least. `check` asks for them in production.
   * @default no limits
   * @example { cpu: { request: 0.1, limit: 0.5 }, memory: { request: "64Mi", limit: "128Mi" } }
   */
  readonly resources?: Resources;
}

/** An ingress as {@link ingress} makes it. */
export interface Ingress extends IngressProps {
  /**
   * Tells the ingress from other components.
   * @example "ingress"
   */
  readonly kind: "ingress";
  /**
   * Unique among the system's components: lower-case letters, digits and inner hyphens, up to 63 characters.
   * @example "gate"
   */
  readonly name: string;
}

/**
 * The one place where requests come in.
 * @example
 * const gate = ingress("gate", {
 *   version: "1.28",
 *   hosts: ["shop.example.com"],
 *   http: { port: 80 },
 *   https: { port: 443 },
 *   tls: { mode: "lets-encrypt", email: "ops@example.com" },
 *   routes: [route("/api/", api), siteRoute("/", web)],
 * });
 */
export function ingress(name: string, props: IngressProps): Ingress {
  return { kind: "ingress", name, ...props };
}
