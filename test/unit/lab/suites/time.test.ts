import { describe, expect, it } from "vitest";
import { minutesFor, noTimeFor } from "../../../../lab/suites/time";

describe("the minutes for all suites", () => {
  it("are without a limit where nothing is said", () => {
    expect(minutesFor({})).toBe(Infinity);
    expect(minutesFor({ TRIREME_MINUTES: "" })).toBe(Infinity);
  });

  it("are those that are said", () => {
    expect(minutesFor({ TRIREME_MINUTES: "85" })).toBe(85);
  });

  it.each(["soon", "0", "-5", "NaN"])("are refused where they are %s, with what is allowed", (said) => {
    expect(() => minutesFor({ TRIREME_MINUTES: said })).toThrow(
      `TRIREME_MINUTES is "${said}"; allowed is a positive number of minutes, such as 85. Unset it to run without a limit.`,
    );
  });
});

describe("a suite", () => {
  it("is begun while what is left is enough for it", () => {
    expect(noTimeFor("kubernetes", 85, 74, 11)).toBeUndefined();
    expect(noTimeFor("kubernetes", Infinity, 500, 28)).toBeUndefined();
  });

  it("is not begun where it would be cut off, and says how to run it", () => {
    expect(noTimeFor("kubernetes", 85, 60.5, 28)).toBe(
      "It takes about 28 minutes, and 24 of the 85 of TRIREME_MINUTES are left. Run it alone: npm test -- kubernetes",
    );
  });

  it("has no time left after the end", () => {
    expect(noTimeFor("kubernetes", 85, 95, 11)).toContain("and 0 of the 85");
  });
});
