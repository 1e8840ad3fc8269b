import { z } from "zod";
import { policy } from "../policy";
import { isStore } from "../stores";
import { type Subject, textOf } from "../subject";

/** What a preview would do to one resource, as `pulumi preview --json` tells it. */
export interface Step {
  /** `delete`, `replace`, `create-replacement`, `delete-replaced`, `discard` or another of the engine's. */
  readonly op: string;
  readonly urn: string;
  readonly oldState?: StepState;
  readonly newState?: StepState;
  readonly replaceReasons?: readonly string[] | null;
}

interface StepState {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
}

const ends = ["delete", "replace", "delete-replaced", "discard", "discard-replaced"];

function subjectOf({ urn, oldState, newState }: Step): Subject {
  const { type = "", inputs = {}, protect = false } = newState ?? oldState ?? { type: "" };
  return { urn, name: urn.split("::").at(-1) ?? "", type, props: inputs, secrets: [], protect };
}

/** Names the step as a policy reads it: the operation stands beside the inputs. */
export function stepSubjects(steps: readonly Step[]): readonly Subject[] {
  return steps.map((step) => {
    const state = step.newState ?? step.oldState;
    const changed = (step.replaceReasons ?? []).join(", ");
    return {
      ...subjectOf(step),
      props: {
        ...state?.inputs,
        // Of one operation the engine tells several steps; the first word is the same.
        operation: step.op,
        ...(changed === "" ? {} : { changed }),
        retainOnDelete: state?.retainOnDelete ?? false,
      },
    };
  });
}

export const keepStores = policy({
  name: "keep-stores",
  description: "No store is replaced or deleted unless its URN is named, with a reason and a last day.",
  severity: "critical",
  thresholds: z.object({}),
  check: (subjects) =>
    subjects
      .filter((subject) => isStore(subject) && ends.includes(String(subject.props.operation)))
      .map((subject) => {
        const { operation, changed } = subject.props;
        return {
          subject,
          path: "operation",
          value: changed === undefined ? operation : `${String(operation)} because of ${textOf(changed)}`,
          allowed: "operations that leave a store as it is",
          fix: "Undo the change; or back up the data, and name the URN in the exemptions of keep-stores.",
        };
      }),
});

export const retainStores = policy({
  name: "retain-stores",
  description: "In production the data of a store outlives its resource.",
  severity: "critical",
  environments: ["production"],
  thresholds: z.object({}),
  check: (subjects) =>
    subjects
      .filter((subject) => isStore(subject) && !ends.includes(String(subject.props.operation)))
      .filter(({ props }) => props.retainOnDelete !== true)
      .map((subject) => ({
        subject,
        path: "retainOnDelete",
        value: false,
        allowed: "true",
        fix: "Give the resource the options protect and retainOnDelete.",
      })),
});
