import { expect, it } from "vitest";
import { hold } from "../support/leaves/hold";
import { leaves, untried } from "../support/leaves/try";

it("every property of the model has a value in one of the systems that are tried", () => {
  expect(untried()).toEqual([]);
  expect(leaves.length).toBeGreaterThan(300);
});

it(
  "every property of the model changes what is made on Docker, or is refused there, unless the list says why not",
  { timeout: 300_000 },
  () => hold("docker", 0.25),
);
