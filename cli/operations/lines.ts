import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { printable } from "../preview/redaction/printable";
import { withSignalsTo } from "../../setup/processes";
import type { CommandLine } from "../runtime/runtime";
import type { LogLine } from "./operations";

/**
 * A line of a container as a terminal may show it: what a container writes sets no title, fills no clipboard, moves no cursor
 * and turns no text round. Colours go with it.
 */
export function shownLine(text: string): string {
  return printable(text).replace(/\n/g, " ");
}

/** Reads what a command prints, each line behind the moment it was written. */
export async function readLines(
  [command, ...args]: CommandLine,
  env: NodeJS.ProcessEnv,
  onLine: (line: LogLine) => void,
): Promise<void> {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      const space = line.indexOf(" ");
      onLine({ at: line.slice(0, space), text: line.slice(space + 1) });
    });
  }
  await withSignalsTo(child, () => new Promise<void>((resolve) => child.on("close", () => resolve())));
}
