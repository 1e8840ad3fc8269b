import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeNetworks, checkPools, rangeOf, usualPools, type Pool } from "../../../../cli/preflight/pools";

const ranges = (...texts: readonly string[]) => texts.flatMap((text) => rangeOf(text) ?? []);

describe("a range of addresses", () => {
  it.each([
    ["172.17.0.0/16", 172 * 2 ** 24 + 17 * 2 ** 16, 65_536],
    ["10.1.2.3/24", 10 * 2 ** 24 + 2 ** 16 + 512, 256],
    ["255.255.255.255/32", 2 ** 32 - 1, 1],
    ["0.0.0.0/0", 0, 2 ** 32],
  ])("%s", (text, first, count) => {
    expect(rangeOf(text)).toEqual({ first, count });
  });

  it.each(["fd00::/8", "10.0.0.0", "10.0.0.256/8", "10.0.0.0/33"])("%s is none", (text) => {
    expect(rangeOf(text)).toBeUndefined();
  });
});

describe("the networks that an engine has room for", () => {
  it("are 31 by itself, 30 beside its own bridge", () => {
    expect(freeNetworks(usualPools, [])).toBe(31);
    expect(freeNetworks(usualPools, ranges("172.17.0.0/16"))).toBe(30);
  });

  it("are fewer by what the host's routes and larger or smaller networks are in the way of", () => {
    expect(freeNetworks(usualPools, ranges("192.168.1.0/24", "192.168.2.0/24", "172.16.0.0/12"))).toBe(15);
    expect(freeNetworks(usualPools, ranges("10.0.0.0/8"))).toBe(31);
    expect(freeNetworks([{ base: "10.201.0.0/16", size: 24 }], ranges("10.201.3.0/30"))).toBe(255);
  });

  it("are as many as can be counted one by one", () => {
    const bits = fc.integer({ min: 20, max: 28 });
    const address = fc.integer({ min: 0, max: 0xffff });
    const cidr = fc.tuple(address, bits).map(([low, size]) => `10.9.${low >> 8}.${low & 255}/${size}`);
    fc.assert(
      fc.property(fc.integer({ min: 18, max: 24 }), fc.array(cidr, { maxLength: 8 }), (size, taken) => {
        const pool: Pool = { base: "10.9.0.0/16", size };
        const used = new Set<number>();
        const low = 10 * 2 ** 24 + 9 * 2 ** 16;
        for (const { first, count } of ranges(...taken))
          for (let one = first; one < first + count; one++)
            used.add(Math.floor((one - low) / 2 ** (32 - size)));
        const blocks = 2 ** (size - 16);
        const expected = Array.from({ length: blocks }, (_, index) => index).filter((one) => !used.has(one));
        expect(freeNetworks([pool], ranges(...taken))).toBe(expected.length);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a stack", () => {
  it("that needs more than there are is told so, with the way to more", () => {
    expect(checkPools({ wanted: 25, missing: 25, free: 30 }).reason).toBeUndefined();
    expect(checkPools({ wanted: 41, missing: 0, free: 0 }).reason).toBeUndefined();
    expect(checkPools({ wanted: 41, missing: 41, free: 30 })).toEqual({
      claim:
        "41 of the stack's 41 networks have to be created, and the engine's address pools have room for 30",
      reason: expect.stringMatching(/^11 too few\. .*"default-address-pools": \[\{ "base"/) as string,
    });
  });
});
