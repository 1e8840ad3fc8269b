import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growthExponent, sampleOf } from "../../../../lab/bench/statistics";

describe("a sample", () => {
  it("quotes the middle of an odd number of measurements, whatever their order", () => {
    expect(sampleOf([9, 1, 5])).toEqual({ median: 5, min: 1, max: 9, count: 3 });
  });

  it("quotes the mean of the two in the middle of an even number", () => {
    expect(sampleOf([4, 1, 2, 10])).toEqual({ median: 3, min: 1, max: 10, count: 4 });
  });

  it("does not move with one that went wrong", () => {
    expect(sampleOf([2, 2, 2, 2, 60]).median).toBe(2);
  });

  it("is never made of nothing", () => {
    expect(() => sampleOf([])).toThrow(RangeError);
  });
});

describe("the exponent of a growth", () => {
  const powers = [1, 1.5, 2, 3];

  it.each(powers)("is %s for a cost that grows by that power above its base", (power) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 50 }), (base, factor) => {
        const points = [200, 500, 1000].map((size) => ({ size, cost: base + factor * size ** power }));
        expect(growthExponent(base, points)).toBeCloseTo(power, 6);
      }),
    );
  });

  it("leaves out what does not lie above the base, and tells none from a single point", () => {
    expect(
      growthExponent(10, [
        { size: 6, cost: 9 },
        { size: 200, cost: 20 },
      ]),
    ).toBeUndefined();
  });
});
