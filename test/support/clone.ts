import { execFileSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./sources";

/** Every file of the checkout that git has or would take, by its path: one that it ignores is in no clone. */
export function clonedFiles(): readonly string[] {
  return execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root })
    .toString()
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(root, file)));
}

/** Copies what git would clone into a folder, uncommitted changes included. */
export function copyClone(folder: string): void {
  for (const file of clonedFiles()) cpSync(join(root, file), join(folder, file), { recursive: true });
}
