import { getProject, runtime } from "@pulumi/pulumi";
import { parse } from "./parse";
import { configSchema, type StackConfig } from "./schema";

/**
 * The configuration of the stack that is being deployed. The only reader of Pulumi's configuration.
 *
 * @throws ConfigError that lists every mistake
 */
export function readConfig(): StackConfig {
  const prefix = `${getProject()}:`;
  const all = Object.entries(runtime.allConfig() ?? {}).filter(([key]) => key.startsWith(prefix));
  const values = all.map(([key, value]) => [
    key.slice(prefix.length),
    structured(key.slice(prefix.length), value),
  ]);
  return parse(Object.fromEntries(values));
}

/** Scalars come as text, the structured key as JSON. */
function structured(key: string, value: string): unknown {
  if (!(key in configSchema.shape) || key !== "settings") return value;
  return JSON.parse(value) as unknown;
}
