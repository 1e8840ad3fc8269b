import type { Bucket } from "@pulumi/aws/s3";
import { interpolate } from "@pulumi/pulumi";
import type { Backup, Postgres, Redis, Volume } from "../../model";
import { scratchGroup } from "./cache-drill.args";
import type { AwsContext, MadeVolume } from "../context";
import type { Statement } from "../iam/policy.args";
import type { Database } from "../stores/postgres";
import type { Cache } from "../stores/redis";
import { isKeptHere } from "./saving.args";
import { partitionOf } from "../settings";
import { below, keyStatement } from "../iam/statements";

/** A store that is saved, with what runs it. */
export type Saved =
  | { readonly engine: "postgres"; readonly store: Postgres; readonly component: Database }
  | { readonly engine: "redis"; readonly store: Redis; readonly component: Cache }
  | { readonly engine: "volume"; readonly store: Volume; readonly made: MadeVolume };

export interface BackupArgs {
  readonly backup: Backup;
  readonly saved: Saved;
  /** Our own bucket for backups. */
  readonly bucket: Bucket;
}

/** Our own bucket, and in it this backup's folder alone. */
function bucketGrants(context: AwsContext, { backup, bucket }: BackupArgs): readonly Statement[] {
  return [
    {
      sid: "ListBackups",
      actions: ["s3:ListBucket"],
      resources: [bucket.arn],
      conditions: { StringLike: { "s3:prefix": `${backup.name}/*` } },
    },
    {
      sid: "UseBackups",
      actions: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
      resources: [below(bucket.arn, `/${backup.name}/*`)],
    },
    keyStatement(context, "s3", true),
  ];
}

/** The snapshots of a cache, and the one group that they are restored into. */
function cacheGrants(context: AwsContext, store: Redis, component: Cache): readonly Statement[] {
  const { prefix, settings, keyArn } = context;
  const { region, account } = settings;
  const arn = (rest: string) => `arn:${partitionOf(settings)}:elasticache:${region}:${account}:${rest}`;
  const { replicationGroup, subnetGroup } = component;
  const scratch = arn(`replicationgroup:${scratchGroup(prefix, store.name)}`);
  const snapshots = interpolate`${arn("snapshot:automatic.")}${replicationGroup.id}*`;
  return [
    {
      sid: "Look",
      actions: ["elasticache:DescribeSnapshots", "elasticache:DescribeReplicationGroups"],
      resources: [replicationGroup.arn, scratch, snapshots],
    },
    {
      sid: "Restore",
      actions: ["elasticache:CreateReplicationGroup"],
      resources: [scratch, snapshots, subnetGroup.arn, arn("parametergroup:default.*")],
    },
    { sid: "Remove", actions: ["elasticache:DeleteReplicationGroup"], resources: [scratch] },
    {
      sid: "EncryptScratch",
      actions: ["kms:CreateGrant", "kms:DescribeKey"],
      resources: [keyArn],
      conditions: { StringEquals: { "kms:ViaService": `elasticache.${region}.amazonaws.com` } },
    },
  ];
}

/** What the tasks of a backup may ask AWS. */
export function grantsOf(context: AwsContext, args: BackupArgs): readonly Statement[] {
  const { backup, saved } = args;
  if (saved.engine === "redis") return cacheGrants(context, saved.store, saved.component);
  return isKeptHere(backup) ? bucketGrants(context, args) : [];
}
