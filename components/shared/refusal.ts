import type { Problem } from "../model";

/** A property that a target does not act on, and what to write instead. */
export interface Refusal extends Problem {
  /** Whether the system or the stack sets it. */
  readonly set: boolean;
}

/** The problems of a system: the refusals of what is set. */
export function problemsOf(refusals: readonly Refusal[]): readonly Problem[] {
  return refusals.filter(({ set }) => set).map(({ path, message }) => ({ path, message }));
}
