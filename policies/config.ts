import { z } from "zod";
import type { AnyPolicy, Environment } from "./policy";
import { policies } from "./policies";
import { keepHostPathsOut } from "./runtime/confine-containers";
import { level, settingsSchema, type Exemption } from "./settings";

/** A policy's configuration as the CLI takes it: its level alone, or an object with it. */
function entrySchema(policy: AnyPolicy): z.ZodType {
  return z.union([level, settingsSchema(policy).extend({ enforcementLevel: level.optional() }).strict()]);
}

/** The whole of `policies.<stack>.json`: what `--policy-pack-config` takes. */
function fileSchema(known: readonly AnyPolicy[] = policies): z.ZodObject {
  return z.strictObject({
    all: level.optional(),
    ...Object.fromEntries(known.map((policy) => [policy.name, entrySchema(policy).optional()])),
  });
}

/** What is wrong with a stack's policy configuration, each with its place. */
export class PolicyConfigError extends Error {}

type Entry = string | (Record<string, unknown> & { readonly exemptions?: readonly Exemption[] });

/**
 * Reads a stack's policy configuration.
 *
 * @param today as `2026-11-21`; an exemption that ended before is an error
 * @throws PolicyConfigError with every error
 */
export function parsePolicyConfig(
  text: string,
  today: string,
  known: readonly AnyPolicy[] = policies,
): Readonly<Record<string, Entry>> {
  const parsed = fileSchema(known).safeParse(jsonOf(text));
  if (!parsed.success) throw new PolicyConfigError(z.prettifyError(parsed.error));
  const given = jsonOf(text) as Record<string, Entry>;
  const ended = exemptionsIn(given).filter(({ exemption: { until } }) => until < today);
  if (ended.length > 0)
    throw new PolicyConfigError(
      ended
        .map(
          ({ policy, exemption: { urn, reason, until } }) =>
            `✖ The exemption of ${urn} ("${reason}") ended on ${until}: fix the resource and remove the exemption, or renew it.\n  → at ${policy}.exemptions`,
        )
        .join("\n"),
    );
  return given;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PolicyConfigError(`It is not JSON: ${(error as Error).message}`);
  }
}

function exemptionsIn(
  given: Readonly<Record<string, Entry>>,
): readonly { policy: string; exemption: Exemption }[] {
  return Object.entries(given).flatMap(([policy, entry]) =>
    typeof entry === "string" ? [] : (entry.exemptions ?? []).map((exemption) => ({ policy, exemption })),
  );
}

/** A policy's configuration as an object, whichever form it was given in. */
function asObject(entry: Entry | undefined): Exclude<Entry, string> | undefined {
  return typeof entry === "string" ? { enforcementLevel: entry } : entry;
}

/** A stack's configuration with its environment told to each policy, for those that hold in production alone. */
export function withEnvironment(
  given: Readonly<Record<string, Entry>>,
  environment: Environment,
  known: readonly AnyPolicy[] = policies,
): Readonly<Record<string, Entry>> {
  const entries = known.map(({ name }): [string, Entry] => [name, { environment, ...asObject(given[name]) }]);
  return { ...(given.all === undefined ? {} : { all: given.all }), ...Object.fromEntries(entries) };
}

/**
 * A stack's configuration with the folder whose files development mounts, so that an edit shows at once; a list of the
 * team's own goes first.
 *
 * @param folder absolute path of the sources on the operator's machine
 */
export function withSources(
  given: Readonly<Record<string, Entry>>,
  folder: string,
): Readonly<Record<string, Entry>> {
  const { name } = keepHostPathsOut;
  return { ...given, [name]: { hostFolders: [folder], ...asObject(given[name]) } };
}
