import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandSchedule, longestGap } from "../../../../../components/model";

const gap = (text: string): number | undefined => longestGap(expandSchedule(text));

describe("expandSchedule", () => {
  it("reads numbers, names, ranges, steps and lists", () => {
    expect(expandSchedule("*/20 8-10 1,15 jan-MAR mon-fri/2")).toEqual({
      minutes: [0, 20, 40],
      hours: [8, 9, 10],
      days: [1, 15],
      months: [1, 2, 3],
      weekdays: [1, 3, 5],
      eitherDay: true,
    });
  });

  it("knows both Sundays", () => {
    expect(expandSchedule("0 0 * * 7").weekdays).toEqual([0]);
  });

  it.each(["0 2 * *", "60 2 * * *", "0 2 0 * *", "a 2 * * *", "5-1 2 * * *", "*/0 2 * * *", "0 2 L * *"])(
    "refuses %s",
    (text) => expect(() => expandSchedule(text)).toThrow(RangeError),
  );

  it("means the same moments as cron", () => {
    const field = (min: number, max: number): fc.Arbitrary<string> =>
      fc.oneof(
        fc.constant("*"),
        fc.integer({ min, max }).map(String),
        fc.integer({ min: 2, max: 5 }).map((step) => `*/${step}`),
        fc
          .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
          .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      );
    const schedules = fc.tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6));
    fc.assert(
      fc.property(
        schedules,
        fc.date({ min: new Date("2024-01-01"), max: new Date("2031-01-01"), noInvalidDate: true }),
        (fields, date) => {
          const text = fields.join(" ");
          // Whether "*/n" restricts a day is a matter of taste among crons; both are asked without it.
          fc.pre(!fields[2].startsWith("*/") && !fields[4].startsWith("*/"));
          date.setUTCSeconds(0, 0);
          const s = expandSchedule(text);
          const byDay = s.days.includes(date.getUTCDate());
          const byWeekday = s.weekdays.includes(date.getUTCDay());
          const ours =
            s.minutes.includes(date.getUTCMinutes()) &&
            s.hours.includes(date.getUTCHours()) &&
            s.months.includes(date.getUTCMonth() + 1) &&
            (s.eitherDay ? byDay || byWeekday : byDay && byWeekday);
          expect(new Cron(text, { paused: true, timezone: "UTC" }).match(date), text).toBe(ours);
        },
      ),
    );
  });
});

describe("longestGap", () => {
  it.each([
    ["* * * * *", 60],
    ["0 * * * *", 3600],
    ["0 2 * * *", 86_400],
    ["0 8,20 * * *", 43_200],
    ["0 3 * * 0", 7 * 86_400],
    ["0 5 1 * *", 31 * 86_400],
    ["0 9 * * 1-5", 3 * 86_400],
  ])("of %s is %i s", (text, seconds) => expect(gap(text)).toBe(seconds));

  it("is unknown of a schedule that never comes", () => expect(gap("0 0 31 2 *")).toBeUndefined());
});
