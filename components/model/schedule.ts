/** The moments of a five-field cron (UTC), each field as the list of what it allows, ascending. */
export interface Schedule {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Cron's rule: where both the day and the weekday are restricted, either is enough. */
  readonly eitherDay: boolean;
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const fields = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: monthNames },
  { name: "weekday", min: 0, max: 7, names: dayNames },
] as const satisfies readonly Field[];

function number(text: string, { name, min, max, names }: Field): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  const value = named >= 0 ? named + min : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new RangeError(`${name} "${text}" is none of ${min} to ${max}`);
  return value;
}

function expandField(text: string, field: Field): readonly number[] {
  const found = new Set<number>();
  for (const part of text.split(",")) {
    const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === "" || step === "0") throw new RangeError(`${field.name} "${part}" cannot be read`);
    const [from = "", to] = range.split("-");
    const first = range === "*" ? field.min : number(from, field);
    // A single number with a step counts on to the end of the field.
    const open = range === "*" || (to === undefined && step !== undefined);
    const last = open ? field.max : number(to ?? from, field);
    if (last < first) throw new RangeError(`${field.name} "${range}" runs backwards`);
    for (let value = first; value <= last; value += Number(step ?? 1)) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * Reads a five-field cron: numbers, names of months and weekdays, ranges, steps and lists.
 *
 * @throws RangeError saying which field cannot be read
 */
export function expandSchedule(text: string): Schedule {
  const words = text.trim().split(/\s+/);
  if (words.length !== fields.length) throw new RangeError(`${words.length} fields`);
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = fields.map((field, index) =>
    expandField(words[index] ?? "", field),
  );
  return {
    minutes,
    hours,
    days,
    months,
    weekdays: [...new Set(weekdays.map((day) => day % 7))].sort((a, b) => a - b),
    eitherDay: words[2] !== "*" && words[4] !== "*",
  };
}

const day = 86_400_000;

/** Whether the schedule has a moment on the day (UTC) of a date. */
function comesOn({ days, months, weekdays, eitherDay }: Schedule, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const byDay = days.includes(date.getUTCDate());
  const byWeekday = weekdays.includes(date.getUTCDay());
  return eitherDay ? [byDay, byWeekday].includes(true) : byDay && byWeekday;
}

/** Seconds between the two moments of a schedule that lie furthest apart; undefined when it never comes. */
export function longestGap(schedule: Schedule): number | undefined {
  const ofDay = schedule.hours.flatMap((hour) => schedule.minutes.map((minute) => hour * 60 + minute));
  const first = ofDay[0] ?? 0;
  const last = ofDay.at(-1) ?? 0;
  let longest = Math.max(0, ...ofDay.slice(1).map((minute, index) => minute - (ofDay[index] ?? 0)));
  let before: number | undefined;
  // Eight years hold two leap days, whatever year they start in.
  const start = Date.UTC(2024, 0, 1);
  for (let index = 0; index < 8 * 366; index++) {
    if (!comesOn(schedule, new Date(start + index * day))) continue;
    if (before !== undefined) longest = Math.max(longest, (index - before) * 1440 - last + first);
    before = index;
  }
  return before === undefined ? undefined : longest * 60;
}
