import { createInterface } from "node:readline/promises";
import { PlainError } from "./errors";

/** Takes `--yes` or `-y` out of a command's arguments. */
export function yesIn(args: readonly string[]): { readonly yes: boolean; readonly rest: readonly string[] } {
  const rest = args.filter((word) => word !== "--yes" && word !== "-y");
  return { yes: rest.length < args.length, rest };
}

/**
 * Whether the person at the keyboard agrees to what was just told.
 *
 * @throws PlainError where nobody can be asked
 */
export async function agreed(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new PlainError("Nobody is there to be asked; add --yes to do it.");
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await asked.question(`${question} [y/N] `)).trim());
  } finally {
    asked.close();
  }
}
