import { interpolate, output, type Input, type Output } from "@pulumi/pulumi";
import type { AwsContext } from "../context";
import type { ResourceStatement, Statement } from "./policy.args";

/** What it takes to use what lies in another service under our own key, through that service alone. */
export function keyStatement(
  context: Pick<AwsContext, "keyArn" | "settings">,
  service: "s3" | "secretsmanager",
  write = false,
): Statement {
  return {
    sid: write ? "UseKey" : "ReadByKey",
    actions: write ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
    resources: [context.keyArn],
    conditions: {
      StringEquals: { "kms:ViaService": `${service}.${context.settings.region}.amazonaws.com` },
    },
  };
}

/** An ARN with more behind it. */
export function below(arn: Input<string>, path: string): Output<string> {
  return output(arn).apply((text) => `${text}${path}`);
}

/** Who writes the snapshots of a region's caches into a bucket (AWS: exporting a backup). */
export function snapshotService({ region }: Pick<AwsContext["settings"], "region">): string {
  return `${region}.elasticache-snapshot.amazonaws.com`;
}

/** Lets ElastiCache write the snapshots that this account asks for. */
export function snapshotWriter(
  bucketArn: Input<string>,
  settings: Pick<AwsContext["settings"], "region" | "account">,
): ResourceStatement {
  return {
    sid: "Snapshots",
    principal: { Service: snapshotService(settings) },
    actions: [
      "s3:GetBucketAcl",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:ListBucketMultipartUploads",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
    ],
    resources: [bucketArn, interpolate`${bucketArn}/*`],
  };
}

/** Denies every request to a bucket that does not come over TLS. */
export function tlsOnly(bucketArn: Input<string>): ResourceStatement {
  return {
    sid: "TlsOnly",
    effect: "Deny",
    principal: "*",
    actions: ["s3:*"],
    resources: [bucketArn, interpolate`${bucketArn}/*`],
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}
