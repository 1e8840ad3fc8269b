import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, edgesOf, gatedBy, startOrder } from "../../../../components/model";
import { synthetic } from "../../../../lab/bench/synthetic";
import { limitsOf } from "../../../support/limits";

describe("a synthetic system", () => {
  it("is valid at every size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (services) => {
        expect(check(synthetic(services), limitsOf("docker"))).toEqual([]);
      }),
    );
  });

  it("has for each service an image, a route, an edge to the database and one to the next", () => {
    const system = synthetic(3);
    expect(new Set(system.services.map(({ image }) => image.name)).size).toBe(3);
    expect(system.ingress?.routes.map(({ path }) => path)).toEqual([
      "/service-00001/",
      "/service-00002/",
      "/service-00003/",
    ]);
    expect(edgesOf(system).map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "migrate → db",
      "proxy → service-00001",
      "proxy → service-00002",
      "proxy → service-00003",
      "service-00001 → db",
      "service-00001 → service-00002",
      "service-00002 → db",
      "service-00002 → service-00003",
      "service-00003 → db",
    ]);
  });

  it("makes every service wait for the migration, and the chain of services as long as it can be", () => {
    const system = synthetic(4);
    const [migrate] = system.jobs;
    expect(migrate && gatedBy(system, migrate)).toHaveLength(4);
    expect(startOrder(system).map(({ name }) => name)).toEqual([
      "service-00004",
      "service-00003",
      "service-00002",
      "service-00001",
    ]);
  });

  it("can be one that runs, by one image", () => {
    const runnable = { image: "node:22", serve: ["serve"], end: ["end"], user: 10001 };
    const { services, jobs } = synthetic(2, runnable);
    expect(services.map(({ image, command, user }) => [image.reference, command, user])).toEqual([
      ["node:22", ["serve"], 10001],
      ["node:22", ["serve"], 10001],
    ]);
    expect(jobs.map(({ image, command }) => [image.reference, command])).toEqual([["node:22", ["end"]]]);
    expect(check(synthetic(2, runnable), limitsOf("kubernetes"))).toEqual([]);
  });
});
