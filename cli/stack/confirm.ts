import { createInterface } from "node:readline/promises";
import { PlainError } from "../../setup/errors";

/**
 * Whether the person at the keyboard writes a name, by which they show that they know what they are about to remove.
 *
 * @param given what was written on the command line instead
 * @throws PlainError where nobody can be asked, or another name was given
 */
export async function agreedByName(name: string, given: string | undefined): Promise<boolean> {
  if (given !== undefined) {
    if (given === name) return true;
    throw new PlainError(`"${given}" is not the name of the stack, which is ${name}. Nothing was changed.`);
  }
  if (!process.stdin.isTTY)
    throw new PlainError(
      `There is no terminal to ask on; name the stack in the option: --delete-data=${name}`,
    );
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await asked.question(`Type the name of the stack to remove its data: `)).trim() === name;
  } finally {
    asked.close();
  }
}

/**
 * Whether the person at the keyboard agrees to what was just told.
 *
 * @throws PlainError where nobody can be asked
 */
export async function agreed(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new PlainError("There is no terminal to ask on; add --yes to do it.");
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await asked.question(`${question} [y/N] `)).trim());
  } finally {
    asked.close();
  }
}
