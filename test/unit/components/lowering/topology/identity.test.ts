import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identityName } from "../../../../../components/lowering/topology";

describe("the name of a stack's identity", () => {
  it("has the stack's, where that is one of a component", () => {
    expect(identityName("shop-ml")).toBe("stack-gate-shop-ml");
  });

  it("is one of a component for any stack, and another one for each", () => {
    const stack = fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/);
    fc.assert(
      fc.property(stack, stack, (one, other) => {
        expect(identityName(one)).toMatch(/^stack-gate-[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/);
        expect(identityName(one) === identityName(other)).toBe(one === other);
      }),
    );
    expect(identityName("a.b")).not.toBe(identityName("a_b"));
    expect(identityName("part")).not.toBe("stack-gate-part");
  });
});
