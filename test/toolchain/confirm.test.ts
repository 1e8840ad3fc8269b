import { expect, it } from "vitest";
import { agreed, yesIn } from "../../toolchain/confirm";

it("finds the consent among a command's words", () => {
  expect(yesIn(["db", "--yes"])).toEqual({ yes: true, rest: ["db"] });
  expect(yesIn(["-y"])).toEqual({ yes: true, rest: [] });
  expect(yesIn(["db"])).toEqual({ yes: false, rest: ["db"] });
});

it("asks nobody who has agreed, and refuses where nobody is there", async () => {
  expect(await agreed("Rotate?", true)).toBe(true);
  const { isTTY } = process.stdin;
  process.stdin.isTTY = false;
  try {
    await expect(agreed("Rotate?", false)).rejects.toThrow("add --yes to do it");
  } finally {
    process.stdin.isTTY = isTTY;
  }
});
