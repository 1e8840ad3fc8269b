import { shortened } from "../render/names";

/** Pulumi adds a hyphen and seven digits, so that a replacement can stand beside what it replaces. */
const suffix = 8;

/** Longest names that AWS takes, by the kind of resource. */
export const nameLimits = {
  /** Elastic Load Balancing. */
  loadBalancer: 32,
  targetGroup: 32,
  /** ElastiCache: of a replication group's id. */
  replicationGroup: 40,
  /** RDS: of an instance, a subnet group or a proxy. */
  database: 63,
  /** S3, and as a DNS label. */
  bucket: 63,
  /** MSK. */
  kafka: 64,
  role: 64,
  /** EventBridge Scheduler. */
  schedule: 64,
  backupVault: 50,
  /** AWS Backup: of a plan, a rule or a selection. */
  backupPlan: 50,
  /** AWS Backup: of a restore testing plan, which has no hyphens. */
  restoreTesting: 50,
  webAcl: 128,
  /** CloudFront: of a function or an origin's access control. */
  edge: 64,
  headersPolicy: 128,
  /** EventBridge: of a rule, a connection or a destination. */
  event: 64,
  budget: 100,
  /** ECR: of a pull-through cache. */
  pullThrough: 30,
  securityGroup: 255,
  /** ECS: of a service, a cluster or a family of task definitions. */
  service: 255,
  alarm: 255,
  /** CloudWatch. */
  dashboard: 255,
  secret: 512,
  logGroup: 512,
} as const;

export type NamedKind = keyof typeof nameLimits;

/**
 * The name that a resource is registered under, short enough for what Pulumi adds to it. Of a longer one the end
 * becomes a hash, so that two long names stay two.
 */
export function named(kind: NamedKind, ...words: readonly string[]): string {
  return shortened(words.join("-"), nameLimits[kind] - suffix);
}

/** The same for a name that nothing is added to. */
export function fixedName(kind: NamedKind, ...words: readonly string[]): string {
  return shortened(words.join("-"), nameLimits[kind]);
}
