import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encryptedPaths } from "./encrypted";
import { ConfigError, parse } from "./parse";
import type { StackConfig } from "./schema";
import { configSection } from "./yaml";

/** A stack's file that cannot be read: its name, and the line and the column of every error. */
export class StackFileError extends Error {}

/** The file that describes a stack: `Pulumi.prod.yaml`. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** The stacks that a checkout describes, sorted: each has a file. */
export function stackNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * What is read from a stack's file: the one way to its text.
 *
 * @param read takes the text, and may throw a ConfigError
 * @throws StackFileError with the file's name and every error
 */
export function readStackFile<T>(stack: string, folder: string, read: (text: string) => T): T {
  const file = stackFileName(stack);
  try {
    return read(readFileSync(join(folder, file), "utf8"));
  } catch (error) {
    if (error instanceof ConfigError) throw new StackFileError(`${file}: ${error.message}`);
    throw error;
  }
}

/** Stands where a file holds an encrypted value, which only a deployment decrypts. */
export const encryptedPlaceholder = "[encrypted]";

function withoutSecrets(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutSecrets);
  if (node === null || typeof node !== "object") return node;
  if ("secure" in node && Object.keys(node).length === 1) return encryptedPlaceholder;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutSecrets(value)]));
}

/**
 * The configuration in the text of a `Pulumi.<stack>.yaml`, with a placeholder for each encrypted value.
 *
 * @throws ConfigError that lists every error
 */
export function parseStackFile(text: string, project = "trireme"): StackConfig {
  const section = configSection(text);
  const own = Object.entries(section).filter(([key]) => key.startsWith(`${project}:`));
  const config = parse(
    Object.fromEntries(own.map(([key, value]) => [key.slice(project.length + 1), withoutSecrets(value)])),
  );
  const encrypted = encryptedPaths(section[`${project}:settings`]);
  return encrypted.size === 0 ? config : { ...config, encrypted };
}
