import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { stackFileName } from "../../stacks/config/file";
import { ConfigError } from "../../stacks/config/parse";
import { configSectionIfAny, stackFileData } from "../../stacks/config/yaml";
import { run } from "../../setup/processes";
import { readable } from "./text";
import { projectRoot } from "../../setup/workspace";

/** A file's data, with plain values of the configuration as text: the CLI writes numbers back so. */
function withoutSalt(text: string): { readonly salted: boolean; readonly data: object } {
  const { encryptionsalt, config: _, ...data } = stackFileData(text);
  const values = Object.entries(configSectionIfAny(text) ?? {}).map(([key, value]): [string, unknown] => [
    key,
    ["number", "boolean"].includes(typeof value) ? String(value) : value,
  ]);
  return { salted: encryptionsalt !== undefined, data: { ...data, config: Object.fromEntries(values) } };
}

/** The same, or undefined where someone left the file so that it cannot be read. */
function withoutSaltIfReadable(text: string | undefined): ReturnType<typeof withoutSalt> | undefined {
  if (text === undefined) return undefined;
  try {
    return withoutSalt(text);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** The text to give back to a stack's file after a run of the CLI, or undefined where it stays as it is. */
export function textToRestore(
  after: string,
  before: string,
  committed: string | undefined,
): string | undefined {
  const written = withoutSaltIfReadable(after);
  if (written?.salted !== true) return undefined;
  return [before, committed].find((original) => {
    const own = withoutSaltIfReadable(original);
    return own !== undefined && !own.salted && isDeepStrictEqual(own.data, written.data);
  });
}

/**
 * Runs `body` and gives the stack's file its text back. The CLI writes the passphrase's salt into it, which belongs to
 * this checkout's state and not into version control; the state has it as well. Any other change stays.
 *
 * @throws PlainError with every error in the YAML, before `body` runs
 */
export async function keepingFile<T>(
  stack: string,
  body: () => Promise<T>,
  folder = projectRoot,
): Promise<T> {
  const name = stackFileName(stack);
  const file = join(folder, name);
  const before = readable(stack, folder, (text) => {
    stackFileData(text);
    return text;
  });
  try {
    return await body();
  } finally {
    const shown = await run("git", ["show", `HEAD:./${name}`], { allowFailure: true, cwd: folder });
    const original = textToRestore(
      readFileSync(file, "utf8"),
      before,
      shown.code === 0 ? shown.stdout : undefined,
    );
    if (original !== undefined) writeFileSync(file, original);
  }
}
