import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { printable } from "../changes/redaction/printable";
import { prepare } from "../environment";
import { stackRequest } from "../stack-system";
import { PlainError } from "../errors";
import { withSignalsTo } from "../processes";
import { progressOn } from "../progress";
import { runtimeOf } from "../runtime";
import type { CommandLine, Instance } from "../runtime/runtime";
import { needsOf } from "../stack-needs";

/** What to show of which containers. */
export interface LogRequest {
  readonly parts: readonly string[];
  readonly follow: boolean;
  /** Lines per container from the end. */
  readonly tail: string;
}

/**
 * Reads the arguments that follow the stack's name.
 *
 * @throws PlainError on an unknown option or a tail that is no number
 */
export function logRequest(args: readonly string[]): LogRequest {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        follow: { type: "boolean", short: "f", default: false },
        tail: { type: "string", short: "n", default: "all" },
      },
    });
    if (!/^(\d+|all)$/.test(values.tail)) {
      throw new PlainError(`--tail takes a number of lines or "all", not "${values.tail}".`);
    }
    return { parts: positionals, follow: values.follow, tail: values.tail };
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError(`${(error as Error).message}\nlogs [stack] [service…] [--follow] [--tail LINES]`);
  }
}

/** The containers whose words matter: not those that only hold files or reload the proxy, unless asked for by part. */
export function chosen(containers: readonly Instance[], parts: readonly string[]): Instance[] {
  const known = [...new Set(containers.map(({ part }) => part))].sort();
  const unknown = parts.filter((part) => !known.includes(part));
  if (unknown.length > 0) {
    throw new PlainError(`The stack runs no ${unknown.join(", ")}; it runs ${known.join(", ")}.`);
  }
  return containers.filter(
    ({ part, role }) => role !== "files" && role !== "reload" && (parts.length === 0 || parts.includes(part)),
  );
}

/**
 * A line of a container as a terminal may show it: what a container writes sets no title, fills no clipboard, moves no cursor
 * and turns no text round. Colours go with it.
 */
export function shownLine(text: string): string {
  return printable(text).replace(/\n/g, " ");
}

/** One line of a container's log, with the moment it was written. */
interface Line {
  readonly at: string;
  readonly text: string;
}

async function read(
  [command, ...args]: CommandLine,
  env: NodeJS.ProcessEnv,
  onLine: (line: Line) => void,
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

/** Prints what the stack's containers wrote, oldest first, each line behind the name of its part. */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackRequest(args);
  const request = logRequest(rest);
  const env = await prepare(needsOf(stack, ["cli", "engine"]), progressOn());
  const runtime = runtimeOf(stack, env);
  const containers = await runtime.instances();
  if (containers.length === 0)
    throw new PlainError(`Stack ${stack} has no containers; npm run up -- ${stack} makes them.`);
  const shown = chosen(containers, request.parts);
  const width = Math.max(...shown.map(({ part }) => part.length));
  const collected: Line[] = [];
  await Promise.all(
    shown.map((container) =>
      read(runtime.logCommand(container, request), env, ({ at, text }) => {
        const line = { at, text: `${container.part.padEnd(width)} | ${shownLine(text)}` };
        if (request.follow) console.log(line.text);
        else collected.push(line);
      }),
    ),
  );
  collected.sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const { text } of collected) console.log(text);
  return 0;
}
