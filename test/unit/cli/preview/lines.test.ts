import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareLines, excerpt } from "../../../../cli/preview/lines";

const texts = fc.array(fc.constantFrom("a", "b", "c", "d {", "}"), { maxLength: 30 });

describe("a difference", () => {
  it("has both texts in it", () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const lines = compareLines(a.join("\n"), b.join("\n"));
        const side = (mark: string) => lines.filter((line) => line.mark !== mark).map(({ text }) => text);
        expect(side("+").join("\n")).toBe(a.join("\n"));
        expect(side("-").join("\n")).toBe(b.join("\n"));
      }),
    );
  });

  it("marks nothing in equal texts", () => {
    expect(compareLines("a\nb\n", "a\nb\n").map(({ mark }) => mark)).toEqual([" ", " "]);
  });

  it("is shown with a line around it", () => {
    expect(excerpt(compareLines("a\nb\nc\nd\ne\n", "a\nb\nX\nd\ne\n"), 10)).toEqual([
      "  …",
      "  b",
      "- c",
      "+ X",
      "  d",
    ]);
  });

  it("says how much of it is left out", () => {
    const lines = compareLines("", Array.from({ length: 9 }, (_, index) => `line ${index}`).join("\n"));
    expect(excerpt(lines, 2)).toEqual(["+ line 0", "+ line 1", "  … and 7 more changed lines"]);
  });

  it("of long and wholly different texts is found in no time", () => {
    const long = (word: string) =>
      Array.from({ length: 20_000 }, (_, index) => `${word} ${index}`).join("\n");
    const began = performance.now();
    expect(compareLines(long("a"), long("b"))).toHaveLength(40_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
