import { expect, it } from "vitest";
import { pastMoment } from "../../../../cli/command-line/moment";

const now = new Date("2026-11-21T12:00:00Z");

it.each([
  ["90s", "2026-11-21T11:58:30.000Z"],
  ["15m", "2026-11-21T11:45:00.000Z"],
  ["2h", "2026-11-21T10:00:00.000Z"],
  ["3d", "2026-11-18T12:00:00.000Z"],
  ["2026-11-20 08:30", "2026-11-20T08:30:00.000Z"],
  ["2026-11-20T08:30:00+02:00", "2026-11-20T06:30:00.000Z"],
])("%s is the moment %s", (text, expected) => {
  expect(pastMoment(text, now).toISOString()).toBe(expected);
});

it("says what a moment looks like", () => {
  expect(() => pastMoment("yesterday", now)).toThrow('"yesterday" is not a valid time');
});
