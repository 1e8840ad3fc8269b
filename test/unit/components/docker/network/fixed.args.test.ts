import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedNetwork, fixedOf, fixedStores } from "../../../../../components/docker/network/fixed.args";
import { redis } from "../../../../../components/model";
import { shop } from "../../../../support/valid";

const numberOf = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
/** The first and the last address of a range. */
function boundsOf(range: string): readonly [number, number] {
  const [base = "", length = ""] = range.split("/");
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(numberOf(base) / size) * size;
  return [first, first + size - 1];
}

describe("a network whose members have addresses that stay", () => {
  it("is the same with each deployment, and another for another stack", () => {
    expect(fixedNetwork("shop-prod-queue", ["a"])).toEqual(fixedNetwork("shop-prod-queue", ["a"]));
    expect(fixedNetwork("shop-prod-queue", []).subnet).not.toBe(fixedNetwork("shop-dev-queue", []).subnet);
  });

  it("lies in its range, and what stays in it apart from what the engine gives", () => {
    const range = fc
      .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.integer({ min: 8, max: 24 }))
      .map(([a, b, c, bits]) => `${a}.${b}.${c}.0/${bits}`);
    const aliases = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.string(), aliases, range, (name, names, within) => {
        const { subnet, gateway, ipRange, hosts } = fixedNetwork(name, names, within);
        const [low, high] = boundsOf(within);
        const [first, last] = boundsOf(subnet);
        const [given, end] = boundsOf(ipRange);
        expect([low <= first, last <= high, last - first]).toEqual([true, true, 255]);
        expect([first < numberOf(gateway), numberOf(gateway) < given, end]).toEqual([true, true, last]);
        const fixed = Object.values(hosts).map(numberOf);
        expect(new Set([...fixed, numberOf(gateway)]).size).toBe(names.length + 1);
        expect(fixed.every((one) => first < one && one < given)).toBe(true);
      }),
    );
  });

  it("is that of a Redis with several nodes, and of no other store", () => {
    const queue = redis("queue", { version: "7", persistence: "none", nodes: 3 });
    const system = { ...shop, stores: [...shop.stores, queue] };
    expect(fixedStores(system)).toEqual([queue]);
    expect(fixedOf(system, { prefix: "shop-dev", group: "db" })).toBeUndefined();
    const found = fixedOf(system, { prefix: "shop-dev", group: "queue" });
    expect(Object.keys(found?.hosts ?? {})).toEqual([
      ...["queue-0.queue-nodes", "queue-1.queue-nodes", "queue-2.queue-nodes"],
      ...["queue-0.queue-sentinels", "queue-1.queue-sentinels", "queue-2.queue-sentinels"],
    ]);
  });
});
