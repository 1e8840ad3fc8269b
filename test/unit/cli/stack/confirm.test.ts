import { expect, it } from "vitest";
import { agreed } from "../../../../cli/stack/confirm";

it("asks nobody who has agreed, and refuses where there is no terminal", async () => {
  expect(await agreed("Rotate?", true)).toBe(true);
  const { isTTY } = process.stdin;
  process.stdin.isTTY = false;
  try {
    await expect(agreed("Rotate?", false)).rejects.toThrow("add --yes to do it");
  } finally {
    process.stdin.isTTY = isTTY;
  }
});
