import { holdingOf } from "./stateful";
import { subjectOf, withoutPrefix } from "./subjects";
import { nameOf, typeOf, type Properties, type Step } from "./steps";

/** A secret value that is regenerated, and who uses it. */
export interface Rotation {
  readonly step: Step;
  /** The secret's name in the system. */
  readonly name: string;
  /** Components that get the new value, sorted. */
  readonly consumers: readonly string[];
}

/** How generations of one secret are told apart at the end of a resource's name. */
const generation = /-(?:odd|even|\d+)$/;

function keepersOf(step: Step): Properties {
  const { keepers } = step.newState?.inputs ?? {};
  return typeof keepers === "object" && keepers !== null ? (keepers as Properties) : {};
}

/** The secrets that steps regenerate. One that was not there before is none, and neither is one that goes. */
export function rotations(steps: readonly Step[], prefix: string): readonly Rotation[] {
  const going = new Set(
    steps.filter(({ op }) => op === "delete").map(({ urn }) => `${typeOf(urn)} ${base(urn)}`),
  );
  return steps
    .filter((step) => holdingOf(step) === "secret")
    .filter((step) => {
      if (step.op === "replace") return true;
      if (step.op !== "create") return false;
      return (
        "rotation" in keepersOf(step) ||
        (generation.test(step.urn) && going.has(`${typeOf(step.urn)} ${base(step.urn)}`))
      );
    })
    .map((step) => ({
      step,
      name: withoutPrefix(base(step.urn), prefix),
      consumers: consumersOf(step.urn, steps, prefix),
    }));
}

function base(urn: string): string {
  return nameOf(urn).replace(generation, "");
}

function consumersOf(urn: string, steps: readonly Step[], prefix: string): readonly string[] {
  const users = steps.filter(({ op, newState }) => {
    const used = Object.values(newState?.propertyDependencies ?? {}).flatMap((urns) => urns ?? []);
    return op !== "delete" && used.includes(urn);
  });
  const parts = users
    .map((step) => subjectOf(step, prefix))
    .filter(({ role }) => role !== "files" && role !== "credentials");
  return [...new Set(parts.map(({ name }) => name))].sort();
}
