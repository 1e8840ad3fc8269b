import fc from "fast-check";
import {
  service,
  system,
  type Bytes,
  type Duration,
  type IngressProps,
  type Environment,
  type Route,
  type System,
} from "../../components/model";
import { renderNginx, upstreamsOf, type NginxOptions } from "../../components/render/nginx";
import { development, image, proxy, resources } from "./valid";

/** Mostly what is valid: a system of twenty choices would hardly ever be otherwise. */
function mostly<T>(sound: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 40, arbitrary: sound }, { weight: 1, arbitrary: odd });
}

const names = ["web", "next-web", "next", "limit-web", "api", "dollar"] as const;
const name = fc.constantFrom(...names);

/** Text of what breaks configurations, among what does not. */
const awkward = mostly(
  fc.oneof(
    fc.constantFrom(
      "DENY",
      "a b",
      'say "no"',
      "it's",
      "$host",
      "a;b",
      "{}",
      "#x",
      "\\",
      "${x}",
      "",
      "a\tb",
      "x".repeat(3000),
    ),
    fc.string({ maxLength: 12 }),
  ),
  fc.constantFrom("a\r\nb: c", "\u0000", "é", "x".repeat(4200), "$".repeat(600)),
);
const headerName = mostly(
  fc.constantFrom("X-A", "X-Frame-Options", "Strict-Transport-Security", `X-${"long-".repeat(18)}a`),
  fc.constantFrom("x-a", "X A", "X;", "Content-Length", "", "X_A"),
);
const headers = fc.dictionary(headerName, awkward, { maxKeys: 2 });

const segment = fc.constantFrom("a", "b", "ab", "metrics", "a.b", "~u", "@c", "v1:x");
const clean = fc
  .tuple(fc.array(segment, { maxLength: 3 }), fc.boolean())
  .map(([parts, slash]) => (parts.length === 0 ? "/" : `/${parts.join("/")}${slash ? "/" : ""}`));
const path = mostly(
  clean,
  fc.constantFrom("/a b", "/a;b", "/{a}", "/$a", "/a//b", "/../a", '/"', "/a%20b", "/é", "/a*", "/a\n"),
);

const longHost = `${"a".repeat(60)}.${"b".repeat(60)}.example.com`;
const host = mostly(
  fc.constantFrom("shop.example.com", "api.example.com", longHost, "10.0.0.1", "*.example.org"),
  fc.constantFrom("a b", "A.example.com", "x;", `${"a".repeat(64)}.com`, ""),
);

const duration = fc.constantFrom<Duration>("1s", "500ms", "1.5s", "2m", "1h", "1d");
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 3 });

/** A route of anything to anywhere. */
function route(hosts: readonly string[]): fc.Arbitrary<Route> {
  return fc.record({
    match: fc.constantFrom("exact" as const, "prefix" as const),
    path,
    to: fc.oneof(
      { weight: 4, arbitrary: fc.record({ service: name }) },
      { weight: 1, arbitrary: fc.constantFrom({ service: "api", port: "admin" }, { site: "pages" }) },
    ),
    host: maybe(fc.constantFrom(...hosts)),
    rewrite: maybe(path),
    streaming: maybe(fc.record({ idle: duration })),
    websocket: maybe(fc.record({ idle: duration })),
    timeouts: maybe(fc.record({ connect: duration, send: duration })),
    limit: maybe(
      fc.record({
        zone: fc.constantFrom("web", "next-web", "x_1"),
        burst: mostly(fc.constantFrom(0, 5, 20), fc.constantFrom(-1, 0.5)),
      }),
    ),
    maxBody: maybe(fc.constantFrom<Bytes>("1Mi", "0.3Ki", "10Gi")),
    headers: maybe(headers),
  });
}

const limits = fc.constantFrom<IngressProps["limits"]>(
  [
    { name: "web", requests: 1, per: "second" },
    { name: "next-web", requests: 0.5, per: "second" },
    { name: "x_1", requests: 7, per: "minute" },
  ],
  [
    { name: "web", requests: 0, per: "second" },
    { name: "next-web", requests: 1.5, per: "minute" },
    { name: "x_1", requests: 1e9, per: "minute" },
  ],
);

function kept(of: string, count: number): Readonly<Record<string, number>> {
  return { [of]: count };
}

function ingress(
  hosts: readonly string[],
): fc.Arbitrary<Partial<IngressProps> & Pick<IngressProps, "routes">> {
  return fc.record({
    routes: fc.array(route(hosts), { maxLength: 5 }),
    internalPaths: maybe(fc.array(fc.constantFrom("/metrics", "/b/metrics/", "/ab"), { maxLength: 2 })),
    plainPaths: maybe(fc.array(clean, { maxLength: 1 })),
    headers: maybe(headers),
    gzip: maybe(
      mostly<readonly string[]>(
        fc.subarray(["text/css", "text/css", "application/javascript"]),
        fc.constant(["a;b"]),
      ),
    ),
    keepalive: maybe(mostly(fc.constant(kept("web", 32)), fc.constantFrom(kept("web", 0), kept("none", 1)))),
    correlationHeader: maybe(
      mostly<string>(
        fc.constantFrom("X-Correlation-ID", "X-Request-ID"),
        fc.constantFrom("X_ID", "Host", "X ID", "X-A"),
      ),
    ),
    trustedProxies: maybe(
      mostly<readonly string[]>(
        fc.constantFrom(["10.0.0.0/8", "2001:db8::/32"], ["10.0.0.1"]),
        fc.constant(["10.0.0.0/33"]),
      ),
    ),
    maxHeaders: maybe(mostly(fc.constantFrom<Bytes>("16Ki", "33Ki", "128Ki"), fc.constant<Bytes>("1Ki"))),
    settings: maybe(
      mostly<Readonly<Record<string, string>>>(
        fc.constant({ worker_connections: "128" }),
        fc.constant({ worker_connections: "1;" }),
      ),
    ),
    limits: mostly(
      limits.filter((all) => all?.[0]?.requests === 1),
      limits,
    ),
    tls: maybe(fc.constant({ mode: "self-signed" as const })),
  });
}

/** Systems with an ingress of anything that its types allow, right and wrong. */
export const anyIngress: fc.Arbitrary<System> = fc
  .uniqueArray(host, { minLength: 1, maxLength: 3 })
  .chain((hosts) =>
    fc.tuple(
      fc.constant(hosts),
      ingress(hosts),
      fc.constantFrom<Environment["name"]>("development", "staging"),
    ),
  )
  .map(([hosts, props, environment]) => {
    const services = names.map((one) =>
      service(one, { image: image(one), port: 8000, ports: { admin: 9000 }, env: {}, resources }),
    );
    const pages = {
      kind: "site" as const,
      name: "pages",
      image: image("pages"),
      folder: "/dist",
      fallback: "/index.html",
      immutable: ["js"],
    };
    const https = props.tls === undefined ? undefined : { port: 8443 };
    const used = props.routes.some(({ to }) => "site" in to);
    return system(
      "random",
      { ...development, name: environment },
      {
        services,
        sites: used ? [pages] : [],
        ingress: {
          ...proxy,
          ...defined(props),
          plainPaths: props.tls === undefined ? undefined : props.plainPaths,
          tls: props.tls,
          hosts,
          https,
          http: { port: 8080 },
        },
      },
    );
  });

/** What is set, so that nothing takes the place of a default by being undefined. */
function defined<T extends object>(props: T): T {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as T;
}

/** The files of a system's proxy, as the Docker and the Kubernetes target have them. */
export function rendered(
  one: System,
  folder: string,
  names: NginxOptions["names"] = "instance",
  instances = 3,
): Readonly<Record<string, string>> {
  if (one.ingress === undefined) return {};
  // A balancer's name is looked up when nginx starts, an instance's later on.
  return renderNginx(one.ingress, {
    upstreams: Object.fromEntries(
      Object.entries(upstreamsOf(one)).map(([upstream, { port }]) => [
        upstream,
        {
          servers: Array.from({ length: instances }, (_, index) =>
            names === "balancer" ? `127.0.0.${index}` : `${upstream.replace(".", "-")}-${index}`,
          ),
          port,
        },
      ]),
    ),
    sites: Object.fromEntries(one.sites.map((site) => [site.name, { site, release: "r1" }])),
    folder,
    listen: 8080,
    tls: { listen: 8443 },
    internal: 8081,
    logs: "json",
    names,
    unknownHosts: one.environment === "development" ? "served" : "refused",
  });
}
