import { Alias, Key } from "@pulumi/aws/kms";
import type { Resource } from "@pulumi/pulumi";
import { systemTags, type Owner } from "../labels";
import { policyDocument, type ResourceStatement } from "./policy.args";
import { partitionOf, type AwsSettings } from "../settings";
import { snapshotService } from "./statements";

/** Services of AWS that encrypt on our behalf, each only for what is in this account. */
const users = (region: string) => [
  { sid: "Logs", service: `logs.${region}.amazonaws.com` },
  { sid: "Alarms", service: "cloudwatch.amazonaws.com" },
  { sid: "Budgets", service: "budgets.amazonaws.com" },
  { sid: "Events", service: "events.amazonaws.com" },
  { sid: "Backups", service: "backup.amazonaws.com" },
  { sid: "Distribution", service: "cloudfront.amazonaws.com" },
];

/**
 * The key of a stack, changed by AWS every year. Deleting it takes a month, in which that can be taken back: what it
 * encrypted cannot be read without it.
 */
export function createKey(
  owner: Owner,
  settings: AwsSettings,
  options: {
    readonly parent: Resource;
    readonly protect: boolean;
    /** Whether ElastiCache writes snapshots to a bucket. @default false */
    readonly exports?: boolean;
    /** Whether Prometheus tells of its alerts. @default false */
    readonly alerts?: boolean;
  },
): Key {
  const { account, region } = settings;
  const partition = partitionOf(settings);
  const key = new Key(
    owner.prefix,
    {
      description: `Trireme: data at rest of ${owner.prefix}`,
      enableKeyRotation: true,
      deletionWindowInDays: options.protect ? 30 : 7,
      policy: policyDocument([
        {
          sid: "Account",
          principal: { AWS: `arn:${partition}:iam::${account}:root` },
          // Without this sentence nobody could ever change the key again; IAM's policies narrow it.
          actions: ["kms:*"],
          resources: ["*"],
        },
        ...[
          ...users(region),
          ...(options.alerts === true ? [{ sid: "Alerts", service: "aps.amazonaws.com" }] : []),
          ...(options.exports === true ? [{ sid: "Snapshots", service: snapshotService(settings) }] : []),
        ].map(({ sid, service }): ResourceStatement => ({
          sid,
          principal: { Service: service },
          actions: [
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:GenerateDataKey*",
            "kms:DescribeKey",
          ],
          // The key itself: in its own policy a star means nothing else.
          resources: ["*"],
          conditions:
            sid === "Logs"
              ? {
                  ArnLike: {
                    "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:*`,
                  },
                }
              : { StringEquals: { "aws:SourceAccount": account } },
        })),
      ]),
      tags: { ...systemTags(owner), Name: owner.prefix },
    },
    { parent: options.parent, protect: options.protect, retainOnDelete: options.protect },
  );
  new Alias(owner.prefix, { name: `alias/${owner.prefix}`, targetKeyId: key.id }, { parent: options.parent });
  return key;
}
