import { describe, expect, it } from "vitest";
import { toldToParts } from "../../../../cli/commands/rotate";

describe("a rotation in a system that other stacks run parts of", () => {
  it("leaves the old password of a store to them until they have the new one", () => {
    expect(toldToParts("main", "postgres", ["ml", "search"], true)).toBe(`
Other stacks may still use the old value of postgres. Bring them up:
  npx trireme up ml
  npx trireme up search
Then let the old password end:
  npx trireme rotate main postgres --retire`);
  });

  it("ends with them for a secret, which has no old value", () => {
    expect(toldToParts("main", "jwt", ["ml"], false)).toBe(`
Other stacks may still use the old value of jwt. Bring them up:
  npx trireme up ml`);
  });
});
