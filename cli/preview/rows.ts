import type { PropertyChange } from "./properties";
import type { Danger } from "./risk";

/** Where a row stands, in the order that a reviewer thinks. */
export const sections = ["data", "exposure", "secrets", "replace", "update", "create", "delete"] as const;

export type Section = (typeof sections)[number];

/** One line of the table, perhaps for several resources that change alike. */
export interface Row {
  readonly section: Section;
  /** Whom it is about: `backend`. */
  readonly subject: string;
  /** What happens to it: `service: 2 instances replaced`. */
  readonly what: string;
  /** Only in section `data`. */
  readonly danger?: Danger;
  /** Sentences that a reviewer must read. */
  readonly told: readonly string[];
  readonly changes: readonly PropertyChange[];
  /** How many resources it stands for. */
  readonly resources: number;
}

/** Everything that a reviewer sees of one preview. */
export interface Report {
  readonly stack: string;
  /** What the changes are measured against: a new description, or nothing but the world. */
  readonly about: "preview" | "drift";
  /**
   * Why there is no plan that could be carried out:
   *
   * - `failed`: it was not made to its end, so what is known of it says nothing; there are no rows and no verdicts
   * - `refused`: it is whole, and deletes what is protected
   *
   * Absent where there is one.
   */
  readonly failure?: "failed" | "refused";
  /** Ordered. */
  readonly rows: readonly Row[];
  /** Resources that stay as they are. */
  readonly unchanged: number;
  readonly verdicts: readonly Verdict[];
  /** Policy packs that ran. */
  readonly packs: readonly string[];
  /** What stands in the way, and what the program warns of. */
  readonly messages: readonly { readonly severity: "error" | "warning"; readonly text: string }[];
  readonly seconds: number | undefined;
}

/** What a policy says, about how many resources. */
export interface Verdict {
  readonly policy: string;
  readonly level: string;
  readonly subjects: readonly string[];
  readonly message: string;
}
