import { provided, type Secret } from "../../components/model";
import type { Settings } from "./schema";

/** Kinds of workloads whose variables the settings may change. */
const kinds = ["services", "jobs"] as const;

/** Paths of values below `settings`: `services.mcp.variables.SMTP_PASSWORD`. */
export type Paths = ReadonlySet<string>;

/** What of a workload's settings matters here. */
interface Changed {
  readonly variables?: Settings["services"][string]["variables"];
}

interface EncryptedVariable {
  readonly path: string;
  readonly secret: Secret;
  readonly text: string;
}

function isCipherText(node: object): boolean {
  return "secure" in node && Object.keys(node).length === 1;
}

/** Paths of all values of a stack's file, with whether each is encrypted as `pulumi config set --secret` writes it. */
function leaves(node: unknown, path: readonly string[] = []): readonly (readonly [string, boolean])[] {
  if (node === null || typeof node !== "object") return [[path.join("."), false]];
  if (isCipherText(node)) return [[path.join("."), true]];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, [...path, key]));
}

/** Paths of the values that a stack's file has encrypted. */
export function encryptedPaths(node: unknown): Paths {
  return new Set(leaves(node).flatMap(([path, encrypted]) => (encrypted ? [path] : [])));
}

/** Paths of the values that a stack's file has in clear. */
export function plainPaths(node: unknown): Paths {
  return new Set(leaves(node).flatMap(([path, encrypted]) => (encrypted ? [] : [path])));
}

interface Variable {
  readonly workload: string;
  readonly name: string;
  readonly path: string;
  readonly value: string | number | boolean;
}

function variablesOf(settings: Settings): readonly Variable[] {
  return kinds.flatMap((kind) =>
    Object.entries<Changed>(settings[kind]).flatMap(([workload, { variables = {} }]) =>
      Object.entries(variables).map(([name, value]) => ({
        workload,
        name,
        path: `${kind}.${workload}.variables.${name}`,
        value,
      })),
    ),
  );
}

/** Paths of the variables that the settings change. */
export function variablePaths(settings: Settings): readonly string[] {
  return variablesOf(settings).map(({ path }) => path);
}

/**
 * Variables that the operator encrypted. Each is a secret of its own, so that no target writes its text where it
 * could be read.
 */
export function encryptedVariables(settings: Settings, encrypted: Paths): readonly EncryptedVariable[] {
  return variablesOf(settings)
    .filter(({ path }) => encrypted.has(path))
    .map(({ workload, name, path, value }) => ({
      path,
      secret: provided(`${workload}-${name.toLowerCase().replaceAll("_", "-")}`, {
        description: `variable ${name} of ${workload}, encrypted in settings.${path}`,
        optional: true,
      }),
      text: String(value),
    }));
}
