import { printableAll } from "./masking";
import { sections, type Report, type Row } from "./rows";
import { changeText, markOf, policyLine, shout, summary, titleOf, verdictText } from "./words";

/** What GitHub takes for a comment, with room for what it counts otherwise: characters outside the first plane are two. */
const LIMIT = 60_000;
/** Kept free for the summary of what is left out, and the end. */
const RESERVE = 4_000;
const LONGEST_CELL = 1_200;
const LONGEST_MESSAGE = 1_500;
/** What messages may take, and verdicts as well. */
const MESSAGES = 12_000;

/** By which a comment is found again, so that it is edited and not repeated. */
export function commentMarker({ stack, about }: Pick<Report, "stack" | "about">): string {
  return `<!-- trireme: ${about} ${stack} -->`;
}

/**
 * The report as a comment: under 64,000 characters whatever its size. Two runs that say the same give the same bytes,
 * so there is no time in it.
 */
export function renderMarkdown(raw: Report): string {
  const report = printableAll(raw);
  const policies = policyLine(report);
  const messages = report.messages.map(({ severity, text }) => {
    const lines = cut(text, LONGEST_MESSAGE).split("\n");
    const quoted = lines.map((line) => `> ${escaped(line)}\n`).join("");
    return `> [!${severity === "error" ? "CAUTION" : "WARNING"}]\n${quoted}\n`;
  });
  const verdicts = report.verdicts.map(
    (verdict) =>
      `- ${verdict.level === "mandatory" ? "❌" : "⚠️"} ${escaped(cut(verdictText(verdict), LONGEST_MESSAGE))}\n`,
  );
  const head = [
    `${commentMarker(report)}\n### Stack \`${report.stack}\`: ${escaped(summary(report))}\n\n`,
    fitting(messages, "messages"),
    policies === undefined ? "" : `${escaped(policies)}\n\n`,
    fitting(verdicts, "verdicts"),
  ].join("");
  return head + body(report, LIMIT - RESERVE - head.length);
}

/** As many of the texts as have room beside the tables, and how many are left out. */
function fitting(texts: readonly string[], what: string): string {
  let free = MESSAGES;
  const shown = texts.filter((text, index) => {
    free -= text.length;
    return free >= 0 || index === 0;
  });
  return (
    shown.join("") +
    (shown.length === texts.length ? "" : `\n… and ${texts.length - shown.length} ${what} more\n`)
  );
}

/** The sections that have room, row by row; the others are counted. */
function body({ rows, about }: Report, room: number): string {
  const parts: string[] = [];
  const left: Row[] = [];
  let free = room;
  for (const section of sections) {
    const own = rows.filter((row) => row.section === section);
    if (own.length === 0) continue;
    const title = `\n#### ${section === "data" ? "🛑 " : ""}${titleOf(section, about)}\n\n| | what | how |\n|---|---|---|\n`;
    const table: string[] = [];
    const diffs: string[] = [];
    free -= title.length;
    for (const row of own) {
      const line = `${tableLine(row)}\n`;
      const diff = diffsOf(row);
      if (left.length > 0 || line.length > free) {
        left.push(row);
        continue;
      }
      table.push(line);
      free -= line.length;
      // A table without its diffs says what changes; diffs without their table do not.
      if (diff.length > free) continue;
      diffs.push(diff);
      free -= diff.length;
    }
    if (table.length > 0) parts.push(title, ...table, ...diffs);
  }
  return parts.join("") + tail(left, about);
}

/** What is left out, by section and kind. */
function tail(left: readonly Row[], about: Report["about"]): string {
  if (left.length === 0) return "";
  const lines = sections.flatMap((section) => {
    const own = left.filter((row) => row.section === section);
    if (own.length === 0) return [];
    const kinds = new Map<string, number>();
    for (const { what, resources } of own) kinds.set(what, (kinds.get(what) ?? 0) + Math.max(1, resources));
    const sorted = [...kinds].sort(([a, x], [b, y]) => (y === x ? (a < b ? -1 : 1) : y - x));
    const few = sorted.slice(0, 8).map(([what, count]) => `${count} × ${cut(what, 60)}`);
    const more = sorted.length > few.length ? `, and ${sorted.length - few.length} other kinds` : "";
    return [`- ${titleOf(section, about)}: ${escaped(few.join(", "))}${more}`];
  });
  return `\n#### And ${left.length} rows more\n\nThis comment has no room for them; \`npx trireme preview\` shows all.\n\n${lines.join("\n")}\n`;
}

function tableLine(row: Row): string {
  const loud = shout(row);
  const told = row.told.map(escaped);
  const changes = row.changes.map((change) => escaped(changeText(change)));
  const cell = [`${escaped(row.what)}${loud === "" ? "" : ` **${loud}**`}`];
  for (const part of [...told, ...changes]) {
    if (cell.join("<br>").length + part.length > LONGEST_CELL) {
      cell.push("…");
      break;
    }
    cell.push(part);
  }
  return `| \`${markOf(row)}\` | **${escaped(cut(row.subject, 120))}** | ${cell.join("<br>")} |`;
}

/** The long texts of a row, folded. */
function diffsOf(row: Row): string {
  return row.changes
    .filter(({ lines }) => lines !== undefined)
    .map(({ what, lines = [] }) => {
      const fence = "`".repeat(Math.max(3, ...lines.map((line) => longestTicks(line) + 1)));
      return `\n<details><summary>${escaped(row.subject)}: ${escaped(what)}</summary>\n\n${fence}diff\n${lines.join("\n")}\n${fence}\n\n</details>\n`;
    })
    .join("");
}

function longestTicks(line: string): number {
  return (line.match(/`+/g) ?? []).reduce((most, ticks) => Math.max(most, ticks.length), 0);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** A text that Markdown shows as it is, in one line of a table. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]~]/g, "\\$&")
    .replaceAll("|", "\\|")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "&#64;")
    .replace(/\r?\n/g, " ");
}
