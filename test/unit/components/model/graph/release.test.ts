import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  externalStores,
  provided,
  job,
  postgres,
  releasePlan,
  workloadRefs,
  type Job,
  type System,
} from "../../../../../components/model";
import { orderedSystem } from "../../../../support/arbitrary";
import { dbProps, image, migrate, shop } from "../../../../support/valid";

/** What each step of a plan waits for, by the name of its part and in the plan's order. */
function waits(system: System): ReadonlyMap<string, readonly string[]> {
  const { jobs, services, routed } = releasePlan(system);
  return new Map([
    ...jobs.map((step) => [step.job.name, step.stores] as const),
    ...services.map(
      (step) => [step.service.name, [...step.stores, ...step.services, ...step.gates]] as const,
    ),
    ...(system.ingress === undefined ? [] : [[system.ingress.name, routed] as const]),
  ]);
}

describe("the plan of a release", () => {
  it("has stores before what names them, jobs before what they gate, services before who calls them", () => {
    expect([...waits(shop)]).toEqual([
      ["migrate", ["db"]],
      ["api", ["db", "cache", "migrate"]],
      ["web", ["api"]],
      ["proxy", ["api", "web"]],
    ]);
  });

  it("takes a job's backup first, and lets a scheduled one gate nobody", () => {
    const first = { ...migrate, backupFirst: "db-daily" };
    const nightly = { ...migrate, name: "nightly", run: { schedule: "0 3 * * *" } };
    const { jobs, services } = releasePlan({ ...shop, jobs: [first, nightly] });
    expect(jobs.map(({ job: { name }, backup }) => [name, backup])).toEqual([
      ["migrate", "db-daily"],
      ["nightly", undefined],
    ]);
    expect(services.map(({ gates }) => gates)).toEqual([["migrate"], []]);
  });

  it("waits for no store that others run", () => {
    const url = provided("db-url", { description: "URL" });
    const outside = postgres("db", { ...dbProps, external: { url: url.value } });
    const { jobs, services } = releasePlan({ ...shop, stores: [outside] });
    expect([...jobs, ...services].flatMap(({ stores }) => stores)).toEqual([]);
  });

  it("names what the job says that waits for it, whatever that names", () => {
    const { services } = releasePlan({ ...shop, jobs: [{ ...migrate, before: ["web"] }] });
    expect(services.map(({ service, gates }) => [service.name, gates])).toEqual([
      ["api", []],
      ["web", ["migrate"]],
    ]);
  });

  it("has no cycle in any system that has an order, and leaves out nothing that a service names", () => {
    const gating = fc.tuple(orderedSystem, fc.nat(6)).map(([system, index]): System => {
      const store = system.stores[index % Math.max(1, system.stores.length)]?.name;
      const env: Job["env"] =
        store === undefined ? {} : { OWN: { ref: "store", name: store, attribute: "url" } };
      return { ...system, jobs: [job("0-gate", { image: image("gate"), env, run: "release" })] };
    });
    fc.assert(
      fc.property(gating, (system) => {
        const done = new Set(system.stores.map(({ name }) => name));
        const all = waits(system);
        for (const [name, before] of all) {
          expect(before.filter((other) => !done.has(other))).toEqual([]);
          done.add(name);
        }
        const external = externalStores(system);
        const [gate] = system.jobs;
        const gateStores = gate === undefined ? [] : workloadRefs(gate).map(({ name }) => name);
        for (const service of system.services) {
          const named = workloadRefs(service).map(({ name }) => name);
          const expected = named.filter((name) => name !== service.name && !external.has(name));
          expect(all.get(service.name)).toEqual(expect.arrayContaining(expected));
          expect(all.get(service.name)?.includes("0-gate")).toBe(
            gateStores.some((store) => named.includes(store)),
          );
        }
      }),
    );
  });
});
