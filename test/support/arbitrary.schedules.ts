import fc from "fast-check";

const dayNames = ["sun", "mon", "tue", "WED", "thu", "Fri", "sat"];
const monthNames = ["jan", "FEB", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "Dec"];

interface Shape {
  readonly min: number;
  readonly max: number;
  readonly word?: (value: number) => string;
}

/** One field: stars, numbers, names, ranges, steps, lists of those. */
function field({ min, max, word = String }: Shape): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const named = fc.tuple(value, fc.boolean()).map(([at, name]) => (name ? word(at) : String(at)));
  const step = fc.integer({ min: 1, max: Math.min(max, 12) });
  const range = fc
    .tuple(value, value, fc.boolean())
    .map(([a, b, name]) =>
      [Math.min(a, b), Math.max(a, b)].map((at) => (name ? word(at) : String(at))).join("-"),
    );
  const item = fc.oneof(
    named,
    range,
    fc.tuple(range, step).map(([span, by]) => `${span}/${by}`),
    fc.tuple(value, step).map(([from, by]) => `${from}/${by}`),
    step.map((by) => `*/${by}`),
  );
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant("*") },
    { weight: 3, arbitrary: item },
    { weight: 1, arbitrary: fc.array(item, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(",")) },
  );
}

const orQuestion = (days: fc.Arbitrary<string>) => days.map((text) => (text === "*" ? "?" : text));
const dayOfMonth = field({ min: 1, max: 31 });
const weekday = field({ min: 0, max: 7, word: (value) => dayNames[value % 7] ?? "" });
/** Schedules of five fields, in all that cron allows. */
export const expressions = fc
  .tuple(
    field({ min: 0, max: 59 }),
    field({ min: 0, max: 23 }),
    fc.oneof(dayOfMonth, orQuestion(dayOfMonth)),
    field({ min: 1, max: 12, word: (value) => monthNames[value - 1] ?? "" }),
    fc.oneof(weekday, orQuestion(weekday)),
  )
  // 0-7 in names would be one Sunday.
  .filter((fields) => !fields[4].includes("sun-sun"))
  .map((fields) => fields.join(" "));
