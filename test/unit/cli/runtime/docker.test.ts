import { describe, expect, it } from "vitest";
import { leftoverReport } from "../../../../cli/runtime/docker";

describe("what is left of a destroyed stack", () => {
  it("is nothing to tell where nothing is", () => {
    expect(leftoverReport("prod", [], [])).toBe("");
  });

  it("is removed by a command where it was the stack's for certain", () => {
    expect(leftoverReport("prod", ["a", "b"], [])).toMatch(/Remove them: docker rm --force a b$/);
  });

  it("is never removed by a command where only its labels say so", () => {
    const told = leftoverReport("prod", [], ["theirs"]);
    expect(told).toContain("were never in this checkout's state:\n  theirs");
    expect(told).not.toMatch(/docker rm/);
    expect(leftoverReport("prod", ["ours"], ["theirs"])).toMatch(/docker rm --force ours$/m);
  });
});
