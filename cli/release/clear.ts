import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlainError } from "../../setup/errors";
import { run } from "../../setup/processes";
import { projectRoot } from "../../setup/workspace";
import { stackFileName } from "../../stacks/config/file";
import { stackFileData } from "../../stacks/config/yaml";
import { keepingFile } from "../stack/file";
import type { Edit } from "../stack/edit";
import type { Reversion } from "./reading";
import type { PastUpdate } from "./releases";

/** A stack's configuration with its secrets in clear. */
export async function clearConfig(
  stack: string,
  env: NodeJS.ProcessEnv,
): Promise<NonNullable<PastUpdate["config"]>> {
  const { stdout } = await keepingFile(stack, () =>
    run("pulumi", ["config", "--json", "--show-secrets", "--stack", stack], { env }),
  );
  return JSON.parse(stdout) as NonNullable<PastUpdate["config"]>;
}

/** A part of a path as Pulumi's CLI takes it: `["a.b"]`. */
const part = (key: string): string => `[${JSON.stringify(key)}]`;

/**
 * The edits that bring values back: those that are secret as Pulumi's CLI encrypts them for the stack. It does so in a copy of the stack's
 * file, for it would take the comments out of the file itself. A value goes to it by its standard input.
 *
 * @throws PlainError with the CLI's own words where it encrypts nothing
 */
export function editsOf(
  stack: string,
  env: NodeJS.ProcessEnv,
  changes: readonly Reversion[],
): readonly Edit[] {
  const folder = mkdtempSync(join(tmpdir(), "trireme-rollback-"));
  const copy = join(folder, stackFileName(stack));
  try {
    copyFileSync(join(projectRoot, stackFileName(stack)), copy);
    for (const { path, value, encrypted } of changes) {
      if (!encrypted) continue;
      const [key, ...below] = path;
      const args = ["config", "set", "--secret", "--path", key + below.map(part).join("")];
      const { status, stderr, error } = spawnSync(
        "pulumi",
        [...args, "--stack", stack, "--config-file", copy, "--non-interactive"],
        { cwd: projectRoot, env, input: `${String(value)}\n`, encoding: "utf8" },
      );
      if (status !== 0)
        throw new PlainError(
          `${path.slice(1).join(".")} was not encrypted, and nothing was changed: ${error?.message ?? stderr.trim()}`,
        );
    }
    const { config } = stackFileData(readFileSync(copy, "utf8"));
    return changes.map(({ path, value, encrypted }) => ({
      path,
      value: encrypted ? at(config, path) : value,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function at(node: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Readonly<Record<string, unknown>>)[key], node);
}
