/** An error in a system: where it stands, and a sentence with the value, what is allowed and the fix. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** Thrown with every problem of a system at once, before any resource exists. */
export class SystemError extends Error {
  constructor(
    system: string,
    readonly problems: readonly Problem[],
  ) {
    super(formatProblems(`System "${system}"`, problems));
    this.name = "SystemError";
  }
}

/** All problems under one heading, a line each. */
function formatProblems(subject: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 error" : `${problems.length} errors`;
  return [
    `${subject} has ${count}; nothing was created.`,
    ...problems.map((p) => `  ✗ ${p.path}: ${p.message}`),
  ].join("\n");
}

/** `"a", "b" and "c"`, or `none`. */
export function list(names: readonly string[]): string {
  const quoted = [...names].sort().map((name) => `"${name}"`);
  if (quoted.length < 2) return quoted[0] ?? "none";
  return `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

/** `there is no site "app"; the sites are "docs" and "shop"`. */
export function noSuch(kind: string, name: string, known: readonly string[]): string {
  const missing = `there is no ${kind} "${name}"`;
  if (known.length === 0) return `${missing}; the system has no ${kind}s`;
  return `${missing}; ${known.length === 1 ? `the only ${kind} is` : `the ${kind}s are`} ${list(known)}`;
}

/** The elements that occur more than once, by key. */
export function repeated<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()].filter((group) => group.length > 1);
}
