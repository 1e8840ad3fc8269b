import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { verifierOf } from "../../../../cli/runtime";
import { root } from "../../../support/sources";

/** The stacks of this checkout, on all three targets: `ci/deploy.sh` asks verify after each deployment. */
const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

describe("verify and rollback", () => {
  it.each(stacks)("know whom to ask about stack %s", (stack) => {
    expect(verifierOf(stack, process.env)).toMatchObject({
      look: expect.any(Function) as unknown,
      jobRuns: expect.any(Function) as unknown,
    });
  });
});
