import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connections, componentsInNetwork } from "../../../../../components/aws/network/edges.args";
import {
  endpoints,
  securityRules,
  type SecurityRule,
} from "../../../../../components/aws/network/security.args";
import {
  consul,
  dnsAddress,
  edgesOf,
  isServer,
  qdrant,
  service,
  system,
  type System,
} from "../../../../../components/model";
import { anySystem } from "../../../../support/arbitrary";
import { environmentOn, settingsOn, systemOn } from "../../../../support/aws";

const places = (["development", "staging", "production"] as const).map((name) => settingsOn(name));

/** Whether one component opens a connection to another: both its own rule and the other's must say so. */
function reaches(rules: readonly SecurityRule[], from: string, to: string): boolean {
  const fits = (rule: SecurityRule, port: number) => rule.port === "all" || rule.port === port;
  const incoming = rules.filter(
    ({ component, direction, peer }) =>
      component === to && direction === "in" && peer.kind === "component" && peer.name === from,
  );
  return incoming.some(
    ({ port }) =>
      port !== "all" &&
      rules.some(
        (rule) =>
          rule.component === from &&
          rule.direction === "out" &&
          fits(rule, port) &&
          (rule.peer.kind === "range" || (rule.peer.kind === "component" && rule.peer.name === to)),
      ),
  );
}

function reachability(system: System, rules: readonly SecurityRule[]): readonly string[] {
  const parts = componentsInNetwork(system);
  return parts
    .flatMap((from) =>
      parts.filter((to) => to !== from && reaches(rules, from, to)).map((to) => `${from} → ${to}`),
    )
    .sort();
}

describe("security groups", () => {
  it("let through what the model's edges say, and nothing else", () => {
    fc.assert(
      fc.property(anySystem, fc.constantFrom(...places), (system, settings) => {
        const { rules } = securityRules(system, settings);
        const parts = new Set(componentsInNetwork(system));
        const edges = edgesOf(system).filter(({ from, to }) => parts.has(from) && parts.has(to));
        expect(reachability(system, rules)).toEqual(edges.map(({ from, to }) => `${from} → ${to}`).sort());
      }),
    );
  });

  it.each(["simplr", "syfthub"] as const)(
    "of %s are reached by those who name, mount or save a component",
    (name) => {
      const system = systemOn(name, "production");
      const { rules } = securityRules(system, settingsOn("production"));
      expect(reachability(system, rules)).toEqual(
        connections(system)
          .map(({ from, to }) => `${from} → ${to}`)
          .sort(),
      );
    },
  );

  it("have rules of one name each", () => {
    fc.assert(
      fc.property(anySystem, fc.constantFrom(...places), (system, settings) => {
        const names = securityRules(system, settings).rules.map((rule) => rule.name);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  it("are open to addresses of the world at the ingress alone", () => {
    for (const settings of places) {
      const system = systemOn("syfthub", "production");
      const open = securityRules(system, settings).rules.filter(
        ({ direction, peer }) => direction === "in" && peer.kind !== "component",
      );
      expect(new Set(open.map(({ component }) => component))).toEqual(new Set(["proxy"]));
    }
  });

  it("let no store out", () => {
    const system = systemOn("syfthub", "production");
    const stores = new Set(system.stores.filter(isServer).map(({ name }) => name));
    const out = securityRules(system, settingsOn("production")).rules.filter(
      ({ component, direction, peer }) =>
        stores.has(component) &&
        direction === "out" &&
        !(peer.kind === "component" && peer.name === component),
    );
    expect(out).toEqual([]);
  });

  it("lead tasks without a way out to AWS's endpoints and to S3 alone", () => {
    const system = systemOn("syfthub", "production");
    const own = securityRules(system, settingsOn("production")).rules.filter(
      ({ component, direction }) => component === "mcp" && direction === "out",
    );
    expect(own.map(({ peer, port }) => [peer.kind === "range" ? peer.cidr : peer.name, port])).toEqual([
      ["aggregator", 8001],
      ["backend", 8000],
      ["s3", 443],
      [endpoints, 443],
    ]);
  });
});

describe("the groups of stores that run on machines", () => {
  const registry = consul("registry", { version: "1.21" });
  const vectors = qdrant("vectors", { version: "v1.17.0", nodes: 3 });
  const api = service("api", {
    image: { name: "api", reference: "ghcr.io/acme/api:v1" },
    env: { REGISTRY: registry.url, DNS: dnsAddress(registry), VECTORS: vectors.url },
  });
  const model = system("shop", environmentOn("production", "shop"), {
    services: [api],
    stores: [registry, vectors],
  });
  const names = securityRules(model, settingsOn("production")).rules.map(({ name }) => name);

  it("let consumers ask Consul's DNS over both protocols", () => {
    expect(names.filter((name) => name.startsWith("api.to.registry"))).toEqual([
      "api.to.registry.8500",
      "api.to.registry.8600",
      "api.to.registry.8600.udp",
    ]);
  });

  it("let the nodes of a cluster reach each other, and a single server nobody of its own", () => {
    expect(names.filter((name) => name.startsWith("vectors.to.vectors"))).toEqual([
      "vectors.to.vectors.6335",
    ]);
    expect(names.filter((name) => name.startsWith("registry.to.registry"))).toEqual([]);
  });

  it("let their agents ask AWS's own APIs, as tasks do", () => {
    expect(names).toContain(`registry.to.${endpoints}.443`);
  });
});
