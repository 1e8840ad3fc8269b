import { z } from "zod";
import type { AnyPolicy, Environment, Finding } from "./policy";
import { message } from "./policy";
import type { Subject } from "./subject";

const day = z.iso.date("expected a date such as 2027-01-31");

const exemption = z.strictObject({
  urn: z.string().startsWith("urn:pulumi:", "expected the URN of a resource: urn:pulumi:…"),
  reason: z.string().trim().min(10, "expected why this resource may differ, in ten letters at least"),
  until: day.describe("The last day on which it applies."),
});

export type Exemption = z.infer<typeof exemption>;

/** Levels that a stack may set; remediation is not one of them, because a policy here never changes a resource. */
export const level = z.enum(["advisory", "mandatory", "disabled"]);

const common = {
  environment: z.enum(["development", "staging", "production"]).default("production"),
  exemptions: z.array(exemption).default([]),
};

/** What every policy can be given; policies add their thresholds. */
export interface Settings {
  readonly environment: Environment;
  readonly exemptions: readonly Exemption[];
}

/** The settings that one policy takes, beside its level. */
export function settingsSchema(policy: AnyPolicy): z.ZodObject {
  return z.strictObject({ ...common, ...policy.thresholds.shape });
}

/**
 * The settings of a policy from what its configuration says.
 *
 * @throws Error naming each wrong key
 */
export function settingsOf(policy: AnyPolicy, given: Readonly<Record<string, unknown>>): Settings {
  const { enforcementLevel: _, ...own } = given;
  const parsed = settingsSchema(policy).safeParse(own);
  if (parsed.success) return parsed.data as unknown as Settings;
  throw new Error(
    `The configuration of policy "${policy.name}" is not valid.\n${z.prettifyError(parsed.error)}`,
  );
}

/** A violation as a person reads it. */
export interface Violation {
  readonly urn: string;
  readonly message: string;
}

/**
 * What a policy finds in these resources, without what is exempt.
 *
 * @param today as `2026-11-21`, by which exemptions end
 */
export function violations(
  policy: AnyPolicy,
  subjects: readonly Subject[],
  settings: Settings,
  today: string,
): readonly Violation[] {
  if (policy.environments?.includes(settings.environment) === false) return [];
  return policy
    .check(subjects, settings as never)
    .flatMap((finding) => unlessExempt(policy, finding, settings.exemptions, today));
}

function unlessExempt(
  policy: AnyPolicy,
  finding: Finding,
  exemptions: readonly Exemption[],
  today: string,
): readonly Violation[] {
  const { urn } = finding.subject;
  const text = message(finding, policy.references);
  const mine = exemptions.filter((one) => one.urn === urn);
  if (mine.some(({ until }) => until >= today)) return [];
  const [expired] = mine;
  if (expired === undefined) return [{ urn, message: text }];
  const ended = `Its exemption ("${expired.reason}") ended on ${expired.until}: fix it, or renew the exemption.`;
  return [{ urn, message: `${text} ${ended}` }];
}
