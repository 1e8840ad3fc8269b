import { byAge, type Listed } from "./listing";
import type { Saved } from "./saved";

/** A store that comes back, and the copy that it comes back from. */
export interface Return {
  readonly saved: Saved;
  readonly from: Listed;
}

/** What comes back of a lost stack. */
export interface Plan {
  readonly returns: readonly Return[];
  /** Names of the backups of which there is no copy. */
  readonly missing: readonly string[];
  /** Names of the stores that run elsewhere, and were not lost with the stack. */
  readonly external: readonly string[];
}

/**
 * The newest copy of what is saved, of those that are older than a moment: a deployment that brings empty stores up takes
 * backups of these, too. Several backups of the same data count as one.
 *
 * @param listed what the bucket and the volumes have
 * @param before the moment
 * @param places where copies are taken from, in a lost stack's case from the bucket alone
 */
export function planOf(
  all: readonly Saved[],
  listed: readonly Listed[],
  before: Date,
  places: readonly Listed["where"][] = ["bucket"],
): Plan {
  const external = all.filter(({ store }) => "external" in store && store.external !== undefined);
  const own = all.filter((saved) => !external.includes(saved));
  const copies = listed.filter(({ where }) => places.includes(where));
  const plans = [...new Set(own.map(subjectOf))].map((subject) => {
    const savers = own.filter((saved) => subjectOf(saved) === subject);
    const [newest] = savers
      .flatMap((saved) => newestOf(saved, copies, before))
      .sort((a, b) => takenAt(b.from) - takenAt(a.from));
    return newest ?? savers.map(({ backup }) => backup.name);
  });
  return {
    returns: plans.flatMap((plan) => ("from" in plan ? [plan] : [])),
    missing: plans.flatMap((plan) => ("from" in plan ? [] : plan)),
    external: [...new Set(external.map(({ store }) => store.name))],
  };
}

const subjectOf = ({ backup }: Saved): string => `${backup.store} ${backup.folder ?? ""}`;

const takenAt = ({ time }: Listed): number => Date.parse(time ?? "");

/** The newest copy of one backup, by its number, which no clock moves; none where there is none. */
function newestOf(saved: Saved, listed: readonly Listed[], before: Date): readonly Return[] {
  return listed
    .filter(
      (copy) =>
        copy.backup === saved.backup.name && copy.fault === undefined && takenAt(copy) < before.getTime(),
    )
    .sort((a, b) => byAge(b.name, a.name))
    .slice(0, 1)
    .map((from) => ({ saved, from }));
}
