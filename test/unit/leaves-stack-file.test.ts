import { expect, it, vi } from "vitest";
import { targetNames } from "../../components/targets";
import type * as Systems from "../../stacks/systems";
import { sample } from "../support/leaves/sample";
import { stackFileLeaves, unheeded, type Target } from "../support/leaves/stack-file";
import { further } from "../support/leaves/stack-file-further";
import { ignored, values } from "../support/leaves/stack-file-values";

// No system that is shipped has all that a stack's file may speak of and runs on each target.
vi.mock("../../stacks/systems", async (original) => {
  const { systems, ...registry } = await original<typeof Systems>();
  const { withAll, withPlainIngress } = await import("../support/leaves/stack-file-system");
  const { syfthub } = systems;
  return {
    ...registry,
    systems: { ...systems, synthstack: withAll(syfthub), reactdjango: withPlainIngress(syfthub) },
  };
});

/** How many of the properties a run tries: each is a whole stack, and one on AWS has hundreds of resources. */
const shares: Readonly<Record<Target, number>> = { docker: 0.2, kubernetes: 0.15, aws: 0.1 };

it("every property of a stack's file has another value that is tried", () => {
  expect(Object.keys(values).sort()).toEqual(stackFileLeaves());
});

it.each(targetNames)(
  "every property of a stack's file changes what is made on %s, or is refused there, unless the list says why not",
  { timeout: 1_200_000 },
  async (target) => {
    const own = Object.entries({ ...values, ...further }).filter(([, { on = targetNames }]) =>
      on.includes(target),
    );
    const drawn = sample(
      own.map(([leaf]) => leaf),
      shares[target],
    );
    const nothing: Record<string, string> = {};
    for (const [leaf, tried] of own) {
      const why = drawn.includes(leaf) ? await unheeded(target, leaf, tried) : undefined;
      if (why !== undefined) nothing[leaf] = why;
    }
    const reasons = drawn.filter((leaf) => ignored[target][leaf] !== undefined);
    expect(nothing).toEqual(Object.fromEntries(reasons.map((leaf) => [leaf, "the same resources"])));
  },
);
