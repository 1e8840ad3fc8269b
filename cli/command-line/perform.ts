import type { AnyCommand } from "./declaration";
import { parsed } from "./parse";

/**
 * Runs a command with the words that follow its name; resolves to its exit code.
 *
 * @throws CommanderError and UsageError as `parsed` does, before anything is touched
 * @throws PlainError with every error of the file of the stack that is named
 */
export async function perform(
  declaration: AnyCommand,
  args: readonly string[],
  version: string,
): Promise<number> {
  const call = parsed(declaration, args, version);
  if (declaration.stack) {
    // Not before: they load all systems.
    const { knownStack } = await import("../stack");
    const { configOf } = await import("../stack/system");
    const { onDockerAlone } = await import("../stack/needs");
    configOf(knownStack(call.stack));
    const { name, only } = declaration;
    if (only !== undefined) onDockerAlone(call.stack, name, only.instead);
  }
  return await declaration.run(call);
}
