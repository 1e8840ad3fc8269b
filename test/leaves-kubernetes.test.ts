import { expect, it } from "vitest";
import { sample } from "./support/leaves/sample";
import { expected, leaves, unheeded } from "./support/leaves/try";

it(
  "every property of the model changes what is made on Kubernetes, or is refused there, unless the list says why not",
  { timeout: 300_000 },
  async () => {
    const drawn = sample(
      leaves.map(({ path }) => path),
      0.25,
    );
    const allowed = expected("kubernetes").filter((path) => drawn.includes(path));
    expect(await unheeded("kubernetes", drawn)).toEqual(allowed);
  },
);
