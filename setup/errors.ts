/** Something the machine lacks: what it is, and how to get it. */
export interface Missing {
  readonly what: string;
  /** One remedy a line; any one of them is enough. */
  readonly remedies: readonly string[];
}

/** A message for the person at the keyboard; printed without a stack. */
export class PlainError extends Error {}

/** A call that is wrong by its words alone: nothing was done. */
export class UsageError extends PlainError {}

/** Everything that stands in the way, told at once. */
export class SetupError extends PlainError {
  constructor(readonly missing: readonly Missing[]) {
    super(missingMessage(missing));
  }
}

/** Lists all that is missing, each with its remedies. */
function missingMessage(missing: readonly Missing[]): string {
  const lines = [missing.length === 1 ? "One thing is missing:" : `${missing.length} things are missing:`];
  for (const { what, remedies } of missing) {
    lines.push("", `  ✗ ${what}`);
    remedies.forEach((remedy, i) => lines.push(`    ${i === 0 ? "→" : "  or"} ${remedy}`));
  }
  return lines.join("\n");
}
