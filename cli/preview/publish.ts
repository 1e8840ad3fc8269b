import { writeFileSync } from "node:fs";
import { renderMarkdown } from "./markdown";
import type { Report } from "./rows";
import { renderTable } from "./table";
import { optionalValue } from "../command-line/declaration";
import type { PreviewArguments } from "./arguments";

/** The option of `preview` and `drift` by which they write for a comment. */
export const markdown = optionalValue(
  "--markdown [file]",
  "write the report as Markdown: to the file, beside the table, or instead of it to standard output (no file, or -)",
);

/** Prints the report, or writes it where it was asked for. */
export function publish(report: Report, { markdown }: PreviewArguments): void {
  const color = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  if (markdown === undefined || markdown.file !== undefined) console.log(renderTable(report, { color }));
  if (markdown === undefined) return;
  const text = renderMarkdown(report);
  if (markdown.file === undefined) process.stdout.write(text);
  else writeFileSync(markdown.file, text);
}
