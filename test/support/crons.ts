/** Evaluators of the three languages that schedules are written in for targets, each by its own rules and apart from the product. */
interface Day {
  readonly month: number;
  readonly date: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

export interface Moments {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  /** Whether a day (UTC) is one of the schedule's. */
  readonly onDay: (day: Day) => boolean;
}

interface Range {
  readonly min: number;
  readonly max: number;
  /** Where a step without an end ends. @default max */
  readonly end?: number;
}

function integer(text: string, { min, max }: Range): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new Error(`${text} is not in ${min} to ${max}`);
  return value;
}

function items(text: string, range: Range): ReadonlySet<number> {
  const found = new Set<number>();
  for (const item of text.split(",")) {
    const [span = "", step] = item.split("/");
    const [from = "", to] = span.split("-");
    const start = span === "*" ? range.min : integer(from, range);
    const end =
      span === "*" || (to === undefined && step !== undefined)
        ? Math.max(integer(span === "*" ? String(range.min) : from, range), range.end ?? range.max)
        : integer(to ?? from, range);
    if (end < start) throw new Error(`${span} runs backwards`);
    for (let value = start; value <= end; value += Number(step ?? 1)) found.add(value);
  }
  return found;
}

const weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const isStar = (field: string) => field.split(",").some((item) => ["*", "?", "*/1"].includes(item));

function five(text: string): [string, string, string, string, string] {
  const fields = text.split(" ");
  if (fields.length !== 5) throw new Error(`${text} has ${fields.length} fields`);
  return fields as [string, string, string, string, string];
}

/** What was asked for, read from cron's own text: names, 0 and 7 for Sunday, and the rule of either day. */
export function ofCron(text: string): Moments {
  const numbered = (words: string, names: readonly string[], first: number) =>
    words
      .toLowerCase()
      .replace(/(?<=[1-6a-z]-)sun/g, "7")
      .replace(/[a-z]{3}/g, (name) => String(names.indexOf(name) + first));
  const [minute, hour, ofMonth, inMonth, ofWeek] = five(text);
  const weekdays = items(numbered(ofWeek.replace("?", "*"), weekdayNames, 0), { min: 0, max: 7, end: 6 });
  const days = items(ofMonth.replace("?", "*"), { min: 1, max: 31 });
  const months = items(numbered(inMonth, monthNames, 1), { min: 1, max: 12 });
  const both = isStar(ofMonth) || isStar(ofWeek);
  return {
    minutes: items(minute, { min: 0, max: 59 }),
    hours: items(hour, { min: 0, max: 23 }),
    onDay: ({ month, date, weekday }) => {
      const byWeekday = weekdays.has(weekday) || (weekday === 0 && weekdays.has(7));
      const byDay = days.has(date);
      return months.has(month) && (both ? byDay && byWeekday : byDay || byWeekday);
    },
  };
}

/** What Kubernetes runs: robfig/cron's standard parser. Weekdays are 0 to 6; with a star in a field of days both must fit, else either. */
export function ofKubernetes(text: string): Moments {
  const [minute, hour, ofMonth, inMonth, ofWeek] = five(text);
  const days = items(ofMonth.replace("?", "*"), { min: 1, max: 31 });
  const months = items(inMonth, { min: 1, max: 12 });
  const weekdays = items(ofWeek.replace("?", "*"), { min: 0, max: 6 });
  const both = isStar(ofMonth) || isStar(ofWeek);
  return {
    minutes: items(minute, { min: 0, max: 59 }),
    hours: items(hour, { min: 0, max: 23 }),
    onDay: ({ month, date, weekday }) => {
      const [byDay, byWeekday] = [days.has(date), weekdays.has(weekday)];
      return months.has(month) && (both ? byDay && byWeekday : byDay || byWeekday);
    },
  };
}

/** What EventBridge Scheduler runs: six fields with a year, weekdays from 1 (Sunday) to 7, one field of days always `?`. */
export function ofEventBridge(expression: string): Moments {
  const [, text = ""] = /^cron\((.*) \*\)$/.exec(expression) ?? [];
  if (expression.length > 256) throw new Error(`${expression} is longer than 256 characters`);
  const [minute, hour, ofMonth, inMonth, ofWeek] = five(text);
  if ((ofMonth === "?") === (ofWeek === "?")) throw new Error(`${expression} wants exactly one ?`);
  const days = ofMonth === "?" ? undefined : items(ofMonth, { min: 1, max: 31 });
  const months = items(inMonth, { min: 1, max: 12 });
  const weekdays = ofWeek === "?" ? undefined : items(ofWeek, { min: 1, max: 7 });
  return {
    minutes: items(minute, { min: 0, max: 59 }),
    hours: items(hour, { min: 0, max: 23 }),
    onDay: ({ month, date, weekday }) =>
      months.has(month) && (days?.has(date) ?? true) && (weekdays?.has(weekday + 1) ?? true),
  };
}

/** What a Docker host runs: the arguments of the script's `due`, five lists and whether either day is enough. */
export function ofScript(settings: string): Moments {
  const [, words = ""] = /^due_take\(\) \{ due "\$1" (.*); \}$/m.exec(settings) ?? [];
  const [, ...parts] = /^'([\d ]+)' '([\d ]+)' '([\d ]+)' '([\d ]+)' '([\d ]+)' ([01])$/.exec(words) ?? [];
  if (parts.length !== 6) throw new Error(`${words} are not arguments of due`);
  const [minutes, hours, days, months, weekdays] = parts
    .slice(0, 5)
    .map((list) => new Set(list.split(" ").map(Number))) as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  return {
    minutes,
    hours,
    onDay: ({ month, date, weekday }) => {
      const [byDay, byWeekday] = [days.has(date), weekdays.has(weekday)];
      return months.has(month) && (parts[5] === "1" ? byDay || byWeekday : byDay && byWeekday);
    },
  };
}

const dayLength = 86_400_000;
const known = new Map<number, Day>();

function dayAt(at: number): Day {
  const found = known.get(at);
  if (found !== undefined) return found;
  const date = new Date(at);
  const day = { month: date.getUTCMonth() + 1, date: date.getUTCDate(), weekday: date.getUTCDay() };
  known.set(at, day);
  return day;
}

/** The first moments from a day (UTC) on, that day's included, in milliseconds. */
export function firstMoments(moments: Moments, from: Date, count: number): readonly number[] {
  const start = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  const sorted = (values: ReadonlySet<number>) => [...values].sort((a, b) => a - b);
  const [hours, minutes] = [sorted(moments.hours).slice(0, count), sorted(moments.minutes).slice(0, count)];
  const ofDay = hours.flatMap((hour) => minutes.map((minute) => (hour * 60 + minute) * 60_000));
  const found: number[] = [];
  for (let day = 0; day < 12 * 366 && found.length < count; day++) {
    const at = start + day * dayLength;
    if (moments.onDay(dayAt(at))) found.push(...ofDay.slice(0, count).map((time) => at + time));
  }
  return found.slice(0, count);
}
