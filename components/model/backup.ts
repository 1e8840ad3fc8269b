import type { SecretRef } from "./ref";
import type { Duration } from "./values/units";

/** Where a backup is written to. */
export type BackupDestination =
  | {
      /**
       * A volume of its own on the target.
       * @example "volume"
       */
      readonly to: "volume";
    }
  | {
      /**
       * An S3-compatible bucket, also of another provider.
       * @example "bucket"
       */
      readonly to: "bucket";
      /**
       * Name of the bucket.
       * @example "shop-backups"
       */
      readonly bucket: string;
      /**
       * What the objects' keys begin with.
       * @default ""
       * @example "postgres/"
       */
      readonly prefix?: string;
      /**
       * URL of the provider's S3 API.
       * @default AWS S3 of the region
       * @example "https://fsn1.your-objectstorage.com"
       */
      readonly endpoint?: string;
      /**
       * Region of the bucket.
       * @default "us-east-1"
       * @example "eu-central-1"
       */
      readonly region?: string;
      /**
       * Access key that may read, write and list the bucket.
       * @example bucketId.value
       */
      readonly accessKey: SecretRef;
      /**
       * Secret key of `accessKey`.
       * @example bucketKey.value
       */
      readonly secretKey: SecretRef;
      /**
       * Objects older than this are removed by the bucket's lifecycle.
       * @default kept
       * @example "90d"
       */
      readonly expire?: Duration;
      /**
       * Storage class of the objects.
       * @default "STANDARD"
       * @example "STANDARD_IA"
       */
      readonly storageClass?: "STANDARD" | "STANDARD_IA";
    };

/** A proof that the newest backup restores: into a scratch database, then checked. */
export interface Drill {
  /**
   * Five-field cron, UTC.
   * @example "0 4 * * 0"
   */
  readonly schedule: string;
  /**
   * Tables whose row counts are compared with the manifest.
   * @default all
   * @example ["orders", "customers"]
   */
  readonly tables?: readonly string[];
  /**
   * Recovery time objective: a restore that takes longer fails the drill.
   * @default no bound
   * @example "30m"
   */
  readonly within?: Duration;
}

/** What is saved, when, where to and for how long. */
export interface BackupProps {
  /**
   * The store that is saved: a database is dumped, a volume archived.
   * @example db
   */
  readonly of: { readonly name: string };
  /**
   * Folder of a volume that is saved, relative to its root.
   * @default the whole volume
   * @example "attachments"
   */
  readonly folder?: string;
  /**
   * What is written of a volume: one archive per run, or the files as they are, of which only new and changed ones are sent and deleted
   * ones stay until they fall out of `keep`.
   * @default "archive"
   * @example "files"
   */
  readonly form?: "archive" | "files";
  /**
   * Five-field cron, UTC.
   * @example "0 2 * * *"
   */
  readonly schedule: string;
  /**
   * The newest `count` (a whole number from 1), or those younger than `age`.
   * @example { age: "30d" }
   * @example { count: 7 }
   */
  readonly keep: { readonly count: number } | { readonly age: Duration };
  /**
   * Where each backup is written to, at least one.
   * @example [{ to: "volume" }]
   * @example [{ to: "bucket", bucket: "shop-backups", accessKey: bucketId.value, secretKey: bucketKey.value }]
   */
  readonly destinations: readonly BackupDestination[];
  /**
   * A scheduled proof that the newest backup restores.
   * @default none
   * @example { schedule: "0 4 * * 0", within: "30m" }
   */
  readonly drill?: Drill;
  /**
   * Continuous archiving of the write-ahead log: restore to any moment, losing at most `rpo`. One backup of a store may have it.
   * @default none: restores to the moments of backups alone
   * @example { rpo: "5m" }
   */
  readonly pointInTime?: { readonly rpo: Duration };
}

/** A backup as {@link backup} makes it. */
export interface Backup extends Omit<BackupProps, "of"> {
  /**
   * Tells backups from other components.
   * @example "backup"
   */
  readonly kind: "backup";
  /**
   * Unique among the system's components: lower-case letters, digits and inner hyphens, up to 63 characters (52 on Kubernetes).
   * @example "db-daily"
   */
  readonly name: string;
  /**
   * Name of the store that is saved.
   * @example db.name
   */
  readonly store: string;
}

/**
 * A schedule, a retention and a drill for one store. In production `check` refuses a store with data and without a backup.
 * @example
 * const nightly = backup("db-daily", {
 *   of: db,
 *   schedule: "0 2 * * *",
 *   keep: { age: "30d" },
 *   destinations: [{ to: "volume" }],
 *   drill: { schedule: "0 4 * * 0" },
 * });
 */
export function backup(name: string, props: BackupProps): Backup {
  const { of, ...rest } = props;
  return { kind: "backup", name, store: of.name, ...rest };
}
