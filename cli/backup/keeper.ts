import type { Backup, Store } from "../../components/model";
import type { Ended } from "../runtime/runtime";
import type { Listed } from "./listing";

/**
 * One backup of a deployed stack, as the commands take it, try it out and restore from it: by a container that stands by on an
 * engine and in a cluster, by tasks and services of the provider on AWS.
 */
export interface Kept {
  readonly backup: Backup;
  readonly store: Store;
  /** Whether it promises to go back to any moment. */
  readonly reachesMoments: boolean;
  /** Takes one now; what was told of it. */
  take(): Promise<Ended>;
  /** Restores the newest one beside the store and compares it; what was told of that. */
  drill(): Promise<Ended>;
  /** What there is of it. */
  list(): Promise<readonly Listed[]>;
  /**
   * The earliest moment that it goes back to (ISO 8601); undefined where it promises none, or has nothing yet.
   *
   * @param listed what `list` found
   */
  since(listed: readonly Listed[]): Promise<string | undefined>;
  /** What is told before a restore: what it gets, who stops meanwhile, what becomes of the present data. */
  announcement(what: string): string;
  /**
   * Puts one in the place of the store's data; resolves to what a person must know: where the old data is.
   *
   * @throws PlainError with the steps that a person takes, where no command can
   */
  restore(chosen: Listed, now: Date): Promise<string>;
  /** The same beside the store, which stays as it is. */
  restoreBeside(chosen: Listed, now: Date): Promise<string>;
  /** Brings the store back to a moment. */
  restoreMoment(moment: Date, now: Date): Promise<string>;
  /** Removes what a restore has kept, by the name that it printed. */
  forget(name: string): Promise<void>;
}

/** Who looks after the backups of a stack. */
export interface Keeper {
  /**
   * The backups of the stack that are deployed.
   *
   * @param wanted the name of one; absent: all
   * @throws PlainError naming those that there are
   */
  kept(wanted: string | undefined): Promise<readonly Kept[]>;
}
