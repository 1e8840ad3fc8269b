import { expect, it } from "vitest";
import { sample } from "./support/leaves/sample";
import { expected, leaves, unheeded, untried } from "./support/leaves/try";

it("every property of the model has a value in one of the systems that are tried", () => {
  expect(untried()).toEqual([]);
  expect(leaves.length).toBeGreaterThan(300);
});

it(
  "every property of the model changes what is made on Docker, or is refused there, unless the list says why not",
  { timeout: 300_000 },
  async () => {
    const drawn = sample(
      leaves.map(({ path }) => path),
      0.25,
    );
    const allowed = expected("docker").filter((path) => drawn.includes(path));
    expect(await unheeded("docker", drawn)).toEqual(allowed);
  },
);
