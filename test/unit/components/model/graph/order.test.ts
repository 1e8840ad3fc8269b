import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lazily, startOrder, startsAfter } from "../../../../../components/model";
import { orderedSystem } from "../../../../support/arbitrary";
import { api, shop, web } from "../../../../support/valid";

describe("the start order", () => {
  it("puts each service after those that it names", () => {
    expect(startOrder({ ...shop, services: [web, api] }).map(({ name }) => name)).toEqual(["api", "web"]);
  });

  it("has every service once, each after all that it waits for, in any system without cycles", () => {
    fc.assert(
      fc.property(orderedSystem, (system) => {
        const order = startOrder(system).map(({ name }) => name);
        expect([...order].sort()).toEqual(system.services.map(({ name }) => name).sort());
        for (const service of system.services)
          for (const provider of startsAfter(service))
            expect(order.indexOf(provider)).toBeLessThan(order.indexOf(service.name));
      }),
    );
  });

  it("does not depend on the order of the description", () => {
    fc.assert(
      fc.property(orderedSystem, (system) => {
        const turned = { ...system, services: [...system.services].reverse() };
        expect(startOrder(turned)).toEqual(startOrder(system));
      }),
    );
  });

  it("ends where two services call each other lazily", () => {
    const calling = { ...api, env: { WEB_URL: lazily(web.url) } };
    expect(startsAfter(calling)).toEqual([]);
    expect(startOrder({ ...shop, services: [web, calling] }).map(({ name }) => name)).toEqual(["api", "web"]);
  });

  it("ends where a service knows its own address", () => {
    const selfAware = { ...api, env: { OWN_URL: api.url } };
    expect(startsAfter(selfAware)).toEqual([]);
    expect(startOrder({ ...shop, services: [selfAware] })).toEqual([selfAware]);
  });

  it("heeds services that are waited for without being called", () => {
    expect(startsAfter({ ...web, env: {}, after: ["api", "api"] })).toEqual(["api"]);
  });
});
