import type { Growth } from "./growth";
import type { Footprint } from "./memory";
import { growthExponent, linearUpTo, type Sample } from "./statistics";

/** How long one command took. */
export interface Timing {
  readonly title: string;
  readonly seconds: Sample;
}

/** Everything that a run of the benchmark measured. */
export interface Result {
  /** Where and when it ran, a line each. */
  readonly circumstances: readonly string[];
  /** Ours first. */
  readonly preview: readonly Timing[];
  /** Our preview with the policy pack. */
  readonly checked: Timing;
  readonly up: readonly Timing[];
  /** What the others are compared with, besides each other. */
  readonly compose: Timing;
  readonly footprints: readonly { readonly title: string; readonly footprint: Footprint }[];
  /** Smallest system first: its cost is the base of the others. */
  readonly growth: readonly Growth[];
}

/** What figures in a document are between. */
export interface Marks {
  readonly begin: string;
  readonly end: string;
}

const own: Marks = {
  begin: "<!-- figures: `npx trireme bench` writes them -->",
  end: "<!-- end of figures -->",
};

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** A median and its range, for two cells. */
function timingRow({ median, min, max }: Sample): readonly [string, string] {
  return [`${median.toFixed(2)} s`, `${min.toFixed(2)}–${max.toFixed(2)}`];
}

/** An amount of memory, where it could be told. */
export function mebibytes(amount: number | undefined): string {
  return amount === undefined ? "–" : `${Math.round(amount)} MiB`;
}

/** What each took, and how many times as long as the last. */
export function comparison(name: string, rows: readonly Timing[]): string {
  const last = rows.at(-1);
  return table(
    [name, "median", "min–max", `ratio to ${last?.title ?? ""}`],
    rows.map(({ title, seconds }) => [title, ...timingRow(seconds), ratio(seconds, last?.seconds)]),
  );
}

function ratio(one: Sample, other: Sample | undefined): string {
  return other === undefined ? "–" : (one.median / other.median).toFixed(2);
}

function timings(name: string, rows: readonly Timing[], compose: Timing): string {
  const empties = rows.filter(({ title }) => title.startsWith("empty"));
  return table(
    [
      name,
      "median",
      "min–max",
      ...empties.map(({ title }) => `ratio to the ${title}`),
      `ratio to ${compose.title}`,
    ],
    [...rows, compose].map(({ title, seconds: sample }) => [
      title,
      ...timingRow(sample),
      ...empties.map((empty) => ratio(sample, empty.seconds)),
      ratio(sample, compose.seconds),
    ]),
  );
}

function footprints(rows: Result["footprints"]): string {
  return table(
    ["command", "the program: peak", "the program: CPU", "all processes: peak"],
    rows.map(({ title, footprint: { program, wholeMebibytes } }) => [
      title,
      mebibytes(program?.mebibytes),
      program === undefined ? "–" : `${program.cpuSeconds.toFixed(2)} s`,
      mebibytes(wholeMebibytes),
    ]),
  );
}

function growthTable(rows: readonly Growth[]): string {
  return table(
    ["services", "resources", "time: median", "min–max", "peak memory: median"],
    rows.map((row) => [
      String(row.services),
      String(row.resources),
      ...timingRow(row.seconds),
      mebibytes(row.mebibytes.median),
    ]),
  );
}

/** Whether a cost grows in a straight line, in words. */
export function verdict(what: string, rows: readonly Growth[], cost: (row: Growth) => number): string {
  const [base, ...rest] = rows;
  // Above a few services alone, the growth is more than noise.
  const points = rest
    .filter(({ services }) => services >= 100)
    .map((row) => ({ size: row.services, cost: cost(row) }));
  const exponent = base === undefined ? undefined : growthExponent(cost(base), points);
  if (exponent === undefined) return `${what}: too little growth to tell an exponent.`;
  const holds = exponent <= linearUpTo ? "linear" : "**more than linear**";
  return `${what} above the base grows with exponent ${exponent.toFixed(2)}: ${holds} (1 is linear, 2 quadratic; up to ${linearUpTo} counts as linear).`;
}

/** The figures as Markdown. */
export function figures(result: Result): string {
  return [
    ...result.circumstances.map((line) => `- ${line}`),
    "",
    "### Unchanged preview",
    timings("command", result.preview, result.compose),
    "",
    `With the policy pack ours takes ${result.checked.seconds.median.toFixed(2)} s: ${ratio(result.checked.seconds, result.preview[0]?.seconds)} times as long.`,
    "",
    "### Unchanged up",
    timings("command", result.up, result.compose),
    "",
    "### Memory",
    footprints(result.footprints),
    "",
    "### Growth of the program",
    growthTable(result.growth),
    "",
    `- ${verdict("Time", result.growth, ({ seconds: { median } }) => median)}`,
    `- ${verdict("Memory", result.growth, ({ mebibytes: { median } }) => median)}`,
  ].join("\n");
}

/** A document with its figures replaced; what people wrote around them stays. */
export function withFigures(document: string, text: string, { begin, end }: Marks = own): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) return `${document.trimEnd()}\n\n${begin}\n\n${text}\n\n${end}\n`;
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}
