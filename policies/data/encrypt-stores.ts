import { z } from "zod";
import { policy } from "../policy";
import { awsBestPractices } from "../references";
import { at, kindOf, unknown, type Subject } from "../subject";

/** Properties that must be true so that data is encrypted where it lies; those of a key need only be there. */
const flags: Readonly<Record<string, readonly string[]>> = {
  "aws:rds/instance:Instance": ["storageEncrypted"],
  "aws:rds/cluster:Cluster": ["storageEncrypted"],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    "atRestEncryptionEnabled",
    "transitEncryptionEnabled",
  ],
  "aws:efs/fileSystem:FileSystem": ["encrypted"],
  "aws:ebs/volume:Volume": ["encrypted"],
  "aws:dynamodb/table:Table": ["serverSideEncryption.enabled"],
};

const clearTraffic = "encryptionInfo.encryptionInTransit.clientBroker";

function kafka(subject: Subject): readonly { path: string; value: unknown; allowed: string; fix: string }[] {
  const value = at(subject.props, clearTraffic);
  // TLS alone is the service's own default.
  return subject.type !== "aws:msk/cluster:Cluster" ||
    value === undefined ||
    value === "TLS" ||
    value === unknown
    ? []
    : [{ path: clearTraffic, value, allowed: '"TLS"', fix: "Leave it out." }];
}

function storageClass(
  subject: Subject,
): readonly { path: string; value: unknown; allowed: string; fix: string }[] {
  const value = at(subject.props, "parameters.encrypted");
  return kindOf(subject) !== "kubernetes:StorageClass" ||
    subject.props.provisioner !== "ebs.csi.aws.com" ||
    value === "true" ||
    value === unknown
    ? []
    : [
        {
          path: "parameters.encrypted",
          value,
          allowed: '"true"',
          fix: "Set it; volumes that exist already are copied to new ones.",
        },
      ];
}

export const encryptStores = policy({
  name: "encrypt-stores",
  description:
    "Data is encrypted at rest. On a Docker host its disk has to be encrypted, which no resource shows.",
  severity: "high",
  references: [
    awsBestPractices("RDS.3", "RDS.27", "ElastiCache.4", "ElastiCache.5", "EFS.1", "EC2.3", "MSK.1"),
  ],
  thresholds: z.object({}),
  check: (subjects) =>
    subjects.flatMap((subject) => [
      ...(flags[subject.type] ?? []).flatMap((path) => {
        const value = at(subject.props, path);
        // What may be left to the service has a text in the upstream provider.
        return value === true || value === "true" || value === unknown
          ? []
          : [
              {
                subject,
                path,
                value,
                allowed: "true",
                fix: "Set it before the store is made: it cannot be changed in place.",
              },
            ];
      }),
      ...[...kafka(subject), ...storageClass(subject)].map((found) => ({ ...found, subject })),
    ]),
});
