/** The answer to one question of the checklist. */
export interface Verdict {
  /** What was asked: `redis is running and healthy`. */
  readonly claim: string;
  /** Why the claim does not hold, and what to do; absent where it holds. */
  readonly reason?: string;
}

export function holds(claim: string): Verdict {
  return { claim };
}

export function fails(claim: string, reason: string): Verdict {
  return { claim, reason };
}

/** A line for each verdict, and one that counts. */
export function report(verdicts: readonly Verdict[]): string {
  const failed = verdicts.filter(({ reason }) => reason !== undefined).length;
  return [
    ...verdicts.map(({ claim, reason }) => (reason === undefined ? `✓ ${claim}` : `✗ ${claim}: ${reason}`)),
    "",
    failed === 0 ? `All ${verdicts.length} checks hold.` : `${failed} of ${verdicts.length} checks fail.`,
  ].join("\n");
}

/** The same for a program: an array of `{claim, holds, reason?}`. */
export function asJson(verdicts: readonly Verdict[]): string {
  const answers = verdicts.map(({ claim, reason }) => ({ claim, holds: reason === undefined, reason }));
  return JSON.stringify(answers, null, 2);
}
