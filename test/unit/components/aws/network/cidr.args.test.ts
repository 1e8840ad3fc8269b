import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zoneRanges } from "../../../../../components/aws/network/cidr.args";

const network = fc
  .tuple(fc.integer({ min: 1, max: 223 }), fc.integer({ min: 0, max: 255 }))
  .map(([a, b]) => `${a}.${b}.0.0/16`);

function bounds(range: string): readonly [number, number] {
  const [address = "", mask = "32"] = range.split("/");
  const start = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return [start, start + 2 ** (32 - Number(mask)) - 1];
}

describe("the ranges of a network's zones", () => {
  it("are these", () => {
    expect([0, 1, 2].map((index) => zoneRanges("10.40.0.0/16", index))).toEqual([
      { private: "10.40.0.0/19", public: "10.40.32.0/21", isolated: "10.40.40.0/21" },
      { private: "10.40.64.0/19", public: "10.40.96.0/21", isolated: "10.40.104.0/21" },
      { private: "10.40.128.0/19", public: "10.40.160.0/21", isolated: "10.40.168.0/21" },
    ]);
  });

  it("lie in the network, begin where their mask says, and never meet", () => {
    fc.assert(
      fc.property(network, fc.integer({ min: 1, max: 4 }), (cidr, zones) => {
        const [first, last] = bounds(cidr);
        const ranges = Array.from({ length: zones }, (_, index) => Object.values(zoneRanges(cidr, index)))
          .flat()
          .map((range) => ({ bounds: bounds(range), mask: Number(range.split("/")[1]) }))
          .sort((a, b) => a.bounds[0] - b.bounds[0]);
        for (const { bounds: own, mask } of ranges) {
          expect(own[0]).toBeGreaterThanOrEqual(first);
          expect(own[1]).toBeLessThanOrEqual(last);
          expect(own[0] % 2 ** (32 - mask)).toBe(0);
        }
        ranges.slice(1).forEach(({ bounds: own }, index) => {
          expect(own[0]).toBeGreaterThan(ranges[index]?.bounds[1] ?? Infinity);
        });
      }),
    );
  });

  it("stay as they are when a zone is added", () => {
    const plan = (cidr: string, zones: number) =>
      Array.from({ length: zones }, (_, index) => zoneRanges(cidr, index));
    fc.assert(
      fc.property(network, fc.integer({ min: 1, max: 3 }), (cidr, zones) => {
        expect(plan(cidr, zones + 1).slice(0, zones)).toEqual(plan(cidr, zones));
      }),
    );
  });

  it.each([
    ["10.40.0.0/20", 0, '"10.40.0.0/20" is not a network with a /16 mask; write for example 10.40.0.0/16'],
    ["10.40.1.0/16", 0, '"10.40.1.0/16" is not a network with a /16 mask; write for example 10.40.0.0/16'],
    ["10.40.0.0/16", 4, "a network has zones 0 to 3, not 4"],
    ["10.40.0.0/16", 0.5, "a network has zones 0 to 3, not 0.5"],
  ])("of %s and zone %s are refused", (cidr, index, message) => {
    expect(() => zoneRanges(cidr, index)).toThrow(message);
  });
});
