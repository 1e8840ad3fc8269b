import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { greatestLimit, withinCores } from "../../../../../components/docker/workload/processors.args";
import type { System } from "../../../../../components/model";
import { anySystem } from "../../../../support/arbitrary";
import { shop } from "../../../../support/valid";

const limitsOf = ({ services, jobs, stores, ingress }: System) =>
  [...services, ...jobs, ...stores, ...(ingress === undefined ? [] : [ingress])].map((one) =>
    "resources" in one ? one.resources?.cpu : undefined,
  );

describe("limits within a machine's cores", () => {
  it("are those of the system where the machine has as many", () => {
    expect(withinCores(shop, greatestLimit(shop))).toEqual(shop);
  });

  it("are nowhere beyond them, and change nothing else", () => {
    fc.assert(
      fc.property(anySystem, fc.integer({ min: 1, max: 8 }), (system, cores) => {
        const fitted = withinCores(system, cores);
        expect(greatestLimit(fitted)).toBe(Math.min(greatestLimit(system), cores));
        for (const [index, cpu] of limitsOf(system).entries()) {
          const expected = cpu && {
            request: Math.min(cpu.request, cores),
            limit: Math.min(cpu.limit, cores),
          };
          expect(limitsOf(fitted)[index]).toEqual(expected);
        }
        expect(fitted.services.map((one) => ({ ...one, resources: undefined }))).toEqual(
          system.services.map((one) => ({ ...one, resources: undefined })),
        );
      }),
    );
  });
});
