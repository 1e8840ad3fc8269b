import type { SecretRef } from "./ref";
import type { Duration } from "./values/units";

export type BackupDestination =
  | { readonly to: "volume" }
  | {
      readonly to: "bucket";
      /** S3-compatible bucket. */
      readonly bucket: string;
      readonly prefix?: string;
      /** Absent: AWS S3 of the region. */
      readonly endpoint?: string;
      /** @default "us-east-1" */
      readonly region?: string;
      readonly accessKey: SecretRef;
      readonly secretKey: SecretRef;
      /** Objects older than this are removed by the bucket's lifecycle. @default kept */
      readonly expire?: Duration;
      /** @default "STANDARD" */
      readonly storageClass?: "STANDARD" | "STANDARD_IA";
    };

/** A proof that the newest backup restores: into a scratch database, then checked. */
export interface Drill {
  /** Five-field cron, UTC. */
  readonly schedule: string;
  /** Tables whose row counts are compared with the manifest. @default all */
  readonly tables?: readonly string[];
  /** Recovery time objective: a restore that takes longer fails the drill. @default no bound */
  readonly within?: Duration;
}

export interface BackupProps {
  /** The store that is saved; volumes are archived. */
  readonly of: { readonly name: string };
  /** Folder of a volume that is saved, relative to its root. @default the whole volume */
  readonly folder?: string;
  /**
   * What is written of a volume: one archive per run, or the files as they are, of which only new and
   * changed ones are sent and deleted ones stay until they fall out of `keep`.
   *
   * @default "archive"
   */
  readonly form?: "archive" | "files";
  /** Five-field cron, UTC. */
  readonly schedule: string;
  /** The newest `count`, or those younger than `age`. */
  readonly keep: { readonly count: number } | { readonly age: Duration };
  readonly destinations: readonly BackupDestination[];
  readonly drill?: Drill;
  /** Continuous archiving: restore to any moment, losing at most `rpo`. */
  readonly pointInTime?: { readonly rpo: Duration };
}

export interface Backup extends Omit<BackupProps, "of"> {
  readonly kind: "backup";
  readonly name: string;
  readonly store: string;
}

/** A schedule, a retention and a drill for one store. */
export function backup(name: string, props: BackupProps): Backup {
  const { of, ...rest } = props;
  return { kind: "backup", name, store: of.name, ...rest };
}
