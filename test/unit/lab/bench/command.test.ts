import { describe, expect, it } from "vitest";
import { rotated, timed } from "../../../../lab/bench/command";

describe("the order of a round", () => {
  it("moves on by one each round, so that everybody comes first once", () => {
    const rounds = [0, 1, 2, 3].map((round) => rotated(["a", "b", "c"], round).join(""));
    expect(rounds).toEqual(["abc", "bca", "cab", "abc"]);
  });

  it("is empty for nobody", () => {
    expect(rotated([], 4)).toEqual([]);
  });
});

describe("a timed command", () => {
  const command = (script: string) => ({
    title: "node",
    file: process.execPath,
    args: ["-e", script],
    cwd: "/",
    env: process.env,
  });

  it("takes at least as long as what it does", async () => {
    expect(await timed(command("const end = Date.now() + 200; while (Date.now() < end);"))).toBeGreaterThan(
      0.19,
    );
  });

  it("has no time when it fails", async () => {
    await expect(timed(command("process.exit(3)"))).rejects.toThrow("exit code 3");
  });
});
