import { printableAll } from "./masking";
import { sections, type Report, type Row } from "./rows";
import { changeText, markOf, policyLine, shout, summary, titleOf, verdictText } from "./words";

/** Rows of one section that are shown; a person reads no more. */
const MOST_ROWS = 150;
const WIDEST_SUBJECT = 32;

const styles = { bold: "1", red: "1;31", dim: "2", green: "32", yellow: "33" } as const;

/** Puts a text in a style, or leaves it as it is where no colors are wanted. */
type Paint = (style: keyof typeof styles, text: string) => string;

/** The report for a terminal, which obeys nothing of what others wrote in it. */
export function renderTable(raw: Report, options: { readonly color: boolean }): string {
  const report = printableAll(raw);
  const paint: Paint = (style, text) => (options.color ? `\x1b[${styles[style]}m${text}\x1b[0m` : text);
  const width = Math.min(
    WIDEST_SUBJECT,
    report.rows.reduce((widest, { subject }) => Math.max(widest, subject.length), 0),
  );
  const blocks = sections.flatMap((section) => {
    const rows = report.rows.filter((row) => row.section === section);
    if (rows.length === 0) return [];
    const shown = rows.slice(0, MOST_ROWS);
    const left = rows.length - shown.length;
    return [
      "",
      paint(section === "data" ? "red" : "bold", titleOf(section, report.about)),
      ...shown.flatMap((row) => rowLines(row, width, paint)),
      ...(left === 0 ? [] : [`  … and ${left} rows more: npx trireme preview ${report.stack} --diff`]),
    ];
  });
  const policies = policyLine(report);
  return [
    paint("bold", `Stack ${report.stack}: ${summary(report)}`),
    ...report.messages.map(({ severity, text }) =>
      paint(severity === "error" ? "red" : "yellow", `${severity}: ${text}`),
    ),
    ...blocks,
    "",
    ...(policies === undefined ? [] : [policies]),
    ...report.verdicts.map((verdict) =>
      paint(verdict.level === "mandatory" ? "red" : "yellow", `  ${verdictText(verdict)}`),
    ),
    ...(report.seconds === undefined ? [] : [paint("dim", `Took ${report.seconds} s.`)]),
  ].join("\n");
}

function rowLines(row: Row, width: number, paint: Paint): readonly string[] {
  const mark = markOf(row).padEnd(2);
  const loud = shout(row);
  const indent = " ".repeat(width + 7);
  const head = `  ${mark} ${row.subject.padEnd(width)}  ${row.what}${loud === "" ? "" : `: ${loud}`}`;
  return [
    row.section === "data" && loud !== "" ? paint("red", head) : head,
    ...row.told.map((sentence) => indent + sentence),
    ...row.changes.flatMap((change) => [
      indent + changeText(change),
      ...(change.lines ?? []).map((line) => indent + paintedLine(line, paint)),
    ]),
  ];
}

function paintedLine(line: string, paint: Paint): string {
  if (line.startsWith("+")) return paint("green", line);
  return line.startsWith("-") ? paint("red", line) : paint("dim", line);
}
