import type { Declaration } from "./declaration";

/** A heading and two columns, as commander prints its own. */
export function section(heading: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([term]) => term.length));
  return ["", heading, ...rows.map(([term, text]) => `  ${term.padEnd(width)}  ${text}`)].join("\n");
}

/** What the exit codes of a command, or of every command, mean. */
export function exitCodes({
  exits = {},
  usageCode = 2,
}: Pick<Declaration, "exits" | "usageCode">): readonly (readonly [string, string])[] {
  const failed = usageCode === 1 ? "it failed, or was called wrongly" : "it failed";
  const all: Readonly<Record<string, string>> = {
    0: "done",
    1: failed,
    ...(usageCode === 1 ? {} : { [usageCode]: "it was called wrongly: nothing was done" }),
    ...exits,
    130: "interrupted (Ctrl-C); 143 by another signal",
  };
  return Object.entries(all);
}
