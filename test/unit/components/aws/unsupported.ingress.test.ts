import { describe, expect, it } from "vitest";
import { beyondAws } from "../../../../components/aws/unsupported";
import type { GivenSettings } from "../../../../components/aws/settings";
import {
  errorRate,
  ingress,
  ingressVersions,
  route,
  service,
  site,
  siteRoute,
  system,
  type Ingress,
  type IngressProps,
  type System,
} from "../../../../components/model";
import { systemNames, systems } from "../../../../stacks/systems";
import { environmentOn, pinged, settingsOn } from "../../../support/aws";

const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const production = environmentOn("production", "shop");
const api = service("api", {
  image: { name: "api", reference: `${registry}/shop-api:v1` },
  port: 8000,
  env: {},
});
const pages = site("pages", {
  image: { name: "pages", reference: `${registry}/shop-pages:v1` },
  folder: "/dist",
});

function shop(more: Partial<IngressProps>): System {
  return system("shop", production, {
    services: [api],
    sites: [pages],
    ingress: ingress("proxy", {
      version: "1.30",
      hosts: ["shop.example.com"],
      http: { port: 80 },
      https: { port: 443 },
      tls: { mode: "self-signed" },
      routes: [route("/", api)],
      ...more,
    }),
  });
}

function refused(one: System, changes: Partial<GivenSettings> = {}): readonly string[] {
  return beyondAws(one, settingsOn("production", changes)).map(({ path, message }) => `${path}: ${message}`);
}

/** As a stack has it that sets `settings.ingress.engine` to nginx. */
function withNginx({ settings, ...rest }: Ingress): Ingress {
  return rest.engine === undefined || rest.engine === "nginx"
    ? { ...rest, ...(settings === undefined ? {} : { settings }) }
    : { ...rest, engine: "nginx", version: ingressVersions.nginx };
}

const kinds = (["cloudfront", "balancer"] as const).map((kind) => ({ kind }));

describe("what the load balancer and CloudFront do not do, and our nginx does,", () => {
  const asked: Readonly<Record<string, Partial<IngressProps>>> = {
    "a gateway": { gateway: { allowedAddresses: ["192.0.2.0/24"] } },
    "trusted proxies": { trustedProxies: ["192.0.2.0/24"] },
    "room for headers": { maxHeaders: "32Ki" },
    "settings of nginx": { settings: { client_body_timeout: "20s" } },
    "many hosts": { hosts: ["a", "b", "c", "d", "e"].map((name) => `${name}.example.com`) },
    "a site of its own for a host": {
      hosts: ["shop.example.com", "pages.example.com"],
      routes: [route("/", api), siteRoute("/", pages, { host: "pages.example.com" })],
    },
  };
  it.each(Object.entries(asked))("is nginx's where nothing is said: %s", (_, more) => {
    expect(refused(shop(more))).toEqual([]);
    for (const own of kinds) {
      const told = refused(shop(more), { ingress: own });
      expect(told.length).toBeGreaterThan(0);
      expect(told.every((text) => text.includes("set trireme:aws.ingress.kind to proxy"))).toBe(true);
    }
  });
});

describe("what nginx does not do behind a load balancer is refused:", () => {
  const proxy = { ingress: { kind: "proxy" } } as const;

  it("settings that it has no use for, or does not know", () => {
    expect(refused(shop({ settings: { keepalive_timeout: "20s" } }), proxy)).toEqual([
      "ingress.settings.keepalive_timeout: clients' connections end at the load balancer, which keeps an idle one for an hour, and nginx keeps its own for longer than it; leave keepalive_timeout out",
    ]);
    expect(refused(shop({ settings: { tcp_nodelay: "on" } }), proxy)[0]).toMatch(
      /^ingress.settings: of nginx's/,
    );
  });

  it("a component of its name", () => {
    const taken = { ...shop({}), services: [api, { ...api, name: "proxy-nginx" }] };
    expect(refused(taken, proxy)).toEqual([
      'ingress: its nginx is called "proxy-nginx", and so is another component; rename that one',
    ]);
  });

  it("more routes than a task can be given", () => {
    const routes = Array.from({ length: 120 }, (_, index) => route(`/part-${index}`, api));
    expect(refused(shop({ routes }), proxy)).toEqual([
      expect.stringMatching(
        /^ingress.routes: nginx's configuration is \d+ KiB long, and a task is given 60 KiB/,
      ),
    ]);
  });

  it("sizes that Fargate does not have, as those of the ingress", () => {
    const resources = {
      cpu: { request: 1, limit: 32 },
      memory: { request: "1Gi", limit: "1Gi" },
    } as const;
    expect(refused(shop({ resources }), proxy)).toEqual([
      expect.stringMatching(/^ingress.resources: no Fargate size holds 32 cores/),
    ]);
  });

  it("an alert of one service's answers without metrics, which nginx counts for Prometheus", () => {
    const alert = {
      name: "Api",
      for: "5m",
      severity: "critical",
      summary: "It fails",
      expr: errorRate({ above: 0.05, over: "5m", service: "api" }),
    } as const;
    const watched = { ...shop({}), monitoring: { alerts: [alert] } };
    expect(refused(watched, proxy)).toEqual([
      'monitoring.alerts.Api: Prometheus is asked for it, which runs where there are metrics; add metrics: { interval: "15s", retention: "15d" }, or leave it out',
    ]);
    const metrics = { interval: "15s", retention: "15d" } as const;
    expect(refused({ ...watched, monitoring: { ...watched.monitoring, metrics } }, proxy)).toEqual([]);
    expect(refused(watched, { ingress: { kind: "balancer" } })).toEqual([]);
  });
});

describe("of each system's ingress nothing is refused, with nginx as its engine", () => {
  const environments = ["development", "staging", "production"] as const;
  it.each(systemNames.flatMap((name) => environments.map((environment) => [name, environment] as const)))(
    "%s in %s",
    (name, environment) => {
      const described = systems[name](environmentOn(environment, name));
      const { ingress: own } = described;
      const engine = own === undefined ? described : { ...described, ingress: withNginx(own) };
      const told = (changes: Partial<GivenSettings>) =>
        beyondAws(engine, settingsOn(environment, changes))
          .map(({ path }) => path)
          .filter((path) => /^(?:ingress|aws\.(?:ingress|failover|sizes\.waf))/.test(path));
      // Vite's WebSocket pings, and the system's description says that it may be silent for a day.
      const silent = name === "syfthub" && environment === "development";
      const waits = silent ? { readTimeout: 4000 } : {};
      expect(told(silent ? { ingress: pinged } : {})).toEqual([]);
      expect(told({ ingress: { kind: "proxy", ...waits } })).toEqual([]);
      expect(
        told({ failover: { role: "primary", path: "/health" }, ...(silent ? { ingress: pinged } : {}) }),
      ).toEqual([]);
    },
  );
});
