import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellQuoted } from "../../../../cli/commands/env";

describe("a value for the shell", () => {
  it.each(["plain", "with space", "it's", '$HOME `id` "x" \\ !'])("%j is read back unchanged", (value) => {
    expect(execFileSync("sh", ["-c", `printf %s ${shellQuoted(value)}`], { encoding: "utf8" })).toBe(value);
  });
});
