import { expect, it } from "vitest";
import { UsageError } from "../../../../setup/errors";
import { knownStack } from "../../../../cli/stack";

it("a stack is one that the checkout describes; else those are named", () => {
  expect(knownStack("prod", ["dev", "prod"])).toBe("prod");
  expect(() => knownStack("stagign", ["dev", "prod"])).toThrow(
    new UsageError(
      'There is no stack "stagign": the checkout has no Pulumi.stagign.yaml. The stacks are dev, prod.',
    ),
  );
});
