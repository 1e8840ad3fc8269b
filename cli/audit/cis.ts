import { checks, type Check } from "./checks";
import { exceptionFor } from "./exceptions";
import { hasRun, type Facts, type Subject } from "./subject";

/** How a stack stands to one recommendation. */
export type Result =
  | { readonly kind: "passes"; readonly count: number }
  | { readonly kind: "not applicable" | "by people"; readonly remark: string }
  | {
      readonly kind: "excepted";
      /** `who: what`, each under an exception. */
      readonly faults: readonly string[];
      readonly reasons: readonly string[];
    }
  | { readonly kind: "fails"; readonly faults: readonly string[] };

/** A recommendation and how a stack stands to it. */
export interface Verdict {
  readonly check: Check;
  readonly result: Result;
}

function resultOf({ id, rule }: Check, subjects: readonly Subject[], facts: Facts): Result {
  switch (rule.of) {
    case "people":
      return { kind: "by people", remark: rule.remark };
    case "engine": {
      const fault = rule.fault(facts);
      return fault === undefined ? { kind: "passes", count: 0 } : { kind: "fails", faults: [fault] };
    }
    case "container":
    case "running": {
      const remark = rule.unless?.(facts);
      if (remark !== undefined) return { kind: "not applicable", remark };
      const checked = subjects.filter(({ inspected }) =>
        rule.of === "running" ? inspected.State.Running : hasRun(inspected),
      );
      const found = checked.flatMap((subject) => {
        const fault = rule.fault(subject, facts);
        if (fault === undefined) return [];
        return [{ text: `${subject.name} ${fault}`, exception: exceptionFor(id, subject) }];
      });
      const failures = found.filter(({ exception }) => exception === undefined);
      if (failures.length > 0) return { kind: "fails", faults: failures.map(({ text }) => text) };
      if (found.length === 0) return { kind: "passes", count: checked.length };
      const reasons = new Set(found.flatMap(({ exception }) => exception?.reason ?? []));
      return { kind: "excepted", faults: found.map(({ text }) => text), reasons: [...reasons] };
    }
    default:
      return rule satisfies never;
  }
}

/** Checks the containers of a stack by every recommendation. */
export function evaluate(subjects: readonly Subject[], facts: Facts): readonly Verdict[] {
  return checks.map((check) => ({ check, result: resultOf(check, subjects, facts) }));
}

function words(result: Result): readonly string[] {
  switch (result.kind) {
    case "passes":
      return [result.count === 0 ? "passes" : `passes in ${result.count} containers`];
    case "not applicable":
    case "by people":
      return [`${result.kind}: ${result.remark}`];
    case "excepted":
      return [
        `exception, ${result.faults.length} containers`,
        ...result.faults.map((fault) => `  ${fault}`),
        ...result.reasons.map((reason) => `  why: ${reason}`),
      ];
    case "fails":
      return ["FAILS", ...result.faults.map((fault) => `  ${fault}`)];
    default:
      return result satisfies never;
  }
}

/** A table for a person: a line for each recommendation, more where it is not met, and a line of counts. */
export function table(verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ check }) => check.title.length));
  const indent = " ".repeat(width + 9);
  const rows = verdicts.map(({ check: { id, title }, result }) => {
    const mark = result.kind === "fails" ? "✗" : "✓";
    const [first = "", ...more] = words(result);
    return [
      `${mark} ${id.padEnd(5)} ${title.padEnd(width)} ${first}`,
      ...more.map((line) => indent + line),
    ].join("\n");
  });
  const count = (kind: Result["kind"]) => verdicts.filter(({ result }) => result.kind === kind).length;
  const counts = (["passes", "excepted", "not applicable", "by people", "fails"] as const)
    .map((kind) => `${count(kind)} ${kind}`)
    .join(", ");
  return [...rows, "", `CIS Docker Benchmark 1.6.0, section 5: ${counts}.`].join("\n");
}

/** The same for a program: an array of `{id, title, result, …}` with what belongs to the result. */
export function asJson(verdicts: readonly Verdict[]): string {
  const all = verdicts.map(({ check: { id, title }, result: { kind, ...more } }) => ({
    id,
    title,
    result: kind,
    ...more,
  }));
  return JSON.stringify(all, null, 2);
}
