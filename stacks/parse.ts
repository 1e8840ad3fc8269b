import type { z } from "zod";
import { configSchema, type StackConfig } from "./schema";

/** Mistakes in a stack's configuration, all in one message. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
    super(
      [
        `The stack's configuration has ${count}; nothing was created.`,
        ...mistakes.map((m) => `  ✗ ${m}`),
      ].join("\n"),
    );
    this.name = "ConfigError";
  }
}

/**
 * Checks raw configuration and fills in defaults.
 *
 * @throws ConfigError that lists every mistake
 */
export function parse(raw: Readonly<Record<string, unknown>>): StackConfig {
  const result = configSchema.safeParse(raw);
  if (!result.success) throw new ConfigError(result.error.issues.map((issue) => describe(issue, raw)));
  const mistakes = contradictions(result.data);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return result.data;
}

function contradictions(config: StackConfig): readonly string[] {
  const mistakes: string[] = [];
  const registry =
    config.images === "registry" || (config.images === undefined && config.environment !== "development");
  if (registry && config.imageRepository === undefined)
    mistakes.push(
      `trireme:imageRepository is missing: images are pulled, so name their repository. Set it: pulumi config set imageRepository ghcr.io/your-org/${config.system}`,
    );
  if (registry && config.imageTag === undefined)
    mistakes.push(
      "trireme:imageTag is missing: images are pulled, so name the release. Set it: pulumi config set imageTag v1.0.0",
    );
  if (config.images === "sources" && config.sources === undefined)
    mistakes.push(
      "trireme:sources is missing: images are built from sources, so name the checkout. Set it: pulumi config set sources ../your-checkout",
    );
  if (config.environment === "production" && config.domain === "localhost")
    mistakes.push(
      `trireme:domain is "localhost": production needs the host name that people use. Set it: pulumi config set domain ${config.system}.example.com`,
    );
  return mistakes;
}

function describe(issue: z.core.$ZodIssue, raw: Readonly<Record<string, unknown>>): string {
  const [key, ...path] = issue.path;
  const name = key === undefined ? "trireme" : `trireme:${[key, ...path].join(".")}`;
  if (issue.code === "unrecognized_keys") {
    const where = key === undefined ? "trireme:" : `${name}.`;
    return issue.keys
      .map(
        (unknown) =>
          `${where}${unknown} is not a setting; allowed are ${allowed(issue.path)}. Remove it: pulumi config rm ${path.length > 0 || key !== undefined ? `--path '${[...issue.path, unknown].join(".")}'` : unknown}`,
      )
      .join("\n  ✗ ");
  }
  const value = issue.path.reduce<unknown>(
    (node, step) => (node as Record<PropertyKey, unknown> | undefined)?.[step],
    raw,
  );
  if (value === undefined)
    return `${name} is missing: ${expected(issue)}. Set it: pulumi config set ${setter(issue.path)} VALUE`;
  // The value of a secret must not stand in an error.
  const shown = path[0] === "secrets" ? "" : ` is ${JSON.stringify(value)}`;
  return `${name}${shown}: ${expected(issue)}. Set it: pulumi config set ${setter(issue.path)} VALUE`;
}

function setter(path: readonly PropertyKey[]): string {
  const secret = path[1] === "secrets" ? "--secret " : "";
  return path.length > 1 ? `${secret}--path '${path.join(".")}'` : String(path[0]);
}

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return `allowed are ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return issue.origin === "string"
        ? `it has at least ${issue.minimum} character`
        : `the smallest allowed is ${issue.minimum}`;
    case "too_big":
      return `the largest allowed is ${issue.maximum}`;
    case "invalid_type":
      return `expected ${issue.expected === "int" ? "a whole number" : `a ${issue.expected}`}`;
    default:
      return issue.message.replace(/^Invalid input: /, "");
  }
}

function allowed(path: readonly PropertyKey[]): string {
  if (path.length === 0) return Object.keys(configSchema.shape).sort().join(", ");
  if (path.length === 1) return Object.keys(configSchema.shape.settings.unwrap().shape).sort().join(", ");
  return path[1] === "services" ? "replicas, resources, variables" : "those of the documentation";
}
