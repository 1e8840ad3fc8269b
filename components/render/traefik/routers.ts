import {
  bytes,
  readTimeout,
  rewritten,
  seconds,
  wholeRate,
  type Bytes,
  type Duration,
  type Ingress,
  type Route,
} from "../../model";
import { cleared } from "../nginx/forwarded";
import { corsNames, isGuarded, ownHeaders } from "../nginx/gateway";
import { mainHost } from "../nginx/upstreams";
import type { Upstream } from "../nginx/options";
import { plugin } from "./plugin";
import { hostRule, pathRule, priorityOf, type Place } from "./rules";

export interface TraefikOptions {
  /** By the name that `upstreamName` gives. */
  readonly upstreams: Readonly<Record<string, Upstream>>;
  readonly unknownHosts: "refused" | "served";
  /**
   * Whom a server's name stands for: an instance, which a reload tries before it is asked (Docker), or a balancer in front of all
   * instances (Kubernetes). @default "instance"
   */
  readonly names?: "instance" | "balancer";
  /** Where a certificate authority's challenges lie; absent: there are none. */
  readonly challenges?: string;
}

/** Stands for the generation in the rendered file until the reload knows it. */
export const generationMark = "@generation@";
/** What the check of tokens is called; it is a file of its own, with the issuer's key. */
export const tokens = "tokens";

export type Json = Readonly<Record<string, unknown>>;

const standardBody: Bytes = "1Mi";
const standardConnect: Duration = "60s";
const standardIdle = 16;
/**
 * No connection to a balancer is kept: one that is always busy would lead to the same instance until that one stops, and Traefik knows no
 * age of a connection.
 */
const noIdle = -1;
/** How often a request is sent at most: a balancer may choose the same instance again, which has just died. */
const tries = { instance: 3, balancer: 12 } as const;
/** Servers close idle connections after five seconds or more; one that is used at that moment breaks. */
const idleConnection = "4s";

interface Rendered {
  readonly routers: Record<string, Json>;
  readonly middlewares: Record<string, Json>;
  readonly transports: Record<string, Json>;
}

export function withPlugin(config: Json): Json {
  return { plugin: { [plugin.name]: config } };
}

/** What holds for every request of the ingress's names. */
function common(ingress: Ingress): Json {
  const { gateway, trustedProxies, correlationHeader } = ingress;
  return {
    ...(correlationHeader === undefined ? {} : { correlation: correlationHeader }),
    ...(trustedProxies === undefined ? {} : { trusted: trustedProxies }),
    ...(gateway?.allowedAddresses === undefined ? {} : { allowed: gateway.allowedAddresses }),
    ...(gateway?.corsOrigins === undefined ? {} : { origins: gateway.corsOrigins }),
  };
}

/** Response headers; an empty one takes out what a service sends, for the plugin writes it itself. */
function responseHeaders(ingress: Ingress, route: Route | undefined, secure: boolean): Json {
  const own = { ...ingress.headers, ...route?.headers };
  return {
    ...(ingress.correlationHeader === undefined ? {} : { [ingress.correlationHeader]: "" }),
    ...(ingress.gateway?.corsOrigins === undefined
      ? {}
      : Object.fromEntries(corsNames.map((name) => [name, ""]))),
    ...Object.fromEntries(
      Object.entries(own).filter(
        ([name]) => !(name.toLowerCase() === "strict-transport-security" && !secure),
      ),
    ),
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function rewriting(route: Route, { exact, path }: Place): Json | undefined {
  // What serves sites finds a file by the path that was asked for.
  if (route.rewrite === undefined || "site" in route.to) return undefined;
  const target = rewritten(route, path);
  return exact
    ? { replacePath: { path: target } }
    : { replacePathRegex: { regex: `^${escaped(path)}(.*)$`, replacement: `${target}\${1}` } };
}

/** Renders routers one after the other, each with its middlewares. */
export class Routers {
  readonly rendered: Rendered = { routers: {}, middlewares: {}, transports: {} };

  constructor(
    private readonly ingress: Ingress,
    private readonly options: TraefikOptions,
  ) {}

  /** Requests that a service answers, or nobody. */
  place(
    entry: "web" | "websecure",
    group: { name: string; hosts: readonly string[] | undefined },
    place: Place,
  ): void {
    const { ingress } = this;
    const { route } = place;
    const name = `${entry}-${group.name}-${Object.keys(this.rendered.routers).length}`;
    const index = route === undefined ? -1 : ingress.routes.indexOf(route);
    const headers = responseHeaders(ingress, route, entry === "websecure");
    const guarded = route !== undefined && isGuarded(ingress, place.path);
    const uses = [
      ...(Object.keys(headers).length === 0
        ? []
        : [this.use(`headers-${entry}-${index}`, { headers: { customResponseHeaders: headers } })]),
      ...this.compress(route),
      ...(route === undefined ? [] : this.rewrite(route, place, name)),
      this.gate(route, index),
      ...this.limit(route),
      ...(guarded ? [tokens] : []),
      ...(route === undefined
        ? []
        : [
            this.use("retry", {
              retry: { attempts: tries[this.options.names ?? "instance"], initialInterval: "100ms" },
            }),
          ]),
    ];
    const { hosts } = group;
    this.router(entry, name, {
      rule: hosts === undefined ? pathRule(place) : `(${hostRule(hosts)}) && ${pathRule(place)}`,
      priority: priorityOf(place, hosts),
      middlewares: uses,
      service: route === undefined ? "noop@internal" : `route-${index}`,
    });
  }

  /** Plain HTTP beside TLS: on to HTTPS. */
  redirect(group: { name: string; hosts: readonly string[] | undefined }): void {
    const { https } = this.ingress;
    const place: Place = { exact: false, path: "/", route: undefined };
    const redirect = this.use("to-https", {
      redirectScheme: {
        scheme: "https",
        permanent: true,
        ...(https === undefined || https.port === 443 ? {} : { port: String(https.port) }),
      },
    });
    const gate = this.use("gate-redirect", withPlugin(common(this.ingress)));
    this.router("web", `redirect-${group.name}`, {
      rule: group.hosts === undefined ? pathRule(place) : `(${hostRule(group.hosts)}) && ${pathRule(place)}`,
      priority: priorityOf(place, group.hosts),
      middlewares: [gate, redirect],
      service: "noop@internal",
    });
  }

  /** Names that are not the ingress's. */
  refuse(entry: "web" | "websecure"): void {
    const headers = responseHeaders(this.ingress, undefined, entry === "websecure");
    const { correlationHeader } = this.ingress;
    const status = {
      status: 421,
      ...(correlationHeader === undefined ? {} : { correlation: correlationHeader }),
    };
    this.router(entry, `${entry}-unknown`, {
      rule: "PathPrefix(`/`)",
      priority: 1,
      middlewares: [
        ...(Object.keys(headers).length === 0
          ? []
          : [this.use(`headers-${entry}--1`, { headers: { customResponseHeaders: headers } })]),
        this.use("unknown", withPlugin(status)),
      ],
      service: "noop@internal",
    });
  }

  challenges(folder: string): void {
    this.router("web", "challenges", {
      rule: "PathPrefix(`/.well-known/acme-challenge/`)",
      priority: 1_000_000,
      middlewares: [this.use("challenges", withPlugin({ challenges: folder }))],
      service: "noop@internal",
    });
  }

  /** What is asked on Traefik's own loopback: its health, its generation, and the instances to come. */
  internal(): void {
    const ping = { entryPoints: ["internal"], service: "ping@internal" };
    this.rendered.routers["internal-health"] = { ...ping, rule: "Path(`/healthz`)" };
    this.rendered.routers["internal-generation"] = {
      ...ping,
      rule: `Path(\`/generation/${generationMark}\`)`,
    };
    if (this.options.names === "balancer") return;
    for (const name of Object.keys(this.options.upstreams).sort()) {
      const at = `next-${name.replace(".", "_")}`;
      this.rendered.routers[at] = {
        entryPoints: ["internal"],
        rule: `PathPrefix(\`/next/${name}/\`)`,
        middlewares: [
          this.use(`${at}-path`, { stripPrefix: { prefixes: [`/next/${name}`] } }),
          this.use("next-host", { headers: { customRequestHeaders: { Host: mainHost(this.ingress) } } }),
        ],
        service: at,
      };
    }
    this.rendered.transports.next = {
      forwardingTimeouts: { dialTimeout: "1s", responseHeaderTimeout: "5s" },
    };
  }

  /** How the service of a route is asked. */
  transport(route: Route, index: number): void {
    const { timeouts, to } = route;
    const service = "service" in to ? to.service : "";
    this.rendered.transports[`route-${index}`] = {
      maxIdleConnsPerHost:
        this.options.names === "balancer" ? noIdle : (this.ingress.keepalive?.[service] ?? standardIdle),
      forwardingTimeouts: {
        dialTimeout: `${seconds(timeouts?.connect ?? standardConnect)}s`,
        responseHeaderTimeout: `${readTimeout(route)}s`,
        idleConnTimeout: idleConnection,
      },
    };
  }

  private router(entry: "web" | "websecure", name: string, router: Json): void {
    this.rendered.routers[name] = {
      entryPoints: [entry],
      ...router,
      ...(entry === "websecure" ? { tls: { options: "default" } } : {}),
    };
  }

  private use(name: string, middleware: Json): string {
    this.rendered.middlewares[name] = middleware;
    return name;
  }

  /** What serves sites compresses them itself. */
  private compress(route: Route | undefined): readonly string[] {
    const { gzip = [] } = this.ingress;
    if (gzip.length === 0 || (route !== undefined && "site" in route.to)) return [];
    return [this.use("compress", { compress: { includedContentTypes: gzip, encodings: ["gzip"] } })];
  }

  private rewrite(route: Route, place: Place, name: string): readonly string[] {
    const middleware = rewriting(route, place);
    return middleware === undefined ? [] : [this.use(`rewrite-${name}`, middleware)];
  }

  private gate(route: Route | undefined, index: number): string {
    const clear = [...cleared, "X-Replaced-Path", ...(this.ingress.gateway === undefined ? [] : ownHeaders)];
    const own =
      route === undefined
        ? { status: 404 }
        : { maxBody: Math.ceil(bytes(route.maxBody ?? standardBody)), clear };
    return this.use(`gate-${index}`, withPlugin({ ...common(this.ingress), ...own }));
  }

  private limit(route: Route | undefined): readonly string[] {
    if (route?.limit === undefined) return [];
    const { zone, burst } = route.limit;
    const limit = this.ingress.limits?.find(({ name }) => name === zone);
    if (limit === undefined) return [];
    const { requests, per } = wholeRate(limit);
    const { trustedProxies } = this.ingress;
    return [
      this.use(`limit-${zone}-${burst}`, {
        rateLimit: {
          average: requests,
          period: per === "second" ? "1s" : "1m",
          burst: burst + 1,
          sourceCriterion: {
            ipStrategy: trustedProxies === undefined ? {} : { excludedIPs: trustedProxies },
          },
        },
      }),
    ];
  }
}
