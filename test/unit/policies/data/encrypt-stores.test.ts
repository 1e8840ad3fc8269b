import { encryptStores } from "../../../../policies/data/encrypt-stores";
import { holds, subject } from "../../../support/policies";

const cited = "[AWS FSBP v1.0.0: RDS.3, RDS.27, ElastiCache.4, ElastiCache.5, EFS.1, EC2.3, MSK.1]";
const early = "allowed: true. Set it before the store is made: it cannot be changed in place.";

holds(encryptStores, [
  {
    what: "a database",
    fine: subject("aws:rds/instance:Instance", { storageEncrypted: true }, { name: "db" }),
    breaks: [["storageEncrypted", false, `aws:Instance "db": storageEncrypted is false; ${early} ${cited}`]],
  },
  {
    what: "a cache",
    fine: subject(
      "aws:elasticache/replicationGroup:ReplicationGroup",
      { atRestEncryptionEnabled: true, transitEncryptionEnabled: true },
      { name: "redis" },
    ),
    breaks: ["atRestEncryptionEnabled", "transitEncryptionEnabled"].map(
      (path) =>
        [path, undefined, `aws:ReplicationGroup "redis": ${path} is not set; ${early} ${cited}`] as const,
    ),
  },
  {
    what: "a cache as the provider tells of it",
    fine: subject(
      "aws:elasticache/replicationGroup:ReplicationGroup",
      { atRestEncryptionEnabled: "true", transitEncryptionEnabled: true },
      { name: "redis" },
    ),
    breaks: [
      [
        "atRestEncryptionEnabled",
        "false",
        `aws:ReplicationGroup "redis": atRestEncryptionEnabled is "false"; ${early} ${cited}`,
      ],
    ],
  },
  {
    what: "a file system",
    fine: subject("aws:efs/fileSystem:FileSystem", { encrypted: true }, { name: "media" }),
    breaks: [["encrypted", undefined, `aws:FileSystem "media": encrypted is not set; ${early} ${cited}`]],
  },
  {
    what: "a broker",
    fine: subject(
      "aws:msk/cluster:Cluster",
      { encryptionInfo: { encryptionInTransit: { clientBroker: "TLS" } } },
      { name: "kafka" },
    ),
    breaks: [
      [
        "encryptionInfo.encryptionInTransit.clientBroker",
        "TLS_PLAINTEXT",
        `aws:Cluster "kafka": encryptionInfo.encryptionInTransit.clientBroker is "TLS_PLAINTEXT"; allowed: "TLS". Leave it out. ${cited}`,
      ],
    ],
  },
  {
    what: "a class of volumes",
    fine: subject(
      "kubernetes:storage.k8s.io/v1:StorageClass",
      { provisioner: "ebs.csi.aws.com", parameters: { type: "gp3", encrypted: "true" } },
      { name: "fast" },
    ),
    breaks: [
      [
        "parameters.encrypted",
        undefined,
        `kubernetes:StorageClass "fast": parameters.encrypted is not set; allowed: "true". Set it; volumes that exist already are copied to new ones. ${cited}`,
      ],
    ],
  },
]);
