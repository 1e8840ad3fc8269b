import { describe, expect, it } from "vitest";
import {
  check,
  networkGroups,
  referencesOf,
  site,
  siteRoute,
  siteServerOf,
  type IngressEngine,
  type System,
} from "../../../../../components/model";
import { limitsOf } from "../../../../support/limits";
import { image, proxy, shop, web } from "../../../../support/valid";

const pages = site("pages", { image: image("pages"), folder: "/dist" });

const behind = (engine: IngressEngine, more: Partial<System> = {}): System => ({
  ...shop,
  sites: [pages],
  ...more,
  ingress: { ...proxy, engine, routes: [...proxy.routes, siteRoute("/pages/", pages)] },
});

describe("what serves the sites", () => {
  it("is there where the engine of the ingress serves none, and a route leads to one", () => {
    expect(siteServerOf(behind("nginx"))).toBeUndefined();
    expect(siteServerOf({ ingress: { ...proxy, engine: "traefik" } })).toBeUndefined();
    expect(siteServerOf({})).toBeUndefined();
    for (const engine of ["traefik", "kong"] as const)
      expect(siteServerOf(behind(engine))).toMatchObject({
        name: "proxy-sites",
        resources: { memory: { limit: "128Mi" } },
      });
  });

  it("shares a network with the ingress, and with nobody else", () => {
    const groups = networkGroups(behind("traefik"));
    expect(groups.filter(({ members }) => members.includes("proxy-sites"))).toEqual([
      { name: "proxy-sites", members: ["proxy", "proxy-sites"] },
    ]);
    expect(networkGroups(behind("nginx")).map(({ name }) => name)).not.toContain("proxy-sites");
  });

  it("runs our nginx, whose digest a release keeps", () => {
    expect(referencesOf(behind("traefik")).engines).toContain("nginx:1.30-alpine");
    expect(
      referencesOf({ ...behind("traefik"), ingress: { ...proxy, engine: "traefik" } }).engines,
    ).not.toContain("nginx:1.30-alpine");
  });

  it("has its name for itself", () => {
    const taken = behind("traefik", { services: [...shop.services, { ...web, name: "proxy-sites" }] });
    expect(check(taken, limitsOf("docker")).map(({ path }) => path)).toContain("services.proxy-sites");
  });
});
