import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chosen, shownLine } from "../../../../cli/commands/logs";

describe("the containers of a stack", () => {
  const container = (component: string, role: string) => ({
    id: component,
    name: `shop-${component}`,
    component,
    role,
  });
  const containers = [
    container("backend", "service"),
    container("db", "store"),
    container("db", "files"),
    container("proxy", "reload"),
  ];

  it("are shown without those that only hold files or reload", () => {
    expect(chosen(containers, []).map(({ role }) => role)).toEqual(["service", "store"]);
  });

  it("are chosen by the components asked for", () => {
    expect(chosen(containers, ["db"]).map(({ role }) => role)).toEqual(["store"]);
  });

  it("are listed when a component is asked for that is not there", () => {
    expect(() => chosen(containers, ["cache"])).toThrow(
      "The stack has no component cache; it has backend, db, proxy.",
    );
  });
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
