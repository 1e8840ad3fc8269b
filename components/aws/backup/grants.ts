import type { Bucket } from "@pulumi/aws/s3";
import { interpolate } from "@pulumi/pulumi";
import type { Backup, Mariadb, ObjectStore, Postgres, Qdrant, Rabbitmq, Redis, Volume } from "../../model";
import { manualMark, scratchGroup } from "./cache-drill.args";
import type { AwsContext, MadeVolume } from "../context";
import type { Statement } from "../iam/policy.args";
import type { Database } from "../stores/postgres";
import type { Cache } from "../stores/redis";
import type { Objects } from "../stores/objects";
import type { Server } from "../stores/server";
import { exportName } from "./export.args";
import { isKeptHere } from "./saving.args";
import { partitionOf } from "../settings";
import { below, keyStatement } from "../iam/statements";

/** A store that is saved, with what runs it. */
export type Saved =
  | { readonly engine: "postgres"; readonly store: Postgres; readonly component: Database }
  /** One that runs elsewhere. */
  | { readonly engine: "external"; readonly store: Postgres }
  /** ElastiCache keeps its snapshots. */
  | { readonly engine: "redis"; readonly store: Redis; readonly component: Cache }
  /** Its snapshots are written to the bucket. */
  | { readonly engine: "exported"; readonly store: Redis; readonly component: Cache }
  | { readonly engine: "mariadb"; readonly store: Mariadb; readonly component: Database }
  | { readonly engine: "minio"; readonly store: ObjectStore; readonly component: Objects }
  | { readonly engine: "rabbitmq"; readonly store: Rabbitmq; readonly component: Server }
  | { readonly engine: "qdrant"; readonly store: Qdrant; readonly component: Server }
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
  const snapshots = [
    interpolate`${arn("snapshot:automatic.")}${replicationGroup.id}*`,
    interpolate`${arn("snapshot:")}${replicationGroup.id}${manualMark}*`,
  ];
  return [
    {
      sid: "Look",
      actions: ["elasticache:DescribeSnapshots", "elasticache:DescribeReplicationGroups"],
      resources: [replicationGroup.arn, scratch, ...snapshots],
    },
    {
      sid: "Restore",
      actions: ["elasticache:CreateReplicationGroup"],
      resources: [scratch, ...snapshots, subnetGroup.arn, arn("parametergroup:default.*")],
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

/** A cache's snapshots of one backup, and the objects of our bucket that ElastiCache writes them to. */
function exportGrants(
  context: AwsContext,
  { backup, bucket }: BackupArgs,
  cache: Cache,
): readonly Statement[] {
  const { prefix, settings } = context;
  const { region, account } = settings;
  const name = exportName(prefix, backup);
  const { replicationGroup } = cache;
  const arn = (rest: string) => `arn:${partitionOf(settings)}:elasticache:${region}:${account}:${rest}`;
  return [
    {
      sid: "TakeSnapshots",
      actions: ["CreateSnapshot", "DescribeSnapshots", "CopySnapshot", "DeleteSnapshot"].map(
        (action) => `elasticache:${action}`,
      ),
      resources: [
        arn(`snapshot:${name}*`),
        replicationGroup.arn,
        interpolate`${arn("cluster:")}${replicationGroup.id}-*`,
      ],
    },
    {
      sid: "FindSnapshots",
      actions: ["s3:GetBucketLocation", "s3:GetBucketAcl"],
      resources: [bucket.arn],
    },
    {
      sid: "FetchSnapshots",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: [below(bucket.arn, `/${name}*`)],
    },
    ...(isKeptHere(backup) ? [] : [keyStatement(context, "s3", true)]),
  ];
}

/** What the tasks of a backup may ask AWS. */
export function grantsOf(context: AwsContext, args: BackupArgs): readonly Statement[] {
  const { backup, saved } = args;
  if (saved.engine === "redis") return cacheGrants(context, saved.store, saved.component);
  const own = isKeptHere(backup) ? bucketGrants(context, args) : [];
  if (saved.engine === "exported") return [...own, ...exportGrants(context, args, saved.component)];
  if (saved.engine !== "minio") return own;
  const used = new Set(own.map(({ sid }) => sid));
  return [...own, ...saved.component.statements.filter(({ sid }) => !used.has(sid))];
}
