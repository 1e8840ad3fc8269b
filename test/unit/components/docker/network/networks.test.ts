import { describe, expect, it } from "vitest";
import { Networks } from "../../../../../components/docker/network/networks";
import { lowered } from "../../../../../components/lowering";
import { provided, postgres, redis, type Monitoring, type System } from "../../../../../components/model";
import { deploy, listed, only, valueOf } from "../../../../support/mocks";
import { output } from "@pulumi/pulumi";
import { dbProps, shop } from "../../../../support/valid";

const deployed = (more: Partial<ConstructorParameters<typeof Networks>[1]> = {}) =>
  deploy(() => new Networks("shop-dev", { system: shop, ...more }));

describe("the networks of a system", () => {
  it("have no way out of the engine", async () => {
    const deployment = await deployed();
    expect(listed(deployment)).toEqual([
      "Network shop-dev-api.proxy.web",
      "Network shop-dev-cache",
      "Network shop-dev-db",
      "Network shop-dev-metrics-exporter",
      "Networks shop-dev-networks",
    ]);
    expect(only(deployment, "Network", "shop-dev-db").inputs).toEqual({
      driver: "bridge",
      internal: true,
      labels: [{ label: "dev.trireme.stack", value: "dev" }],
    });
  });

  it("of a Redis with several nodes have addresses that stay, which all on them know", async () => {
    const queue = redis("cache", { version: "7", persistence: "none", nodes: 3 });
    const system = { ...shop, stores: shop.stores.map((one) => (one.name === "cache" ? queue : one)) };
    const deployment = await deployed({ system, range: "10.9.0.0/16" });
    const { ipamConfigs } = only(deployment, "Network", "shop-dev-cache").inputs;
    expect(ipamConfigs).toEqual([
      expect.objectContaining({ subnet: expect.stringMatching(/^10\.9\.\d+\.0\/24$/) as string }),
    ]);
    expect(only(deployment, "Network", "shop-dev-db").inputs.ipamConfigs).toBeUndefined();
    const known = deployment.result.memberships("api").map(({ hosts = {} }) => Object.keys(hosts).length);
    expect(known).toEqual([6, 0, 0]);
  });

  it("know each instance by a name of its own where a Prometheus of the system asks it, and nowhere else", async () => {
    const monitoring: Monitoring = { metrics: { interval: "15s", retention: "1d" }, alerts: [] };
    const watched = lowered({ ...shop, monitoring }, { features: ["monitoring"] });
    const names = async (system: System) => {
      const { result } = await deployed({ system });
      return [...new Set(result.memberships("api", false, 2).map(({ instance }) => instance))];
    };
    expect(await names(watched)).toEqual(["2.api"]);
    expect(await names(shop)).toEqual([undefined]);
  });

  it("have one way out for all parts of a feature", async () => {
    const publish = { prometheus: { port: 9090 }, alertmanager: { port: 9093 } };
    const monitoring: Monitoring = { metrics: { interval: "15s", retention: "1d" }, alerts: [], publish };
    const watched = lowered({ ...shop, monitoring }, { features: ["monitoring"] });
    const { result } = await deployed({ system: watched });
    const ways = ["prometheus", "alertmanager"].map((part) => valueOf(output(result.outside(part).name)));
    expect(new Set(await Promise.all(ways))).toEqual(new Set(["shop-dev-monitoring_parts-outside-0a1b2c3"]));
  });

  it("know each part by its own name, on those that it belongs to", async () => {
    const { result } = await deployed();
    const memberships = (part: string) =>
      valueOf(output(result.memberships(part).map(({ name, alias }) => ({ name, alias }))));
    expect(await memberships("api")).toEqual([
      { name: "shop-dev-cache-0a1b2c3", alias: "api" },
      { name: "shop-dev-db-0a1b2c3", alias: "api" },
      { name: "shop-dev-api.proxy.web-0a1b2c3", alias: "api" },
    ]);
    expect(await memberships("migrate")).toEqual([{ name: "shop-dev-db-0a1b2c3", alias: "migrate" }]);
    expect(await memberships("stranger")).toEqual([]);
  });

  it("that lead out are for who publishes ports, may reach the internet or names an external store", async () => {
    const url = provided("db-url", { description: "managed database" });
    const managed = postgres("db", { ...dbProps, external: { url: url.value } });
    const system = {
      ...shop,
      stores: shop.stores.map((store) => (store.name === "db" ? managed : store)),
      services: shop.services.map((one) => (one.name === "web" ? { ...one, egress: true } : one)),
    };
    const deployment = await deploy(() => {
      const networks = new Networks("shop-dev", { system });
      return ["api", "migrate", "web", "cache"].map((part) => networks.memberships(part, part === "cache"));
    });
    const outside = deployment.resources.map(({ name }) => name).filter((name) => name.endsWith("-outside"));
    expect(outside.sort()).toEqual(
      ["api", "cache", "migrate", "web"].map((part) => `shop-dev-${part}-outside`),
    );
    const ways = deployment.result.map((memberships) =>
      memberships.filter(({ alias }) => alias === undefined),
    );
    expect(ways.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
    const { result } = await deploy(() => new Networks("shop-dev", { system: shop }).memberships("web"));
    expect(result.every(({ alias }) => alias === "web")).toBe(true);
  });

  it("of others are joined by the ingress, under the stack's own name, and by who uses an external store", async () => {
    const url = provided("db-url", { description: "managed database" });
    const managed = postgres("db", { ...dbProps, external: { url: url.value } });
    const stores = shop.stores.map((store) => (store.name === "db" ? managed : store));
    const { result, resources } = await deploy(() => {
      const networks = new Networks("shop-dev", { system: { ...shop, stores }, joined: "edge" });
      return Object.fromEntries(
        ["proxy", "api", "migrate", "web", "cache"].map((part) => [
          part,
          networks.memberships(part, part === "proxy").filter(({ name }) => name === "edge"),
        ]),
      );
    });
    expect(result).toEqual({
      proxy: [{ name: "edge", alias: "shop-dev-proxy" }],
      api: [{ name: "edge" }],
      migrate: [{ name: "edge" }],
      web: [],
      cache: [],
    });
    expect(resources.map(({ name }) => name)).not.toContain("edge");
  });

  it("that lead out are shared with nobody", async () => {
    const deployment = await deploy(() => {
      const networks = new Networks("shop-dev", { system: shop });
      networks.outside("api");
      // A second instance's: it is the same network.
      return networks.outside("api");
    });
    expect(only(deployment, "Network", "shop-dev-api-outside").inputs.internal).toBe(false);
    expect(deployment.result.alias).toBeUndefined();
  });
});
