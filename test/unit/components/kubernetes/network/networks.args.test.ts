import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  closedPolicy,
  componentPolicies,
  componentsWithPods,
} from "../../../../../components/kubernetes/network/networks.args";
import { kubernetes } from "../../../../../components/kubernetes";
import { lowered } from "../../../../../components/lowering";
import {
  backup,
  connectionsOf,
  consul,
  dnsAddress,
  rabbitmq,
  redis,
  site,
  siteRoute,
  type System,
} from "../../../../../components/model";
import { systems } from "../../../../../stacks/systems";
import { anySystem } from "../../../../support/arbitrary";
import { settings } from "../../../../support/kubernetes";
import { api, cache, dbBackup, development, image, proxy, shop } from "../../../../support/valid";
import { system as makeSystem } from "../../../../../components/model";

const owner = { prefix: "shop-dev", system: "shop" };
const options = { owner, settings };

interface Policy {
  readonly ingress: readonly {
    readonly from?: readonly Peer[];
    readonly ports?: readonly { port: number }[];
  }[];
  readonly egress: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly { port: number }[] }[];
}
interface Peer {
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly ipBlock?: { readonly cidr: string };
  readonly namespaceSelector?: object;
}

const policies = (system: System) =>
  componentPolicies(system, options) as unknown as ReadonlyMap<string, Policy>;

/** Part of a peer's selector: whom `allowed` speaks of. */
const name = ({ podSelector }: Peer) => podSelector?.matchLabels["app.kubernetes.io/name"] ?? "";

/** Who reaches whom on which port: what one side may send and the other may take. */
function allowed(system: System): readonly string[] {
  const all = policies(system);
  const pairs: string[] = [];
  for (const [from, { egress }] of all)
    for (const { to = [], ports = [] } of egress)
      for (const target of to.map(name).filter((part) => part !== ""))
        for (const { port } of ports) {
          const takes = (all.get(target)?.ingress ?? []).some(
            (rule) =>
              (rule.from ?? []).some((peer) => name(peer) === from) &&
              (rule.ports ?? []).some((open) => open.port === port),
          );
          if (takes) pairs.push(`${from} ${target}`);
        }
  return [...new Set(pairs)].sort();
}

const edges = (system: System) =>
  connectionsOf(system)
    .map(({ from, to }) => `${from} ${to}`)
    .sort();

describe("network policies", () => {
  it("let the proxy alone reach what serves its sites, where its engine serves none", () => {
    const pages = site("pages", { image: image("pages"), folder: "/dist" });
    const ingress = { ...proxy, engine: "traefik", version: "3.7", routes: [siteRoute("/", pages)] } as const;
    const fronted = { ...shop, sites: [pages], ingress };
    expect(componentsWithPods(fronted, settings)).toContain("proxy-sites");
    expect(allowed(fronted).filter((pair) => pair.endsWith(" proxy-sites"))).toEqual(["proxy proxy-sites"]);
    expect(policies(fronted).get("proxy-sites")?.egress).toEqual([]);
    expect(
      componentsWithPods({ ...fronted, ingress: { ...ingress, engine: "nginx" } }, settings),
    ).not.toContain("proxy-sites");
  });

  it("open the proxy's own metrics to the cluster's Prometheus", () => {
    const ports = (own: typeof settings) =>
      (componentPolicies(shop, { owner, settings: own }) as unknown as ReadonlyMap<string, Policy>)
        .get("proxy")
        ?.ingress.flatMap((rule) => (rule.ports ?? []).map(({ port }) => port));
    expect(ports(settings)).not.toContain(9145);
    expect(ports({ ...settings, scrapers: "monitoring" })).toContain(9145);
  });

  it("let through the edges of any system and nothing else", () => {
    fc.assert(
      fc.property(anySystem, (system) => {
        expect(allowed(system)).toEqual(edges(system));
      }),
    );
  });

  it.each(Object.keys(systems) as (keyof typeof systems)[])("let through the edges of %s", (key) => {
    for (const environment of ["development", "staging", "production"] as const) {
      const system = systems[key]({ ...development, name: environment, domain: "app.example.com" });
      // Kafka's broker is asked by its own controller, servers of one store talk among themselves.
      const own = ["kafka", "redis", "qdrant", "postgres"].filter((part) =>
        allowed(system).includes(`${part} ${part}`),
      );
      expect(allowed(system)).toEqual([...edges(system), ...own.map((part) => `${part} ${part}`)].sort());
    }
  });

  it("let consumers of a Consul ask its DNS over UDP as well as TCP", () => {
    const registry = consul("registry", { version: "1.21" });
    const system = makeSystem("shop", development, {
      services: [{ ...api, env: { NAMES: dnsAddress(registry) } }],
      stores: [registry],
    });
    const ports = [
      { protocol: "TCP", port: 8500 },
      { protocol: "TCP", port: 8600 },
      { protocol: "UDP", port: 8600 },
    ];
    expect(componentPolicies(system, options).get("registry")?.ingress).toMatchObject([{ ports }]);
    expect(componentPolicies(system, options).get("api")?.egress).toMatchObject([{ ports }]);
  });

  it("let who saves a RabbitMQ ask it where it is administered, and its consumers not", () => {
    const broker = rabbitmq("broker", { version: "4.3", user: "shop" });
    const saved = backup("nightly", {
      of: broker,
      schedule: "0 2 * * *",
      keep: { count: 2 },
      destinations: [{ to: "volume" }],
    });
    const system = makeSystem("shop", development, {
      services: [{ ...api, env: { URL: broker.url } }],
      stores: [broker],
      backups: [saved],
    });
    const ports = (component: string) =>
      policies(system)
        .get(component)
        ?.egress.flatMap((rule) => (rule.ports ?? []).map(({ port }) => port));
    expect(ports("nightly")).toEqual([5672, 15_672]);
    expect(ports("api")).toEqual([5672]);
    expect(
      policies(system)
        .get("broker")
        ?.ingress.filter(({ ports: open = [] }) => open.some(({ port }) => port === 15_672))
        .flatMap(({ from = [] }) => from.map(name)),
    ).toEqual(["nightly"]);
  });

  it("let the system's own Prometheus ask the proxy, those who save and what is measured, and read the nodes", () => {
    const measured = { ...api, metrics: { path: "/metrics" } };
    const broker = rabbitmq("broker", { version: "4.3", user: "shop" });
    const of = (hostMetrics: boolean) =>
      lowered(
        {
          ...shop,
          services: [measured, ...shop.services.slice(1)],
          stores: [...shop.stores, broker],
          jobs: [{ ...shop.jobs[0]!, run: { schedule: "0 * * * *" } }],
          monitoring: { metrics: { interval: "15s", retention: "1d" }, alerts: [], hostMetrics },
        },
        kubernetes.lowers,
      );
    const system = of(true);
    const asked = policies(system);
    for (const [to, port] of [
      ["proxy", 9145],
      ["broker", 15_692],
      ["api", 8000],
      ["db-exporter", 9187],
      [dbBackup.name, 9100],
    ] as const) {
      expect(allowed(system)).toContain(`prometheus ${to}`);
      const rules = asked
        .get(to)
        ?.ingress.filter(({ from = [] }) => from.some((one) => name(one) === "prometheus"));
      expect(rules?.flatMap(({ ports = [] }) => ports.map((one) => one.port))).toContain(port);
    }
    const free = (component: string, all = asked) =>
      all
        .get(component)
        ?.egress.filter(({ to }) => to === undefined)
        .flatMap(({ ports = [] }) => ports.map(({ port }) => port));
    expect(free("prometheus")).toEqual([443, 6443, 10_250]);
    expect(free("prometheus", policies(of(false)))).toEqual([]);
    expect(free("kube-state-metrics")).toEqual([443, 6443]);
    expect(free("db-exporter")).toEqual([]);
  });

  it("name the namespace of what runs on each node, and there the system's own", () => {
    const system = lowered(
      {
        ...shop,
        monitoring: { metrics: { interval: "15s", retention: "1d" }, alerts: [], logs: { retention: "1d" } },
      },
      kubernetes.lowers,
    );
    const all = policies(system);
    const spaces = (peers: readonly Peer[] = []) =>
      peers.map((peer) => [name(peer), JSON.stringify(peer.namespaceSelector ?? "own")]);
    const of = (space: string) => JSON.stringify({ matchLabels: { "kubernetes.io/metadata.name": space } });
    const asks = all.get("prometheus")?.egress.flatMap(({ to }) => spaces(to)) ?? [];
    expect(asks).toContainEqual(["log-collector", of("shop-dev-node")]);
    expect(asks).toContainEqual(["loki", '"own"']);
    const reader = all.get("log-collector");
    expect(reader?.egress.flatMap(({ to }) => spaces(to))).toEqual([["loki", of("shop-dev")]]);
    expect(reader?.ingress.flatMap(({ from }) => spaces(from))).toEqual([["prometheus", of("shop-dev")]]);
    expect(all.get("loki")?.ingress.flatMap(({ from }) => spaces(from))).toContainEqual([
      "log-collector",
      of("shop-dev-node"),
    ]);
  });

  it("close everything else, but questions to the cluster's DNS", () => {
    expect(closedPolicy).toMatchObject({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    expect(closedPolicy.ingress).toBeUndefined();
    expect(JSON.stringify(closedPolicy.egress)).toContain("kube-dns");
  });

  it("open to the internet, without private networks, who has egress", () => {
    const system = makeSystem("shop", development, { services: [{ ...api, env: {}, egress: true }] });
    const own = { ...settings, egress: ["10.1.0.0/16"] };
    expect(componentPolicies(system, { owner, settings: own }).get("api")?.egress).toEqual([
      {
        to: [
          {
            ipBlock: {
              cidr: "0.0.0.0/0",
              except: ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
            },
          },
          { ipBlock: { cidr: "::/0", except: ["fc00::/7", "fe80::/10"] } },
          { ipBlock: { cidr: "10.1.0.0/16" } },
        ],
      },
    ]);
    expect(componentPolicies(shop, options).get("api")?.egress).not.toContainEqual(
      expect.objectContaining({
        to: expect.arrayContaining([expect.objectContaining({ ipBlock: {} })]) as unknown,
      }),
    );
  });

  it("open our own proxy to everybody, and behind a controller the routed services to its namespace alone", () => {
    expect(componentPolicies(shop, options).get("proxy")?.ingress).toEqual([
      { ports: [8080, 8443].map((port) => ({ protocol: "TCP", port })) },
    ]);
    const ingress = {
      ...settings,
      ingress: { kind: "ingress-nginx", class: "nginx", namespace: "ingress-nginx" },
    } as const;
    expect(componentsWithPods(shop, ingress)).not.toContain("proxy");
    expect(componentPolicies(shop, { owner, settings: ingress }).get("web")?.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } } }],
        ports: [{ protocol: "TCP", port: 3000 }],
      },
    ]);
  });

  it("let Sentinels and their servers talk among themselves", () => {
    const set = redis("cache", { version: "7", persistence: "none", nodes: 3 });
    const system = { ...shop, stores: shop.stores.map((store) => (store.name === cache.name ? set : store)) };
    expect(allowed(system)).toContain("cache cache");
    expect(allowed(shop)).not.toContain("cache cache");
  });
});
