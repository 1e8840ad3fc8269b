import type { z } from "zod";
import { kindOf, shown, type Fact, type Subject } from "./subject";

export type Severity = "low" | "medium" | "high" | "critical";
export type Level = "advisory" | "mandatory" | "disabled";
export type Environment = "development" | "staging" | "production";

/** Where a published rule book asks for the same. */
export interface Reference {
  readonly name: string;
  readonly version: string;
  /** The rules' numbers or names in it. */
  readonly rules: readonly string[];
}

/** What is wrong with one property of a resource. */
export interface Finding extends Fact {
  readonly subject: Subject;
  readonly allowed: string;
  /** What to do, as a sentence. */
  readonly fix: string;
  /** Stands for the value where that must not be told. */
  readonly instead?: string;
}

/** One rule about resources: data and a pure decision. */
export interface Policy<Thresholds extends z.ZodObject = z.ZodObject> {
  /** Verb and subject, in kebab case: the key of its configuration. */
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  /** @default "mandatory" */
  readonly level?: Level;
  readonly references?: readonly Reference[];
  /** Environments in which it holds. @default all */
  readonly environments?: readonly Environment[];
  /** What a stack may set; each has a default. */
  readonly thresholds: Thresholds;
  /** Whether it needs all resources of the stack at once, with their outputs. @default "resource" */
  readonly scope?: "resource" | "stack";
  /** Checks one resource, or with scope "stack" all of them. */
  readonly check: (subjects: readonly Subject[], thresholds: z.infer<Thresholds>) => readonly Finding[];
}

/** A policy without the type of its thresholds, as the pack holds them. */
export type AnyPolicy = Omit<Policy, "check"> & {
  readonly check: (subjects: readonly Subject[], thresholds: never) => readonly Finding[];
};

/** Names the type of a policy's thresholds once. */
export function policy<Thresholds extends z.ZodObject>(given: Policy<Thresholds>): Policy<Thresholds> {
  return given;
}

/** `CIS Docker Benchmark 1.6.0: 5.5`. */
function citation({ name, version, rules }: Reference): string {
  return `${[name, version].filter((word) => word !== "").join(" ")}: ${rules.join(", ")}`;
}

/** A finding in one sentence each: resource and value, what is allowed, the fix, who asks for it. */
export function message(finding: Finding, references: readonly Reference[] = []): string {
  const { subject, path, allowed, fix, instead } = finding;
  const what = `${kindOf(subject)} "${subject.name}": ${path} is ${instead ?? shown(subject, finding)}`;
  const cited = references.map(citation).join("; ");
  return `${what}; allowed: ${allowed}. ${fix}${cited === "" ? "" : ` [${cited}]`}`;
}
