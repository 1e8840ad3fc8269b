import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { printable } from "../preview/redaction/printable";
import { PlainError, UsageError } from "../../setup/errors";
import { withSignalsTo } from "../../setup/processes";
import { progressOn } from "../../setup/progress";
import { runtimeOf } from "../runtime";
import type { CommandLine, Instance } from "../runtime/runtime";
import { prepareFor } from "../stack/needs";
import { command, flag, required, several } from "../command-line/declaration";

/** The containers whose words matter: not those that only hold files or reload the proxy, unless asked for by component. */
export function chosen(containers: readonly Instance[], components: readonly string[]): Instance[] {
  const known = [...new Set(containers.map(({ component }) => component))].sort();
  const unknown = components.filter((component) => !known.includes(component));
  if (unknown.length > 0) {
    throw new PlainError(`The stack has no component ${unknown.join(", ")}; it has ${known.join(", ")}.`);
  }
  return containers.filter(
    ({ component, role }) =>
      role !== "files" && role !== "reload" && (components.length === 0 || components.includes(component)),
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

export const declaration = command({
  name: "logs",
  group: "Look",
  summary: "Print what the stack's containers wrote, oldest first",
  stack: true,
  arguments: {
    components: several("[component...]", "names of services, stores, jobs or the proxy; all without one"),
  },
  options: {
    follow: flag("-f, --follow", "go on printing what they write"),
    tail: required("-n, --tail <lines>", 'lines of each container from its end, or "all"', {
      default: "all",
      parse(text) {
        if (/^(\d+|all)$/.test(text)) return text;
        throw new UsageError(`--tail takes a number of lines or "all", not "${text}".`);
      },
    }),
  },
  examples: [
    ["logs dev backend --tail 20", "the last 20 lines of each instance"],
    ["logs prod -f", "all of them, as they write"],
  ],
  async run({ stack, options, arguments: { components } }) {
    const env = await prepareFor(stack, ["cli", "engine"], progressOn());
    const runtime = runtimeOf(stack, env);
    const containers = await runtime.instances();
    if (containers.length === 0)
      throw new PlainError(`Stack ${stack} has no containers; npx trireme up ${stack} makes them.`);
    const shown = chosen(containers, components);
    const width = Math.max(...shown.map(({ component }) => component.length));
    const collected: Line[] = [];
    await Promise.all(
      shown.map((container) =>
        read(runtime.logCommand(container, options), env, ({ at, text }) => {
          const line = { at, text: `${container.component.padEnd(width)} | ${shownLine(text)}` };
          if (options.follow) console.log(line.text);
          else collected.push(line);
        }),
      ),
    );
    collected.sort((a, b) => (a.at < b.at ? -1 : 1));
    for (const { text } of collected) console.log(text);
    return 0;
  },
});
