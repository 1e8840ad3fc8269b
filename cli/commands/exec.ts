import { PlainError } from "../../setup/errors";
import { runAttached } from "../../setup/processes";
import { progressOn } from "../../setup/progress";
import { command, optional, required, several } from "../command-line/declaration";
import { operationsOf } from "../runtime";
import type { Instance } from "../runtime/runtime";
import { prepareFor } from "../stack/needs";

/** What is no place for a command: it has ended, or only holds files. */
const closed: ReadonlySet<string> = new Set([
  "files",
  "reload",
  "job",
  "credentials",
  "buckets",
  "backup-first",
]);

/**
 * The instance in which a command is opened: the first, or the one that is named.
 *
 * @throws PlainError naming those that there are
 */
export function opened(instances: readonly Instance[], component: string, wanted?: string): Instance {
  const open = instances.filter(({ role }) => !closed.has(role));
  const found = open.find(({ name }) => wanted === undefined || name === wanted);
  if (found !== undefined) return found;
  throw new PlainError(
    open.length === 0
      ? `Nothing of ${component} runs that a command could be opened in.`
      : `${component} has no instance ${wanted ?? ""}; it has ${open.map(({ name }) => name).join(", ")}.`,
  );
}

export const declaration = command({
  name: "exec",
  group: "Look",
  summary: "Run a command in an instance of a service or store",
  description:
    "Ends with the command's exit code; on AWS with 0 whatever it was, because the Session Manager does not pass it on, and there it takes AWS's session-manager-plugin and the stack's aws.shell.",
  stack: true,
  arguments: {
    component: required("<component>", "name of a service or store"),
    words: several("[command...]", "the command and its arguments, after --; sh without one"),
  },
  options: { instance: optional("--instance <name>", "this instance; the first one without it") },
  examples: [
    ["exec dev backend", "a shell"],
    ["exec prod backend -- python manage.py showmigrations", "one command"],
  ],
  async run({ stack, options, arguments: { component, words } }) {
    const env = await prepareFor(stack, ["cli", "engine"], progressOn());
    const operations = operationsOf(stack, env);
    const instance = opened(await operations.instances(component), component, options.instance);
    const terminal = process.stdin.isTTY && process.stdout.isTTY;
    const [program, ...args] = await operations.session(
      instance,
      words.length === 0 ? ["sh"] : words,
      terminal,
    );
    return await runAttached(program, args, { env });
  },
});
