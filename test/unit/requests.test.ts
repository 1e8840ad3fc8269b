import fc from "fast-check";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { behaviors, siteFunction, siteOrigin } from "../../components/aws/ingress/distribution.args";
import { listenerRules } from "../../components/aws/ingress/rules.args";
import { gatewayRefusals, httpRoutes } from "../../components/kubernetes/ingress/gateway.args";
import { ingressPaths, ingressRefusals, isRegular } from "../../components/kubernetes/ingress/ingress.args";
import {
  answerOf,
  check,
  exact,
  route,
  site,
  siteRoute,
  siteServerOf,
  type Ingress,
  type Route,
  type System,
} from "../../components/model";
import { renderKong } from "../../components/render/kong";
import type { KongRoute, KongService } from "../../components/render/kong/entities";
import { renderSiteServer } from "../../components/render/proxy/site-server";
import { renderTraefik } from "../../components/render/traefik";
import { rendered } from "../support/arbitrary.ingress";
import { fewInternal, fewPaths, fewRoutes } from "../support/arbitrary.routes";
import { nginxOutcome, parseNginx, type Directive } from "../support/nginx-conf";
import { api, image, proxy, shop, web } from "../support/valid";
import { limitsOf } from "../support/limits";

/** Who answers, and under which path; absent: nobody. */
interface Reached {
  readonly to: string;
  readonly path: string;
}

const host = "shop.example.com";
const pages = site("pages", { image: image("pages"), folder: "/dist" });

function systemOf(routes: readonly Route[], internalPaths: readonly string[] = []): System {
  const ingress: Ingress = {
    ...proxy,
    tls: undefined,
    https: undefined,
    limits: undefined,
    routes,
    internalPaths,
  };
  const sites = routes.some(({ to }) => "site" in to) ? [pages] : [];
  return { ...shop, environment: "staging", sites, ingress };
}

const nameOf = ({ to }: Route): string => ("site" in to ? to.site : to.service);

function meant({ ingress = proxy }: System, path: string): Reached | undefined {
  const answered = answerOf(ingress, path);
  return answered === undefined ? undefined : { to: nameOf(answered.route), path: answered.path };
}

interface TraefikRouter {
  readonly entryPoints: readonly string[];
  readonly rule: string;
  readonly priority: number;
  readonly middlewares: readonly string[];
  readonly service: string;
}

interface TraefikRewrite {
  readonly replacePath?: { readonly path: string };
  readonly replacePathRegex?: { readonly regex: string; readonly replacement: string };
}

const trees = new WeakMap<System, readonly Directive[]>();

function treeOf(system: System): readonly Directive[] {
  const tree = trees.get(system) ?? parseNginx(rendered(system, "/etc/trireme")["nginx.conf"] ?? "");
  trees.set(system, tree);
  return tree;
}

function onNginx(system: System, path: string): Reached | undefined {
  const tree = treeOf(system);
  const outcome = nginxOutcome(tree, { port: 8080, host, path });
  if ("upstream" in outcome) return { to: outcome.upstream, path: outcome.path };
  if ("root" in outcome) return { to: outcome.root.replace(/^.*\//, ""), path: outcome.path };
  return outcome.status === 404 ? undefined : { to: `status ${outcome.status}`, path: "" };
}

/** What an engine that serves no files hands on to the nginx behind it, where the route that it chose leads to a site. */
function throughSites(system: System, { to }: Route, path: string): Reached {
  const { ingress = proxy } = system;
  const server = siteServerOf(system);
  if ("service" in to || server === undefined) return { to: "service" in to ? to.service : "nobody", path };
  const options = { folder: "/etc/trireme", listen: 8080, internal: 8081, unknownHosts: "refused" } as const;
  const sites = { pages: { site: pages, release: "r1" } };
  const tree = parseNginx(renderSiteServer(ingress, server, { ...options, sites })["nginx.conf"] ?? "");
  const outcome = nginxOutcome(tree, { port: 8080, host, path });
  if ("root" in outcome) return { to: outcome.root.replace(/^.*\//, ""), path: outcome.path };
  return "upstream" in outcome
    ? { to: outcome.upstream, path: outcome.path }
    : { to: `status ${outcome.status}`, path: "" };
}

/** The same system with another engine in front. */
function behind(system: System, engine: "traefik" | "kong"): System {
  return system.ingress === undefined ? system : { ...system, ingress: { ...system.ingress, engine } };
}

/** Whether a pattern of ALB or CloudFront, in which an asterisk stands for anything, is for a path. */
function fits(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(path);
}

function onBalancer(system: System, path: string): Reached | undefined {
  const { ingress = proxy } = system;
  const rules = [...listenerRules(system, ingress)].sort((a, b) => a.priority - b.priority);
  expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
  const rule = rules.find(
    ({ paths, hosts }) => paths.some((one) => fits(one, path)) && (hosts?.includes(host) ?? true),
  );
  if (rule?.target === undefined) return undefined;
  const { rewrite } = rule;
  return {
    to: rule.target,
    path: rewrite === undefined ? path : path.replace(new RegExp(rewrite.regex), rewrite.replace),
  };
}

function onCloudFront(system: System, path: string): Reached | undefined {
  const { ingress = proxy } = system;
  const found = behaviors(system, ingress).find(
    ({ pattern }) => pattern === undefined || fits(pattern, path),
  );
  if (found?.route === undefined || found.origin !== siteOrigin("pages")) return onBalancer(system, path);
  const code = siteFunction(found.route, {});
  const sent = runInNewContext(`${code}; handler(event)`, {
    event: { request: { uri: path, headers: {} } },
  }) as {
    readonly uri: string;
  };
  return { to: "pages", path: sent.uri };
}

/** What Kong would do: of the routes whose host and path match, the one of the greatest `regex_priority`. */
function onKong(system: System, path: string): Reached | undefined {
  const { ingress = proxy } = system;
  const upstreams = { api: { servers: ["a"], port: 1 }, web: { servers: ["b"], port: 1 } };
  const [, services, routes] = (renderKong(ingress, { upstreams, unknownHosts: "refused" })["kong.yml"] ?? "")
    .split("\n")
    .map((line) => (line.includes("[") ? (JSON.parse(line.slice(line.indexOf("["))) as unknown) : undefined));
  const all = [
    ...(services as readonly KongService[]).flatMap((service) =>
      service.routes.map((one) => ({ service, one })),
    ),
    ...(routes as readonly KongRoute[]).map((one) => ({ service: undefined, one })),
  ];
  const [found] = all
    .filter(({ one }) => one.hosts === undefined || one.hosts.includes(host))
    .flatMap(({ service, one }) => {
      const match = new RegExp(`^${one.paths[0]?.slice(1)}`).exec(path);
      return match === null ? [] : [{ service, one, rest: match.groups?.rest ?? "" }];
    })
    .sort((a, b) => b.one.regex_priority - a.one.regex_priority);
  const index = /^route-(\d+)$/.exec(found?.service?.name ?? "")?.[1];
  if (found === undefined || index === undefined) return undefined;
  const [to] = ingress.routes.slice(Number(index));
  const { replace } = (found.one.plugins.find(({ name }) => name === "request-transformer")?.config ??
    {}) as {
    readonly replace?: { readonly uri: string };
  };
  const sent = replace?.uri.replace("$(uri_captures['rest'])", found.rest) ?? path;
  return to === undefined ? undefined : throughSites(system, to, sent);
}

/** What Traefik would do: of the routers that match, the one of the highest priority. */
function onTraefik(system: System, path: string): Reached | undefined {
  const { ingress = proxy } = system;
  const upstreams = { api: { servers: ["a"], port: 1 }, web: { servers: ["b"], port: 1 } };
  const [, routers, middlewares] = (
    renderTraefik(ingress, { upstreams, unknownHosts: "refused" })["routes.yml"] ?? ""
  )
    .split("\n")
    .map((line) => (line.includes("{") ? (JSON.parse(line.slice(line.indexOf("{"))) as unknown) : undefined));
  const [found] = Object.values(routers as Record<string, TraefikRouter>)
    .filter(
      ({ entryPoints, rule }) =>
        entryPoints.includes("web") && (!rule.includes("Host(") || rule.includes(host)),
    )
    .filter(({ rule }) => {
      const [, kind, value = ""] = /(Path|PathPrefix)\(`([^`]*)`\)$/.exec(rule) ?? [];
      return kind === "Path" ? path === value : path.startsWith(value);
    })
    .sort((a, b) => b.priority - a.priority);
  const route = /^route-(\d+)$/.exec(found?.service ?? "")?.[1];
  if (found === undefined || route === undefined) return undefined;
  const [rewrite] = found.middlewares.filter((name) => name.startsWith("rewrite-"));
  const { replacePath, replacePathRegex } =
    rewrite === undefined ? {} : ((middlewares as Record<string, TraefikRewrite>)[rewrite] ?? {});
  const replaced =
    replacePathRegex === undefined
      ? path
      : path.replace(new RegExp(replacePathRegex.regex), replacePathRegex.replacement.replace("${1}", "$1"));
  const [to] = ingress.routes.slice(Number(route));
  return to === undefined ? undefined : throughSites(system, to, replacePath?.path ?? replaced);
}

const below = (base: string, path: string): boolean =>
  path === base || path.startsWith(base === "/" ? "/" : `${base}/`);

interface Rule {
  readonly matches: readonly { readonly path: { readonly type: string; readonly value: string } }[];
  readonly filters?: readonly {
    readonly urlRewrite?: {
      readonly path: { readonly replaceFullPath?: string; readonly replacePrefixMatch?: string };
    };
  }[];
  readonly backendRefs: readonly { readonly name: string }[];
}

/** An exact match before a prefix, and of prefixes the longest; each is of whole segments, whatever its slash. */
function onGateway(system: System, path: string): Reached | undefined {
  const { ingress = proxy } = system;
  const { rules } = httpRoutes(system, ingress, { gateway: "g", namespace: "n" })[
    ingress.name
  ] as unknown as {
    readonly rules: readonly Rule[];
  };
  const all = rules.flatMap((rule) => rule.matches.map(({ path: match }) => ({ rule, match })));
  const found =
    all.find(({ match }) => match.type === "Exact" && match.value === path) ??
    all
      .filter(({ match }) => match.type === "PathPrefix" && below(match.value, path))
      .sort((a, b) => b.match.value.length - a.match.value.length)[0];
  if (found === undefined) return undefined;
  const { replaceFullPath, replacePrefixMatch } =
    found.rule.filters?.find(({ urlRewrite }) => urlRewrite !== undefined)?.urlRewrite?.path ?? {};
  const rest = path.slice(found.match.value.replace(/\/$/, "").length);
  const replaced =
    replacePrefixMatch === undefined ? path : replacePrefixMatch.replace(/\/$/, "") + rest || "/";
  return { to: found.rule.backendRefs[0]?.name ?? "", path: replaceFullPath ?? replaced };
}

/** As ingress-nginx does: with a rewrite regular expressions, the longest first; without one as Kubernetes says. */
function onIngress({ ingress = proxy }: System, path: string): Reached | undefined {
  const regular = isRegular(ingress);
  const all = ingress.routes.flatMap((one) =>
    ingressPaths(ingress, one, regular).map((own) => ({ one, own })),
  );
  if (regular) {
    const found = [...all]
      .sort((a, b) => b.own.path.length - a.own.path.length)
      .flatMap(({ one, own }) => {
        const match = new RegExp(`^${own.path}`).exec(path);
        return match === null ? [] : [{ one, own, kept: match[1] ?? "" }];
      })[0];
    if (found === undefined) return undefined;
    return { to: nameOf(found.one), path: found.own.rewrite?.replace("$1", found.kept) ?? path };
  }
  const found =
    all.find(({ own }) => own.pathType === "Exact" && own.path === path) ??
    all
      .filter(
        ({ own }) =>
          own.pathType === "Prefix" && below(own.path === "/" ? "/" : own.path.replace(/\/$/, ""), path),
      )
      .sort((a, b) => b.own.path.length - a.own.path.length)[0];
  return found === undefined ? undefined : { to: nameOf(found.one), path };
}

const refused = (all: readonly { readonly set: boolean }[]): boolean => all.some(({ set }) => set);

/** What the engines on a Docker host make of a request. */
function byEngines(system: System, path: string): Readonly<Record<string, Reached | undefined>> {
  return {
    nginx: onNginx(system, path),
    traefik: onTraefik(behind(system, "traefik"), path),
    kong: onKong(behind(system, "kong"), path),
  };
}

/** What each target makes of a request; those that refuse the system are left out. */
function everywhere(system: System, path: string): Readonly<Record<string, Reached | undefined>> {
  const { ingress = proxy } = system;
  const hasSite = ingress.routes.some(({ to }) => "site" in to);
  return {
    ...byEngines(system, path),
    cloudfront: onCloudFront(system, path),
    ...(hasSite ? {} : { balancer: onBalancer(system, path) }),
    ...(refused(gatewayRefusals(ingress)) ? {} : { gateway: onGateway(system, path) }),
    ...(refused(ingressRefusals(ingress)) ? {} : { ingress: onIngress(system, path) }),
  };
}

function expectOneMeaning(system: System, path: string, by = everywhere): void {
  const meaning = meant(system, path);
  for (const [target, reached] of Object.entries(by(system, path)))
    expect({ target, path, reached }).toEqual({ target, path, reached: meaning });
}

describe("a request", () => {
  const rewriting = [route("/mcp/", api, { rewrite: "/" }), route("/", web)];
  const cases: readonly (readonly [string, System, string, Reached | undefined])[] = [
    ["an internal path", systemOf(rewriting, ["/metrics"]), "/metrics", undefined],
    ["an internal path by way of a rewrite", systemOf(rewriting, ["/metrics"]), "/mcp/metrics", undefined],
    ["what lies below it", systemOf(rewriting, ["/metrics/"]), "/mcp/metrics/x", undefined],
    ["an internal path without its slash", systemOf(rewriting, ["/metrics/"]), "/metrics", undefined],
    [
      "what only begins alike",
      systemOf(rewriting, ["/metrics"]),
      "/mcp/metricsx",
      { to: "api", path: "/metricsx" },
    ],
    [
      "a path without the slash of its route",
      systemOf([route("/a/", api), route("/", web)]),
      "/a",
      { to: "web", path: "/a" },
    ],
    [
      "a rewrite without a slash",
      systemOf([route("/a/", api, { rewrite: "/b" })]),
      "/a/x",
      { to: "api", path: "/b/x" },
    ],
    [
      "a rewrite with one",
      systemOf([route("/a", api, { rewrite: "/b/" })]),
      "/a/x",
      { to: "api", path: "/b/x" },
    ],
    [
      "a rewrite of the path itself",
      systemOf([route("/a", api, { rewrite: "/b/" })]),
      "/a",
      { to: "api", path: "/b" },
    ],
    ["a rewrite to the root", systemOf([route("/a", api, { rewrite: "/" })]), "/a", { to: "api", path: "/" }],
    [
      "one path beside all below",
      systemOf([exact("/a", web), route("/a", api)]),
      "/a",
      { to: "web", path: "/a" },
    ],
    [
      "both kinds of prefix",
      systemOf([route("/a", web), route("/a/", api)]),
      "/a/x",
      { to: "api", path: "/a/x" },
    ],
    [
      "a site below a path",
      systemOf([siteRoute("/s/", pages, { rewrite: "/d" }), route("/", web)]),
      "/s/x.js",
      { to: "pages", path: "/d/x.js" },
    ],
    [
      "a site beside services",
      systemOf([route("/a/", api), siteRoute("/", pages)], ["/metrics"]),
      "/a",
      { to: "pages", path: "/a" },
    ],
    ["an internal path of a site", systemOf([siteRoute("/", pages)], ["/metrics"]), "/metrics/x", undefined],
  ];
  it.each(cases)("is answered alike on every target: %s", (_, system, path, meaning) => {
    expect(meant(system, path)).toEqual(meaning);
    expectOneMeaning(system, path);
  });

  const drawnRequests = [fewRoutes, fewInternal, fc.array(fewPaths, { minLength: 4, maxLength: 8 })] as const;

  it("is answered alike on every target, whatever the routes", () => {
    let told = 0;
    fc.assert(
      fc.property(...drawnRequests, (routes, internal, asked) => {
        const system = systemOf(routes, internal);
        if (check(system, limitsOf("kubernetes")).some(({ path: at }) => at.startsWith("ingress"))) return;
        told++;
        for (const one of asked) expectOneMeaning(system, one);
      }),
      { numRuns: 50 },
    );
    expect(told).toBeGreaterThan(5);
  });

  it("is answered alike by every engine on a Docker host, whatever routes lead to a site", () => {
    let told = 0;
    fc.assert(
      fc.property(...drawnRequests, (routes, internal, asked) => {
        const toSite = (one: Route): Route =>
          nameOf(one) === "web" ? { ...one, to: { site: "pages" } } : one;
        const system = systemOf(routes.map(toSite), internal);
        if (system.sites.length === 0) return;
        if (check(system, limitsOf("docker")).some(({ path: at }) => at.startsWith("ingress"))) return;
        told++;
        for (const one of asked) expectOneMeaning(system, one, byEngines);
      }),
      { numRuns: 50 },
    );
    expect(told).toBeGreaterThan(5);
  });
});
