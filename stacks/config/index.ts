import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { getProject, getStack, runtime } from "@pulumi/pulumi";
import { targetNames } from "../../components/targets";
import { plainPaths, variablePaths, type Paths } from "./encrypted";
import { ConfigError, parse } from "./parse";
import type { StackConfig } from "./schema";
import { configSectionIfAny } from "./yaml";

/**
 * The configuration of the stack that is being deployed. The only reader of Pulumi's configuration.
 *
 * @param folder where the stack's file is
 * @throws ConfigError that lists every error
 */
export function readConfig(folder = process.cwd()): StackConfig {
  const prefix = `${getProject()}:`;
  const own = Object.entries(runtime.allConfig())
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const);
  const config = parse(Object.fromEntries(own.map(([key, value]) => [key, structured(key, value)])));
  const plain = plainIn(join(folder, `Pulumi.${getStack()}.yaml`), `${prefix}settings`);
  const encrypted = variablePaths(config.settings).filter((path) => !plain.has(path));
  return encrypted.length === 0 ? config : { ...config, encrypted: new Set(encrypted) };
}

/**
 * Variables that stand in clear in the stack's file. Pulumi hands settings over decrypted, so the file alone tells which
 * were encrypted; what is in another file counts as such.
 */
function plainIn(file: string, key: string): Paths {
  if (!existsSync(file)) return new Set();
  try {
    return plainPaths(configSectionIfAny(readFileSync(file, "utf8"))?.[key]);
  } catch (error) {
    if (error instanceof ConfigError)
      throw new ConfigError(error.errors.map((one) => `${basename(file)}, ${one}`));
    throw error;
  }
}

const structuredKeys: readonly string[] = ["settings", "digests", "rollback", ...targetNames];

/** Scalars come as text, structured keys as JSON. */
function structured(key: string, value: string): unknown {
  if (!structuredKeys.includes(key)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // Text where a map belongs; `parse` says so without showing it.
    return value;
  }
}
