import { expect, it } from "vitest";
import { expected, unheeded } from "./support/leaves/try";

it(
  "every property of the model changes what is made on Kubernetes, or is refused there, unless the list says why not",
  { timeout: 600_000 },
  async () => {
    expect(await unheeded("kubernetes")).toEqual(expected("kubernetes"));
  },
);
