import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { run } from "./processes";
import { projectRoot } from "./workspace";

function stackFile(stack: string): string {
  return join(projectRoot, `Pulumi.${stack}.yaml`);
}

/** A file's data, with plain values of the configuration as text: the CLI writes numbers back so. */
function withoutSalt(text: string): { readonly salted: boolean; readonly data: object } {
  const { encryptionsalt, config, ...data } = (parse(text) ?? {}) as {
    encryptionsalt?: string;
    config?: Readonly<Record<string, unknown>>;
  };
  const values = Object.entries(config ?? {}).map(([key, value]): [string, unknown] => [
    key,
    ["number", "boolean"].includes(typeof value) ? String(value) : value,
  ]);
  return { salted: encryptionsalt !== undefined, data: { ...data, config: Object.fromEntries(values) } };
}

/** The text to give back to a stack's file after a run of the CLI, or undefined where it stays as it is. */
export function textToRestore(
  after: string,
  before: string,
  committed: string | undefined,
): string | undefined {
  const written = withoutSalt(after);
  if (!written.salted) return undefined;
  for (const original of [before, committed]) {
    if (original === undefined) continue;
    const { salted, data } = withoutSalt(original);
    if (!salted && isDeepStrictEqual(data, written.data)) return original;
  }
  return undefined;
}

/**
 * Runs `body` and gives the stack's file its text back. The CLI writes the passphrase's salt into it, which belongs to
 * this checkout's state and not into version control; the state has it as well. Any other change stays.
 */
export async function keepingFile<T>(stack: string, body: () => Promise<T>): Promise<T> {
  const file = stackFile(stack);
  const before = readFileSync(file, "utf8");
  try {
    return await body();
  } finally {
    const shown = await run("git", ["show", `HEAD:./Pulumi.${stack}.yaml`], { allowFailure: true });
    const original = textToRestore(
      readFileSync(file, "utf8"),
      before,
      shown.code === 0 ? shown.stdout : undefined,
    );
    if (original !== undefined) writeFileSync(file, original);
  }
}
