/** The moments of a five-field cron (UTC), each field as the list of what it allows, ascending. */
export interface Schedule {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Cron's rule: where both the day and the weekday are restricted, either is enough. Then neither list is complete. */
  readonly eitherDay: boolean;
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Number of different values. */
  readonly count: number;
  readonly names?: readonly string[];
  /** A day of the month or of the week, where `?` says the same as `*`. */
  readonly isDay?: boolean;
}

const fields = [
  { name: "minute", min: 0, max: 59, count: 60 },
  { name: "hour", min: 0, max: 23, count: 24 },
  { name: "day", min: 1, max: 31, count: 31, isDay: true },
  { name: "month", min: 1, max: 12, count: 12, names: monthNames },
  { name: "weekday", min: 0, max: 7, count: 7, names: dayNames, isDay: true },
] as const satisfies readonly Field[];

/** What other crons write, and five fields say as well. */
const macros: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

function number(text: string, { name, min, max, names }: Field): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  const value = named >= 0 ? named + min : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new RangeError(
      `${name} "${text}" is not one of ${min} to ${max}${names === undefined ? "" : `, ${names[0] ?? ""} to ${names.at(-1) ?? ""}`}`,
    );
  return value;
}

function stepOf(text: string | undefined, { name, max }: Field): number {
  const step = Number(text ?? 1);
  if (step < 1 || step > max)
    throw new RangeError(
      `${name} steps by ${text}, and allowed are steps from 1 to ${max}, because a step starts again with its field`,
    );
  return step;
}

/** One item of a field's list: `*`, `?`, `5`, `5/10`, `1-5` or `1-5/2`. */
function expandItem(text: string, field: Field): readonly number[] {
  const [, range = "", from = "", to, stepText] =
    /^(\*|\?|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/(\d{1,2}))?$/i.exec(text) ?? [];
  if (range === "" || (range === "?" && (field.isDay !== true || stepText !== undefined)))
    throw new RangeError(`${field.name} "${text}" cannot be read`);
  const step = stepOf(stepText, field);
  const isStar = range === "*" || range === "?";
  const first = isStar ? field.min : number(from, field);
  // A single number with a step counts on to the end of the field.
  const open = isStar || (to === undefined && stepText !== undefined);
  // The week that ends on "sun" ends on its seventh day.
  const endsWeek = field.name === "weekday" && first > 0 && to?.toLowerCase() === "sun";
  const end = field.name === "weekday" ? 6 : field.max;
  const last = open ? Math.max(end, first) : endsWeek ? 7 : number(to ?? from, field);
  if (last < first)
    throw new RangeError(
      `${field.name} "${range}" runs backwards; write "${first}-${end},${field.min}-${last}"`,
    );
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

/** What a field allows, and whether it leaves everything open: `*`, `?` and `*` with a step of 1 do, a list of all does not. */
function expandField(
  text: string,
  field: Field,
): { readonly values: readonly number[]; readonly open: boolean } {
  const items = text.split(",");
  const found = items.flatMap((item) => expandItem(item, field));
  const values = field.name === "weekday" ? found.map((value) => value % 7) : found;
  return {
    values: [...new Set(values)].sort((a, b) => a - b),
    open: items.some((item) => /^(?:\*(?:\/0?1)?|\?)$/.test(item)),
  };
}

/**
 * Reads a five-field cron, in UTC: numbers, names of months and weekdays, ranges, steps and lists; 0 and 7 are Sunday, `?`
 * is `*` in the fields of days. Where the day of the month and the weekday are both restricted, either is enough.
 * The only reader of schedules: every target's form is made from what it returns.
 *
 * @throws RangeError saying which field cannot be read
 */
export function expandSchedule(text: string): Schedule {
  const words = text.trim().split(/\s+/);
  const macro = text.trim().startsWith("@") ? macros[text.trim().toLowerCase()] : undefined;
  if (macro !== undefined) throw new RangeError(`a word instead of five fields; write "${macro}"`);
  if (/^(?:CRON_)?TZ=/i.test(words[0] ?? ""))
    throw new RangeError("it names a time zone; schedules are in UTC");
  if (words.length !== fields.length) throw new RangeError(`${words.length} fields`);
  const [minutes, hours, days, months, weekdays] = fields.map((field, index) =>
    expandField(words[index] ?? "", field),
  ) as [Expanded, Expanded, Expanded, Expanded, Expanded];
  const either = !days.open && !weekdays.open;
  // "Day 1 to 31 or Monday" is every day.
  const daily = either && (isComplete(days.values, 2) || isComplete(weekdays.values, 4));
  return {
    minutes: minutes.values,
    hours: hours.values,
    days: daily ? complete(2) : days.values,
    months: months.values,
    weekdays: daily ? complete(4) : weekdays.values,
    eitherDay: either && !daily,
  };
}

type Expanded = ReturnType<typeof expandField>;
type FieldIndex = 0 | 1 | 2 | 3 | 4;

function isComplete(values: readonly number[], index: FieldIndex): boolean {
  return values.length === fields[index].count;
}

function complete(index: FieldIndex): readonly number[] {
  const { min, count } = fields[index];
  return Array.from({ length: count }, (_, at) => min + at);
}

/** Neighbours as ranges: 1, 2, 3, 7 is "1-3,7". */
export function ranges(values: readonly number[]): string {
  const runs: number[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run?.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs
    .map((run) => (run.length < 3 ? run.join(",") : `${run[0] ?? ""}-${run.at(-1) ?? ""}`))
    .join(",");
}

/** A field of minutes or hours: `*`, `*` with a step, or a list. */
function stepped(values: readonly number[], index: 0 | 1): string {
  const { count } = fields[index];
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  const steps =
    values.length > 2 &&
    values.length === Math.ceil(count / step) &&
    values.every((value, at) => value === at * step);
  return isComplete(values, index) ? "*" : steps ? `*/${step}` : ranges(values);
}

/** The fields of a schedule in the words that every cron reads alike: numbers, ranges, `*`; steps for minutes and hours alone. */
export interface CronFields {
  readonly minute: string;
  readonly hour: string;
  readonly month: string;
  /** `*` where every day is allowed. */
  readonly day: string;
  /** `*` where every weekday is allowed; otherwise for the caller to count, as crons begin the week with 0 or 1. */
  readonly weekdays: "*" | readonly number[];
}

/** Takes a schedule apart for a target to write down in its own language. */
export function cronFields(schedule: Schedule): CronFields {
  const { minutes, hours, days, months, weekdays } = schedule;
  return {
    minute: stepped(minutes, 0),
    hour: stepped(hours, 1),
    month: isComplete(months, 3) ? "*" : ranges(months),
    day: isComplete(days, 2) ? "*" : ranges(days),
    weekdays: isComplete(weekdays, 4) ? "*" : weekdays,
  };
}

const day = 86_400_000;
// Eight years hold two leap days, whatever year they start in.
const daysLookedAt = 8 * 366;
let calendar: readonly (readonly [month: number, day: number, weekday: number])[] | undefined;

/** Indexes of the days (UTC) since 2024 on which the schedule has moments. */
function daysOf({ days, months, weekdays, eitherDay }: Schedule): readonly number[] {
  calendar ??= Array.from({ length: daysLookedAt }, (_, index) => {
    const date = new Date(Date.UTC(2024, 0, 1) + index * day);
    return [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCDay()] as const;
  });
  const [inMonths, inDays, inWeekdays] = [new Set(months), new Set(days), new Set(weekdays)];
  const found: number[] = [];
  for (const [index, [month, dayOfMonth, weekday]] of calendar.entries()) {
    if (!inMonths.has(month)) continue;
    const hasDay = inDays.has(dayOfMonth);
    const hasWeekday = inWeekdays.has(weekday);
    if (eitherDay ? hasDay || hasWeekday : hasDay && hasWeekday) found.push(index);
  }
  return found;
}

/** The widest step between neighbours of an ascending list, 0 where there are none. */
function widest(values: readonly number[]): number {
  return values.reduce((most, value, index) => Math.max(most, value - (values[index - 1] ?? value)), 0);
}

/** From the last moment of one round to the first of the next, where the rounds are so far apart. */
function across(values: readonly number[], apart: number): number {
  return apart === 0 ? 0 : apart - (values.at(-1) ?? 0) + (values[0] ?? 0);
}

/** Seconds between the two moments of a schedule that lie furthest apart; undefined when it never comes. */
export function longestGap(schedule: Schedule): number | undefined {
  const { minutes, hours } = schedule;
  const found = daysOf(schedule);
  if (found.length === 0) return undefined;
  const inHour = widest(minutes);
  const inDay = across(minutes, 60 * widest(hours));
  return 60 * Math.max(inHour, inDay, across(minutes, 60 * across(hours, 24 * widest(found))));
}
