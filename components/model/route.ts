import type { Site } from "./site";
import type { Bytes, Duration } from "./values/units";

/** Where a route leads: a service of the system, or a static site. */
export type Destination =
  | {
      /**
       * Name of the service.
       * @example api.name
       */
      readonly service: string;
      /**
       * Name of one of its `ports`.
       * @default its main port
       * @example "admin"
       */
      readonly port?: string;
    }
  | {
      /**
       * Name of the static site.
       * @example web.name
       */
      readonly site: string;
    };

/** What is told of the requests of a route. */
export interface RouteOptions {
  /**
   * Host name, one of the ingress's `hosts`.
   * @default every host of the ingress that no other route names
   * @example "admin.example.com"
   */
  readonly host?: string;
  /**
   * Stands in place of the route's path, and what follows is kept as whole segments: `/mcp/` with `/` sends `/mcp/tools` as `/tools`,
   * `/a/` with `/b` sends `/a/x` as `/b/x`.
   * @default the path is kept
   * @example "/"
   */
  readonly rewrite?: string;
  /**
   * Server-sent events or token streams: nothing is buffered, and silence up to `idle` does not end a response.
   * @default responses may be buffered
   * @example { idle: "10m" }
   */
  readonly streaming?: { readonly idle: Duration };
  /**
   * WebSocket upgrade; silence up to `idle` does not end a connection. On AWS at most 4000 s.
   * @default no upgrade
   * @example { idle: "1h" }
   */
  readonly websocket?: { readonly idle: Duration };
  /**
   * Time to connect to the service, and for silence while a request is sent and a response read.
   * @default 60 s each; read is never below what streaming and websocket ask for
   * @example { connect: "5s", read: "2m" }
   */
  readonly timeouts?: { readonly connect?: Duration; readonly send?: Duration; readonly read?: Duration };
  /**
   * Name of one of the ingress's rate limits, and how many requests beyond it are let through at once.
   * @default no limit
   * @example { zone: "api", burst: 20 }
   */
  readonly limit?: { readonly zone: string; readonly burst: number };
  /**
   * Largest request body; a larger one gets 413.
   * @default "1Mi"
   * @example "25Mi"
   */
  readonly maxBody?: Bytes;
  /**
   * Response headers, beside those of the ingress.
   * @default {}
   * @example { "Cache-Control": "no-store" }
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Which requests go where. */
export interface Route extends RouteOptions {
  /**
   * `exact`: this path alone. `prefix`: it and what lies below, whole segments only; one that ends in a slash is for what lies below
   * alone, so `/a/` is not for `/a`.
   * @example "prefix"
   */
  readonly match: "exact" | "prefix";
  /**
   * Begins with a slash; letters, digits and `- . _ ~ : @ + , = ! /`. Of several that match the exact one, else the longest, answers.
   * @example "/api/"
   */
  readonly path: string;
  /**
   * Who answers.
   * @example { service: "api" }
   */
  readonly to: Destination;
}

/**
 * A path and all below it to a service.
 * @example
 * const routes = [route("/api/", api, { rewrite: "/", maxBody: "25Mi" }), route("/events/", api, { streaming: { idle: "10m" } })];
 */
export function route(path: string, to: { readonly name: string }, options: RouteOptions = {}): Route {
  return { match: "prefix", path, to: { service: to.name }, ...options };
}

/**
 * One exact path to a service.
 * @example
 * const login = exact("/login", api, { limit: { zone: "login", burst: 5 } });
 */
export function exact(path: string, to: { readonly name: string }, options: RouteOptions = {}): Route {
  return { match: "exact", path, to: { service: to.name }, ...options };
}

/**
 * A path and all below it to a static site.
 * @example
 * const assets = siteRoute("/static/", web, { rewrite: "/", headers: { "Cache-Control": "public, max-age=86400" } });
 */
export function siteRoute(path: string, to: Site, options: RouteOptions = {}): Route {
  return { match: "prefix", path, to: { site: to.name }, ...options };
}
