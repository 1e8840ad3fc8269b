import { encryptedPaths } from "./encrypted";
import { parse } from "./parse";
import type { StackConfig } from "./schema";
import { configSection } from "./yaml";

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
