import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLines, shownLine } from "../../../../cli/operations/lines";

it("a command's lines are read from both streams, each apart from its moment", async () => {
  const lines: string[] = [];
  const script = "echo 2026-11-21T12:00:00Z on  out; echo 2026-11-21T12:00:01Z on err >&2";
  await readLines(["sh", "-c", script], process.env, ({ at, text }) => lines.push(`${at}=${text}`));
  expect(lines.sort()).toEqual(["2026-11-21T12:00:00Z=on out", "2026-11-21T12:00:01Z=on err"]);
});

describe("a line of a container", () => {
  it.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b]0;owned\u0007title", "title"],
    ["\u001b]52;c;cm0gLXJmIC8=\u001b\\clipboard", "clipboard"],
    ["\u009b2Jcleared", "cleared"],
    ["over\rwritten\b\b", "overwritten"],
    ["user\u202etxt.exe", "usertxt.exe"],
    ["zero\u200bwidth\ufeff", "zerowidth"],
    ["one\u2028db | forged", "one db | forged"],
    ["tab\tstays, so do ü and 漢", "tab\tstays, so do ü and 漢"],
  ])("%j is shown as %j", (written, shown) => {
    expect(shownLine(written)).toBe(shown);
  });

  it("holds no control and no mark of direction, whatever was written", () => {
    const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 60 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          bytes.map((all) => String.fromCharCode(...all)),
        ),
        (text) => {
          expect(shownLine(text).replaceAll("\t", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
        },
      ),
      { numRuns: 500 },
    );
  });
});
