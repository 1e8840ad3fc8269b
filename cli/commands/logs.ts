import { PlainError, UsageError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { command, flag, parsedAs, required, several } from "../command-line/declaration";
import { pastMoment } from "../command-line/moment";
import { shownLine } from "../operations/lines";
import type { LogLine, Source } from "../operations/operations";
import { operationsOf } from "../runtime";
import { prepareFor } from "../stack/needs";

/** The sources whose words matter: not those that only hold files or reload the proxy, unless asked for by component. */
export function chosen<S extends Pick<Source, "component" | "role">>(
  sources: readonly S[],
  components: readonly string[],
): S[] {
  const known = [...new Set(sources.map(({ component }) => component))].sort();
  const unknown = components.filter((component) => !known.includes(component));
  if (unknown.length > 0) {
    throw new PlainError(`The stack has no component ${unknown.join(", ")}; it has ${known.join(", ")}.`);
  }
  return sources.filter(
    ({ component, role }) =>
      role !== "files" && role !== "reload" && (components.length === 0 || components.includes(component)),
  );
}

/** Prints the logs of sources: all lines in the order in which they were written, or where they are followed, as they come. */
export async function printLogs(
  sources: readonly Source[],
  { timestamps, ...options }: Parameters<Source["read"]>[0] & { readonly timestamps: boolean },
  print: (line: string) => void,
): Promise<void> {
  const width = Math.max(...sources.map(({ component }) => component.length));
  const collected: LogLine[] = [];
  await Promise.all(
    sources.map((source) =>
      source.read(options, ({ at, text }) => {
        const moment = timestamps ? `${at} ` : "";
        const line = { at, text: `${moment}${source.component.padEnd(width)} | ${shownLine(text)}` };
        if (options.follow) print(line.text);
        else collected.push(line);
      }),
    ),
  );
  collected.sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const { text } of collected) print(text);
}

export const declaration = command({
  name: "logs",
  group: "Look",
  summary: "Print what the stack's containers wrote, oldest first",
  description:
    "On AWS these are the containers of tasks that run, and of the last task where none does; with --since those before them, too.",
  stack: true,
  arguments: {
    components: several("[component...]", "names of services, stores, jobs or the proxy; all without one"),
  },
  options: {
    follow: flag("-f, --follow", "go on printing what they write"),
    since: parsedAs(
      "--since <time>",
      "only lines from then on: 90s, 15m, 2h or 3d ago, or a moment (ISO 8601, UTC without a zone)",
      (text) => pastMoment(text, new Date()),
    ),
    tail: required("-n, --tail <lines>", 'lines of each container from its end, or "all"', {
      default: "all",
      parse(text) {
        if (/^(\d+|all)$/.test(text)) return text;
        throw new UsageError(`--tail takes a number of lines or "all", not "${text}".`);
      },
    }),
    timestamps: flag("-t, --timestamps", "put the moment before each line"),
  },
  examples: [
    ["logs dev backend --tail 20", "the last 20 lines of each instance"],
    ["logs prod -f", "all of them, as they write"],
    ["logs prod backend --since 15m -t", "the last quarter of an hour, with moments"],
  ],
  async run({ stack, options, arguments: { components } }) {
    const env = await prepareFor(stack, ["cli", "engine"], progressOn());
    const sources = await operationsOf(stack, env).sources();
    if (sources.length === 0)
      throw new PlainError(`Stack ${stack} has no containers; npx trireme up ${stack} makes them.`);
    await printLogs(chosen(sources, components), options, (line) => console.log(line));
    return 0;
  },
});
