import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Images that set-up built because their registry cannot be reached, by the reference they stand for.
 *
 * @param root the checkout's folder
 */
export function localSubstitutes(root: string): Readonly<Record<string, string>> {
  const file = join(root, ".trireme", "images.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
}
