import { expect, it } from "vitest";
import { sample } from "./support/leaves/sample";
import { expected, leaves, unheeded } from "./support/leaves/try";

it(
  "every property of the model changes what is made on AWS, or is refused there, unless the list says why not",
  { timeout: 1_200_000 },
  async () => {
    const drawn = sample(
      leaves.map(({ path }) => path),
      0.05,
    );
    const allowed = expected("aws").filter((path) => drawn.includes(path));
    expect(await unheeded("aws", drawn)).toEqual(allowed);
  },
);
