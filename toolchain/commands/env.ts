import { settings } from "../environment";
import { PlainError } from "../errors";
import { progressOn } from "../progress";

/** A value as a shell reads it back unchanged. */
export function shellQuoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** Prints what makes plain `pulumi` and `docker` commands work in a shell: `eval "$(npm run -s env)"`. */
export async function run(args: string[]): Promise<number> {
  if (args.length > 0) throw new PlainError(`env takes no arguments, but was given ${args.join(" ")}.`);
  const set = await settings(["cli", "plugins", "images"], progressOn());
  for (const [name, value] of Object.entries(set)) console.log(`export ${name}=${shellQuoted(value)}`);
  return 0;
}
