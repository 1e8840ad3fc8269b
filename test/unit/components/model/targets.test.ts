import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fargateSize, fargateSizes } from "../../../../components/model";

const pairs = fargateSizes.flatMap(({ cpu, memory }) => memory.map((gib) => ({ cpu, memory: gib })));

describe("the smallest Fargate size", () => {
  it("for limits that no size matches exactly is the next above", () => {
    expect(fargateSize(0.3, 0.5)).toEqual({ cpu: 0.5, memory: 1 });
    expect(fargateSize(1, 10)).toEqual({ cpu: 2, memory: 10 });
    expect(fargateSize(4, 61)).toEqual({ cpu: 16, memory: 64 });
  });

  it("does not exist above 16 vCPU or 120 GiB", () => {
    expect([fargateSize(17, 1), fargateSize(1, 121)]).toEqual([undefined, undefined]);
  });

  it("is a pair that Fargate has, holds what is asked, and has no fewer cores than needed", () => {
    const cores = fc.double({ min: 0.01, max: 16, noNaN: true });
    const gib = fc.double({ min: 0.01, max: 120, noNaN: true });
    fc.assert(
      fc.property(cores, gib, (cpu, memory) => {
        const size = fargateSize(cpu, memory);
        const fitting = pairs.filter((pair) => pair.cpu >= cpu && pair.memory >= memory);
        expect(fitting).toContainEqual(size);
        for (const other of fitting)
          expect(other.cpu > (size?.cpu ?? 0) || other.memory >= (size?.memory ?? 0)).toBe(true);
      }),
    );
  });

  it("of a pair that Fargate has is that pair", () => {
    for (const pair of pairs) expect(fargateSize(pair.cpu, pair.memory)?.memory).toBe(pair.memory);
  });
});
