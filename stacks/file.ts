import { parse as parseYaml } from "yaml";
import { encryptedPaths } from "./encrypted";
import { ConfigError, parse } from "./parse";
import type { StackConfig } from "./schema";

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
 * @throws ConfigError that lists every mistake
 */
export function parseStackFile(text: string, project = "trireme"): StackConfig {
  const document = (parseYaml(text) ?? {}) as { config?: Readonly<Record<string, unknown>> };
  if (document.config === undefined) throw new ConfigError(["the file has no config: section"]);
  const own = Object.entries(document.config).filter(([key]) => key.startsWith(`${project}:`));
  const config = parse(
    Object.fromEntries(own.map(([key, value]) => [key.slice(project.length + 1), withoutSecrets(value)])),
  );
  const encrypted = encryptedPaths(document.config[`${project}:settings`]);
  return encrypted.size === 0 ? config : { ...config, encrypted };
}
