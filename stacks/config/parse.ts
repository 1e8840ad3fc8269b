import type { z } from "zod";
import type { Target } from "../../components/shared/target";
import { imageMode } from "./environments";
import { configSchema, type StackConfig } from "./schema";
import { allowedKeys, kindsAt } from "./schema-paths";
import { targets } from "../../components/targets";

/** Errors in a stack's configuration, all in one message. */
export class ConfigError extends Error {
  constructor(readonly errors: readonly string[]) {
    const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
    super(
      [`The stack's configuration has ${count}; nothing was created.`, ...errors.map((m) => `  ✗ ${m}`)].join(
        "\n",
      ),
    );
    this.name = "ConfigError";
  }
}

type Raw = Readonly<Record<string, unknown>>;

/**
 * Checks raw configuration and fills in defaults.
 *
 * @throws ConfigError that lists every error
 */
export function parse(raw: Raw): StackConfig {
  const result = configSchema.safeParse(raw);
  const errors = [
    ...(result.error?.issues ?? []).filter(isFirst).flatMap((issue) => describe(issue, raw)),
    ...contradictions(raw),
  ];
  if (!result.success || errors.length > 0) throw new ConfigError(errors);
  return result.data;
}

/** Whether an issue says something that those before it of the same value do not: a huge number is too large twice. */
function isFirst({ path }: z.core.$ZodIssue, index: number, all: readonly z.core.$ZodIssue[]): boolean {
  return all.findIndex((other) => written(other.path) === written(path)) === index;
}

/** The keys that are right by themselves. */
function rightKeys(raw: Raw): Partial<StackConfig> {
  const entries = Object.entries(configSchema.shape).map(([key, schema]) => [
    key,
    schema.safeParse(raw[key]).data,
  ]);
  return Object.fromEntries(entries) as Partial<StackConfig>;
}

/** How images come about; undefined where what decides it is wrong itself. */
function decidedMode(config: Partial<StackConfig>, raw: Raw): StackConfig["images"] {
  const { environment, images, sources, target } = config;
  const wrong = (["images", "sources"] as const).some(
    (key) => raw[key] !== undefined && config[key] === undefined,
  );
  return environment === undefined || wrong ? undefined : imageMode({ environment, images, sources, target });
}

/** Whether the target has a Docker engine, which builds and pulls. */
function builds({ target }: Partial<StackConfig>): boolean {
  return target !== undefined && targets[target].pulls === undefined;
}

/** Keys that are right by themselves, but not together. */
function contradictions(raw: Raw): readonly string[] {
  const config = rightKeys(raw);
  const mode = decidedMode(config, raw);
  const { system = "your-system" } = config;
  const errors: string[] = [];
  if (mode === "registry" && raw.imageRepository === undefined)
    errors.push(
      `trireme:imageRepository is missing: images are pulled, so name their repository. Set it: pulumi config set imageRepository ghcr.io/your-org/${system}`,
    );
  if (mode === "registry" && raw.imageTag === undefined)
    errors.push(
      "trireme:imageTag is missing: images are pulled, so name the release. Set it: pulumi config set imageTag v1.0.0",
    );
  errors.push(...targetContradictions(config, raw));
  if (mode === "sources" && config.sources === undefined)
    errors.push(
      "trireme:sources is missing: images are built from sources, so name the checkout. Set it: pulumi config set sources ../your-checkout",
    );
  if (mode !== undefined && mode !== "sources" && config.sources !== undefined && builds(config))
    errors.push(
      `trireme:sources is "${config.sources}", but trireme:images is "${mode}", so nothing is built from it. Remove one: pulumi config rm sources`,
    );
  if (mode !== undefined && mode !== "registry" && config.keepReleases !== undefined && builds(config))
    errors.push(
      `trireme:keepReleases is ${config.keepReleases}, but trireme:images is "${mode}", and what is built goes with its replacement. Remove it: pulumi config rm keepReleases`,
    );
  const { rollback, imageTag } = config;
  if (rollback !== undefined && rollback.to !== imageTag)
    errors.push(
      `trireme:rollback says that the stack went back to ${rollback.to}, but trireme:imageTag is ${imageTag ?? "missing"}. Release with npx trireme release STACK ${imageTag ?? "TAG"}, which ends the rollback; or set what runs: pulumi config set imageTag ${rollback.to}`,
    );
  errors.push(...tlsContradictions(config.settings?.tls));
  if (config.environment === "production" && config.domain === "localhost")
    errors.push(
      `trireme:domain is "localhost": production needs the host name that people use. Set it: pulumi config set domain ${system}.example.com`,
    );
  return errors;
}

/** Keys that are of another target than the stack's, and what the target itself asks for. */
function targetContradictions(config: Partial<StackConfig>, raw: Raw): readonly string[] {
  const { target } = config;
  const own = target === undefined ? undefined : targets[target];
  const strange = Object.values(targets)
    .filter(({ settings }) => settings !== undefined)
    .map(({ name }) => name)
    .filter((name) => name !== target && raw[name] !== undefined);
  return [
    ...strange.map(
      (key) =>
        `trireme:${key} is for target ${key}, and the target is ${target ?? "missing"}. Remove it: pulumi config rm ${key}`,
    ),
    ...(own === undefined ? [] : pulledContradictions(own, config)),
    ...(own?.required !== undefined && raw[own.name] === undefined
      ? [`trireme:${own.name} is missing: ${own.required}`]
      : []),
  ];
}

/** What a target that pulls its images has no use for. */
function pulledContradictions(
  { name: target, pulls }: Pick<Target, "name" | "pulls">,
  { host, images, keepReleases, sources }: Partial<StackConfig>,
): readonly string[] {
  if (pulls === undefined) return [];
  const { all: puller, place } = pulls;
  const built = [
    ...(images === "sources" || images === "sample" ? ["images"] : []),
    ...(sources === undefined ? [] : ["sources"]),
  ];
  return [
    ...(host === undefined
      ? []
      : [
          `trireme:host names a Docker engine, and the target is ${target}. ${place}; and remove it: pulumi config rm host`,
        ]),
    ...(keepReleases === undefined
      ? []
      : [
          `trireme:keepReleases is for a Docker engine, and the target is ${target}, where ${puller} remove old images themselves. Remove it: pulumi config rm keepReleases`,
        ]),
    ...built.map(
      (key) =>
        `trireme:${key} asks for images that are built here, but ${puller} pull theirs. Push them to a registry, name it with imageRepository and imageTag, and remove it: pulumi config rm ${key}`,
    ),
  ];
}

/** What a certificate's source needs, and what it has no use for. */
function tlsContradictions(tls: StackConfig["settings"]["tls"]): readonly string[] {
  if (tls === undefined) return [];
  if (tls.mode === "lets-encrypt")
    return tls.email === undefined
      ? [
          "trireme:settings.tls.email is missing: Let's Encrypt writes to it when a certificate is about to expire. Set it: pulumi config set --path 'settings.tls.email' ops@example.com",
        ]
      : [];
  return (["email", "server", "ca"] as const)
    .filter((key) => tls[key] !== undefined)
    .map(
      (key) =>
        `trireme:settings.tls.${key} is for mode lets-encrypt, and the mode is ${tls.mode}. Remove it: pulumi config rm --path 'settings.tls.${key}'`,
    );
}

function describe(issue: z.core.$ZodIssue, raw: Raw): readonly string[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map(
      (key) =>
        `${nameOf([...path, key])} is not a setting; allowed are ${allowedKeys(path)}. ${remove([...path, key])}`,
    );
  if (issue.code === "invalid_key")
    return [
      `${nameOf(path)} has a wrong name: ${issue.issues[0]?.message ?? issue.message}. ${remove(path)}`,
    ];
  const value = valueAt(raw, path);
  if (issue.code === "invalid_type" && ["object", "record", "array"].includes(issue.expected))
    return [
      `${nameOf(path)} is not a ${issue.expected === "array" ? "list" : "map"}. Edit it in the stack's file, Pulumi.<stack>.yaml`,
    ];
  const state =
    value === undefined ? " is missing" : isShown(path, value) ? ` is ${JSON.stringify(value)}` : "";
  return [`${nameOf(path)}${state}: ${expected(issue)}. ${set(path)}`];
}

/** Values of secrets and of variables, which may hold some, never stand in a message. */
function isShown(path: readonly PropertyKey[], value: unknown): boolean {
  return typeof value !== "object" && !path.includes("secrets") && !path.includes("variables");
}

function valueAt(raw: Raw, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, step) => (node as Record<PropertyKey, unknown> | undefined)?.[step],
    raw,
  );
}

/** A path as Pulumi reads it: `settings.allowedAddresses[0]`. */
function written(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const key = String(step);
    return /[.[\]"]/.test(key) ? `${text}[${JSON.stringify(key)}]` : `${text}${text === "" ? "" : "."}${key}`;
  }, "");
}

function nameOf(path: readonly PropertyKey[]): string {
  return `trireme:${written(path)}`;
}

function argument(path: readonly PropertyKey[]): string {
  return path.length > 1 ? `--path '${written(path)}'` : written(path);
}

function set(path: readonly PropertyKey[]): string {
  return `Set it: pulumi config set ${path.includes("secrets") ? "--secret " : ""}${argument(path)} VALUE`;
}

function remove(path: readonly PropertyKey[]): string {
  return `Remove it: pulumi config rm ${argument(path)}`;
}

const typeNames: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a string",
  boolean: "true or false",
};

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return `allowed are ${issue.values.map(String).join(", ")}`;
    case "too_small": {
      if (issue.origin === "array") return `allowed are lists of at least ${issue.minimum} entry`;
      if (issue.origin === "string")
        return issue.minimum === 1 ? "it is empty" : `allowed are at least ${issue.minimum} characters`;
      return issue.inclusive === false
        ? `allowed are numbers above ${issue.minimum}`
        : `the smallest allowed is ${issue.minimum}`;
    }
    case "too_big":
      if (issue.origin === "array") return `allowed are lists of at most ${issue.maximum} entries`;
      return issue.origin === "string"
        ? `allowed are at most ${issue.maximum} characters`
        : `the largest allowed is ${issue.maximum}`;
    case "invalid_type":
      return `expected ${typeNames[issue.expected] ?? issue.expected}`;
    case "invalid_union":
      return issue.path.at(-1) === "kind"
        ? `allowed are ${kindsAt(issue.path.slice(0, -1)).join(", ")}`
        : "expected a string, a number, true or false";
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "not_multiple_of":
    case "unrecognized_keys":
      return issue.message;
    default:
      return issue satisfies never;
  }
}
