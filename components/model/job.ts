import type { Duration } from "./values/units";
import type { Workload } from "./workload";

/** What a job is, beside its container. */
export interface JobProps extends Workload {
  /**
   * `release`: once per release, before the first new instance. A schedule: five-field cron, UTC; `check` refuses one that never comes.
   * @example "release"
   * @example { schedule: "0 3 * * 0" }
   */
  readonly run: "release" | { readonly schedule: string };
  /**
   * Of a scheduled job: what becomes of moments that passed while nothing could start it, as during a reboot. `run`: the last one is made
   * up for as soon as possible, on a cluster and on AWS within an hour; `skip`: they are left out.
   * @default "run"
   * @example "skip"
   */
  readonly missed?: "run" | "skip";
  /**
   * Names of the services whose new instances wait for it.
   * @default for a release job every service that refers to one of its stores
   * @example ["api", "worker"]
   */
  readonly before?: readonly string[];
  /**
   * Table in which the migration keeps its version; `verify` looks for it.
   * @default none
   * @example "alembic_version"
   */
  readonly versionTable?: string;
  /**
   * Name of a backup that is taken first; the job does not start when it fails.
   * @default none
   * @example nightly.name
   */
  readonly backupFirst?: string;
  /**
   * Longest run; then it is killed and counts as failed.
   * @default "10m"
   * @example "2h"
   */
  readonly timeout?: Duration;
}

/** A job as {@link job} makes it. */
export interface Job extends JobProps {
  /**
   * Tells jobs from other components.
   * @example "job"
   */
  readonly kind: "job";
  /**
   * Unique among the system's components: lower-case letters, digits and inner hyphens, up to 63 characters (52 on Kubernetes).
   * @example "migrate"
   */
  readonly name: string;
}

/**
 * A command that runs to completion; its exit code tells whether it succeeded.
 * @example
 * const migrate = job("migrate", {
 *   image,
 *   run: "release",
 *   command: ["alembic", "upgrade", "head"],
 *   env: { DATABASE_URL: db.url },
 *   versionTable: "alembic_version",
 * });
 */
export function job(name: string, props: JobProps): Job {
  return { kind: "job", name, ...props };
}
