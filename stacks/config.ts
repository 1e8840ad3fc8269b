import { getProject, runtime } from "@pulumi/pulumi";
import { parse } from "./parse";
import type { StackConfig } from "./schema";

/**
 * The configuration of the stack that is being deployed. The only reader of Pulumi's configuration.
 *
 * @throws ConfigError that lists every mistake
 */
export function readConfig(): StackConfig {
  const prefix = `${getProject()}:`;
  const own = Object.entries(runtime.allConfig() ?? {})
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const);
  return parse(Object.fromEntries(own.map(([key, value]) => [key, structured(key, value)])));
}

/** Scalars come as text, the structured key as JSON. */
function structured(key: string, value: string): unknown {
  if (key !== "settings") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // Text where a map belongs; `parse` says so without showing it.
    return value;
  }
}
