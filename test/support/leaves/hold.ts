import { expect } from "vitest";
import { sample } from "./sample";
import { expected, leaves, unheeded, type Target } from "./try";

/**
 * Holds that a share of the model's properties, others in each run, change what is made on a target, or are refused there, unless the
 * list says why not.
 *
 * @param share how many of them, from 0 to 1
 */
export async function hold(target: Target, share: number): Promise<void> {
  const drawn = sample(
    leaves.map(({ path }) => path),
    share,
  );
  const allowed = expected(target).filter((path) => drawn.includes(path));
  expect(await unheeded(target, drawn)).toEqual(allowed);
}
