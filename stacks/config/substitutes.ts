import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The file in which set-up says which images take whose place; there only while no registry can be reached. */
export function substitutesFile(root: string): string {
  return join(root, ".trireme", "images.json");
}

/**
 * Images that set-up built because their registry cannot be reached, by the reference they stand for.
 *
 * @param root the checkout's folder
 * @throws Error with the file and the way to a valid one, where it is not JSON
 */
export function localSubstitutes(root: string): Readonly<Record<string, string>> {
  const file = substitutesFile(root);
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch (error) {
    throw new Error(
      `${file} cannot be read: ${(error as Error).message}. Delete it; the next npx trireme up writes it again.`,
      { cause: error },
    );
  }
}
