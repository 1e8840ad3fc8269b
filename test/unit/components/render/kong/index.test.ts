import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { route, rsa, site, siteRoute, type Ingress } from "../../../../../components/model";
import { renderConsumers, renderKong } from "../../../../../components/render/kong";
import type { KongRoute, KongService } from "../../../../../components/render/kong/entities";
import { systems } from "../../../../../stacks/systems";
import { api, development, image, proxy, web } from "../../../../support/valid";

const upstreams = {
  api: { servers: ["api-2", "api-1"], port: 8000 },
  web: { servers: ["web-1"], port: 3000 },
};

type Entity = Readonly<Record<string, unknown>>;

interface Configuration {
  readonly _format_version: string;
  readonly services: readonly KongService[];
  readonly routes: readonly KongRoute[];
  readonly consumers?: readonly Entity[];
  readonly upstreams: readonly Entity[];
}

/** As the reload puts it together. */
function composed(
  ingress: Ingress,
  of: Parameters<typeof renderKong>[1]["upstreams"] = upstreams,
): Configuration {
  const files = renderKong(ingress, { upstreams: of, unknownHosts: "refused" });
  const names = Object.keys(of);
  const lists = names.flatMap((name) => [
    `${files[`upstreams/${name}`]}${files[`servers/${name}`]}`,
    `${files[`next/${name}`]}${files[`servers/${name}`]}`,
  ]);
  return parse(
    `${files["kong.yml"]}${renderConsumers('{"issuer":"shop","key":"QUJD"}')}upstreams:\n${lists.join("")}`,
  ) as Configuration;
}

const shop = (change: Partial<Ingress> = {}): Ingress => ({
  ...proxy,
  engine: "kong",
  tls: { mode: "self-signed" },
  limits: undefined,
  ...change,
});

/** The fields of Kong's entities as its own Go client has them (github.com/kong/go-kong v0.60.0). */
const known = {
  service:
    "name protocol host port path retries connect_timeout write_timeout read_timeout url tags enabled routes plugins",
  route:
    "name protocols methods hosts paths headers https_redirect_status_code regex_priority strip_path path_handling preserve_host request_buffering response_buffering snis sources destinations tags plugins",
  upstream: "name algorithm slots healthchecks host_header hash_on hash_fallback tags use_srv_name targets",
  target: "target weight tags",
  plugin: "name config enabled protocols tags instance_name ordering",
  consumer: "username custom_id tags jwt_secrets",
  secret: "key algorithm rsa_public_key secret tags",
} as const;

/** The properties of the plugins that are used, as each one's schema.lua has them (github.com/Kong/kong 3.9). */
const properties: Readonly<Record<string, readonly string[]>> = {
  cors: ["origins", "methods", "credentials", "max_age", "preflight_continue"],
  "correlation-id": ["header_name", "generator", "echo_downstream"],
  "ip-restriction": ["allow", "status"],
  jwt: [
    "key_claim_name",
    "claims_to_verify",
    "header_names",
    "uri_param_names",
    "cookie_names",
    "run_on_preflight",
  ],
  "rate-limiting": ["second", "minute", "hour", "policy", "limit_by", "fault_tolerant"],
  "request-size-limiting": ["allowed_payload_size", "size_unit", "require_content_length"],
  "request-termination": ["status_code"],
  "request-transformer": ["remove", "replace"],
  "response-transformer": ["remove", "add"],
};

function expectKnown(kind: keyof typeof known, entity: Entity): void {
  const fields = known[kind].split(" ");
  expect(Object.keys(entity).filter((field) => !fields.includes(field))).toEqual([]);
}

function expectWellFormed({
  services,
  routes,
  consumers = [],
  upstreams: balancers,
  ...rest
}: Configuration): void {
  expect(rest).toEqual({ _format_version: "3.0" });
  const names = balancers.map(({ name }) => name);
  for (const service of services) {
    expectKnown("service", { ...service });
    expect(names).toContain(service.host);
  }
  const all = [...services.flatMap((service) => service.routes), ...routes];
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const one of all) {
    expectKnown("route", { ...one });
    expect(one.paths.every((path) => path.startsWith("~/"))).toBe(true);
    expect(new Set(one.plugins.map(({ name }) => name)).size).toBe(one.plugins.length);
    for (const plugin of one.plugins) {
      expectKnown("plugin", { ...plugin });
      expect(Object.keys(plugin.config).filter((name) => !properties[plugin.name]?.includes(name))).toEqual(
        [],
      );
    }
  }
  for (const balancer of balancers) {
    expectKnown("upstream", balancer);
    const targets = balancer.targets as readonly Entity[];
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) expectKnown("target", target);
  }
  for (const consumer of consumers) {
    expectKnown("consumer", consumer);
    for (const secret of consumer.jwt_secrets as readonly Entity[]) expectKnown("secret", secret);
  }
}

describe("Kong's configuration", () => {
  it("sends requests for a site, as they came, to what serves it", () => {
    const pages = site("pages", { image: image("pages"), folder: "/dist" });
    const routes = [route("/api/", api), siteRoute("/docs/", pages, { rewrite: "/" })];
    const all = composed(shop({ routes }), {
      api: upstreams.api,
      "proxy-sites": { servers: ["proxy-sites-1"], port: 8080 },
    });
    expectWellFormed(all);
    const service = all.services.find(({ name }) => name === "route-1");
    expect(service).toMatchObject({ host: "proxy-sites.upstream", port: 8080 });
    const sent = service?.routes.flatMap(({ plugins }) =>
      plugins.filter(({ name }) => name === "request-transformer"),
    );
    expect(sent?.length).toBeGreaterThan(0);
    expect(JSON.stringify(sent)).not.toContain("replace");
    expect(service?.routes.every((one) => one.preserve_host && !one.strip_path)).toBe(true);
    expect(all.upstreams.find(({ name }) => name === "proxy-sites.upstream")?.targets).toEqual([
      { target: "proxy-sites-1:8080" },
    ]);
  });

  it.each(["development", "production"] as const)(
    "has nothing that Kong does not know, for ReactDjango in %s",
    (name) => {
      const { ingress } = systems.reactdjango({ ...development, name, domain: "hub.example.com" });
      if (ingress === undefined) throw new Error("it has an ingress");
      const services = ingress.routes.flatMap(({ to }) => ("service" in to ? [to.service] : []));
      const of = Object.fromEntries(services.map((one) => [one, { servers: [`${one}-1`], port: 8000 }]));
      const all = composed(ingress, of);
      expectWellFormed(all);
      const guarded = all.services.filter(({ routes }) =>
        routes.every(({ plugins }) => plugins.some((one) => one.name === "jwt")),
      );
      expect(guarded.map(({ host }) => host)).toEqual(
        expect.arrayContaining(["communication-service.upstream", "content-service.upstream"]),
      );
    },
  );

  it("names the instances of a service apart, so that a release can add to them", () => {
    expect(renderKong(shop(), { upstreams, unknownHosts: "refused" })["servers/api"]).toBe(
      '  - target: "api-1:8000"\n  - target: "api-2:8000"\n',
    );
    expectWellFormed(composed(shop()));
  });

  it("leads plain HTTP to HTTPS, but for what stays plain", () => {
    const { services } = composed(shop({ plainPaths: ["/api/health"] }));
    const routes = services.flatMap((service) => service.routes);
    const at = (path: string) => routes.find(({ paths }) => paths[0] === path);
    expect(at("~/api/health$")).toMatchObject({ protocols: ["http", "https"] });
    expect(at("~/api/")).toMatchObject({ protocols: ["https"], https_redirect_status_code: 301 });
  });

  it("asks for a token where the gateway does, and takes out what only Kong may say elsewhere", () => {
    const { publicKey } = rsa("key", { bits: 2048 });
    const { services } = composed(
      shop({ gateway: { jwt: { paths: ["/api/private"], issuer: "shop", publicKey } } }),
    );
    const routes = services.flatMap((service) => service.routes);
    const withToken = routes.filter(({ plugins }) => plugins.some(({ name }) => name === "jwt"));
    expect(withToken.map(({ paths }) => paths[0])).toEqual(["~/api/private$", "~/api/private/"]);
    const cleared = (one: KongRoute | undefined): string =>
      JSON.stringify(one?.plugins.find(({ name }) => name === "request-transformer"));
    expect(cleared(routes.find(({ paths }) => paths[0] === "~/api/"))).toContain("X-Credential-Identifier");
    expect(cleared(withToken[0])).not.toContain("X-Credential-Identifier");
    expect(renderConsumers('{"issuer":"shop","key":"QUJD"}')).toContain(
      '"rsa_public_key":"-----BEGIN PUBLIC KEY-----\\nQUJD\\n-----END PUBLIC KEY-----\\n"',
    );
  });

  it("keeps a rate and its burst, of which the long period is never the smaller one", () => {
    const limits = [
      { name: "api", requests: 20, per: "second" as const },
      { name: "few", requests: 1, per: "minute" as const },
    ];
    const { services } = composed(
      shop({
        limits,
        routes: [
          route("/api/", api, { limit: { zone: "api", burst: 40 } }),
          route("/", web, { limit: { zone: "few", burst: 100 } }),
        ],
      }),
    );
    const found = services
      .slice(0, 2)
      .map(({ routes }) => routes[0]?.plugins.find(({ name }) => name === "rate-limiting")?.config);
    expect(found).toMatchObject([
      { second: 60, minute: 1200, limit_by: "ip", policy: "local" },
      { minute: 101, hour: 101 },
    ]);
  });
});

it("Kong counts requests only where Prometheus asks for them", () => {
  const file = (measured: boolean) =>
    parse(renderKong(proxy, { upstreams, unknownHosts: "refused", measured })["kong.yml"] ?? "") as Entity;
  expect(file(false).plugins).toBeUndefined();
  expect(file(true).plugins).toMatchObject([{ name: "prometheus", config: { status_code_metrics: true } }]);
});
