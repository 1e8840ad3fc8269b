import type { Duration } from "./values/units";
import type { Workload } from "./workload";

export interface JobProps extends Workload {
  /** `release`: once per release, before the first new instance. A schedule: five-field cron, UTC. */
  readonly run: "release" | { readonly schedule: string };
  /** Services that wait for it. @default for a release job every service that names one of its stores */
  readonly before?: readonly string[];
  /** Table in which the migration keeps its version; `verify` looks for it. */
  readonly versionTable?: string;
  /** Name of a backup taken first; the job does not start when it fails. */
  readonly backupFirst?: string;
  /** Then it is killed and counts as failed. @default "10m" */
  readonly timeout?: Duration;
}

export interface Job extends JobProps {
  readonly kind: "job";
  readonly name: string;
}

/** A command run to completion; its exit code decides. */
export function job(name: string, props: JobProps): Job {
  return { kind: "job", name, ...props };
}
