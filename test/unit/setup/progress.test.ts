import { describe, expect, it } from "vitest";
import { duration, progressOn } from "../../../setup/progress";

function recorder(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) > 0 };
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}

describe("a duration", () => {
  it.each([
    [40, "0.0 s"],
    [1_240, "1.2 s"],
    [15_600, "16 s"],
    [75_000, "1 min 15 s"],
  ])("of %d ms reads %s", (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});

describe("progress", () => {
  it("is plain lines where nobody watches", async () => {
    const { written, stream } = recorder(false);
    await progressOn(stream).step("Building", (step) => {
      step.say("package 1 of 2");
      return Promise.resolve();
    });
    expect(written).toEqual(["⋯ Building\n", "✓ Building (0.0 s)\n"]);
  });

  it("is one line that is wiped on a terminal", async () => {
    const { written, stream } = recorder(true);
    await progressOn(stream).step("Building", () => Promise.resolve());
    expect(written[0]).toContain("\r\x1b[2K⋯ Building");
    expect(written.at(-1)).toBe("✓ Building (0.0 s)\n");
  });

  it("tells which step failed and hands the error on", async () => {
    const { written, stream } = recorder(false);
    const failing = progressOn(stream).step("Building", () => Promise.reject(new Error("no space")));
    await expect(failing).rejects.toThrow("no space");
    expect(written.at(-1)).toBe("✗ Building (0.0 s)\n");
  });
});
