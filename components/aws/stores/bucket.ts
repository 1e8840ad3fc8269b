import {
  Bucket,
  BucketLifecycleConfiguration,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  BucketVersioning,
} from "@pulumi/aws/s3";
import type { input } from "@pulumi/aws/types";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Role } from "../../model";
import type { AwsContext } from "../context";
import { tags } from "../labels";
import { named } from "../naming.args";
import { policyDocument, type ResourceStatement } from "../iam/policy.args";
import { tlsOnly } from "../iam/statements";

export interface BucketArgs {
  readonly component: string;
  readonly role: Role;
  /** Words behind the system's and the stack's names. */
  readonly name: string;
  /** Exact name of the bucket, one in all the world. @default Pulumi's own */
  readonly bucket?: string;
  readonly rules: readonly input.s3.BucketLifecycleConfigurationRule[];
  /** What others than this account's own roles may do. @default nothing */
  readonly statements?: (bucketArn: Output<string>) => readonly ResourceStatement[];
  /** Services of AWS write here that know no key of ours, and mark their files with lists. @default false */
  readonly logs?: boolean;
}

/** A bucket, and what must be there before others write to it. */
export interface MadeBucket {
  readonly bucket: Bucket;
  readonly ready: readonly Resource[];
}

/** A bucket by itself. */
export function createBucket(context: AwsContext, args: BucketArgs, parent: Resource): Bucket {
  return createBucketWith(context, args, parent).bucket;
}

/** A bucket that is versioned, encrypted by our key, closed to the public and to plain HTTP; protected as stores are. */
export function createBucketWith(context: AwsContext, args: BucketArgs, parent: Resource): MadeBucket {
  const { protect } = context;
  const name = named("bucket", context.prefix, args.name);
  const made = new Bucket(
    name,
    {
      ...(args.bucket === undefined ? {} : { bucket: args.bucket }),
      // In development `destroy` takes the files along.
      forceDestroy: !protect,
      tags: tags(context, args.component, args.role),
    },
    { parent, protect, retainOnDelete: protect },
  );
  const opts = { parent: made };
  const bucket = made.bucket;
  const ownership = new BucketOwnershipControls(
    name,
    {
      bucket,
      rule: { objectOwnership: args.logs === true ? "BucketOwnerPreferred" : "BucketOwnerEnforced" },
    },
    opts,
  );
  const block = new BucketPublicAccessBlock(
    name,
    {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  const versioning = new BucketVersioning(
    name,
    { bucket, versioningConfiguration: { status: "Enabled" } },
    opts,
  );
  new BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket,
      rules: [
        {
          ...(args.logs === true
            ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
            : {
                applyServerSideEncryptionByDefault: {
                  sseAlgorithm: "aws:kms",
                  kmsMasterKeyId: context.keyArn,
                },
                bucketKeyEnabled: true,
              }),
        },
      ],
    },
    opts,
  );
  new BucketLifecycleConfiguration(
    name,
    { bucket, rules: [...args.rules] },
    { ...opts, dependsOn: versioning },
  );
  const policy = policyDocument([tlsOnly(made.arn), ...(args.statements?.(made.arn) ?? [])]);
  const allowed = new BucketPolicy(name, { bucket, policy }, { ...opts, dependsOn: block });
  return { bucket: made, ready: [ownership, allowed] };
}
