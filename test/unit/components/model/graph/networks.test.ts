import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  edgesOf,
  networkGroups,
  serviceUrl,
  system,
  workloadRefs,
  type System,
} from "../../../../../components/model";
import { anySystem } from "../../../../support/arbitrary";
import { api, development, shop, web } from "../../../../support/valid";

/** Whether both parts are on one network. */
function meeting(system: System): (a: string, b: string) => boolean {
  const groups = networkGroups(system);
  return (a, b) => groups.some(({ members }) => members.includes(a) && members.includes(b));
}

describe("networks", () => {
  it("are one for each store and its consumers, and one for services that name each other", () => {
    expect(networkGroups(shop)).toEqual([
      { name: "cache", members: ["api", "cache"] },
      { name: "db", members: ["api", "db", "migrate"] },
      { name: "metrics-exporter", members: ["metrics-exporter"] },
      { name: "api.proxy.web", members: ["api", "proxy", "web"] },
    ]);
  });

  it("do not exist for a store that nobody names", () => {
    const quiet = { ...shop, services: [web, { ...api, env: {} }], jobs: [] };
    expect(networkGroups(quiet).map(({ name }) => name)).toEqual(["metrics-exporter", "api.proxy.web"]);
  });

  it("bring two services together exactly when one names the other or both name one store", () => {
    fc.assert(
      fc.property(anySystem, (system) => {
        const meet = meeting(system);
        const named = new Map(
          system.services.map((service) => [
            service.name,
            workloadRefs(service).map((ref) => `${ref.ref} ${ref.name}`),
          ]),
        );
        for (const [a, byA] of named)
          for (const [b, byB] of named) {
            if (a === b) continue;
            const expected =
              byA.includes(`service ${b}`) ||
              byB.includes(`service ${a}`) ||
              byA.some((ref) => ref.startsWith("store ") && byB.includes(ref));
            expect(meet(a, b), `${a} and ${b}`).toBe(expected);
          }
      }),
    );
  });

  it("bring a store together with those that name it and with no other", () => {
    fc.assert(
      fc.property(anySystem, (system) => {
        const meet = meeting(system);
        const edges = edgesOf(system);
        for (const store of system.stores)
          for (const { name } of [...system.services, ...system.stores]) {
            if (name === store.name) continue;
            expect(meet(name, store.name)).toBe(
              edges.some(({ from, to }) => from === name && to === store.name),
            );
          }
      }),
    );
  });

  it("are told apart where joined names would be the same", () => {
    const caller = (name: string, callee: string) => ({ ...web, name, env: { URL: serviceUrl(callee) } });
    const called = (name: string) => ({ ...web, name, env: {} });
    const services = [caller("a-b", "c"), called("c"), caller("a", "b-c"), called("b-c")];
    expect(networkGroups(system("alike", development, { services })).map(({ name }) => name)).toEqual([
      "a-b.c",
      "a.b-c",
    ]);
  });

  it("have names of their own, whatever the services are called", () => {
    fc.assert(
      fc.property(anySystem, (system) => {
        const names = networkGroups(system).map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  it("do not depend on the order of the description", () => {
    fc.assert(
      fc.property(anySystem, (system) => {
        const turned = {
          ...system,
          services: [...system.services].reverse(),
          stores: [...system.stores].reverse(),
        };
        expect(networkGroups(turned)).toEqual(networkGroups(system));
      }),
    );
  });
});
