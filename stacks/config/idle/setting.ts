/** A setting that a target acts on only where there is what it is for. */
export interface Setting {
  readonly path: string;
  /** What the stack's file says. */
  readonly value: unknown;
  readonly used: boolean;
  /** Why it would change nothing. */
  readonly why: string;
}
