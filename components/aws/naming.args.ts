import { hashed, shortened } from "../render/names";

/** Pulumi adds a hyphen and seven digits, so that a replacement can stand beside what it replaces. */
const suffix = 8;

/** Longest names that AWS takes, by the kind of resource. */
export const nameLimits = {
  /** Elastic Load Balancing. */
  loadBalancer: 32,
  targetGroup: 32,
  /** ElastiCache: of a replication group's id. */
  replicationGroup: 40,
  /** ElastiCache: of a snapshot. */
  snapshot: 255,
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

/** Words of a stack's name as it usually is, system and place: `simplr-aws`. */
const usualWords = 2;

/** What a stack calls something of its own, in so many characters; see {@link fixedName}. */
export function nameWithin(most: number, prefix: string, ...words: readonly string[]): string {
  const plain = [prefix, ...words].join("-");
  return words.length === 0 || prefix.split("-").length === usualWords
    ? shortened(plain, most)
    : hashed(plain, most, [prefix, ...words].join("/"));
}

/**
 * The name that a resource is registered under, short enough for what Pulumi adds to it. Of a longer one the end
 * becomes a hash, so that two long names stay two. What Pulumi adds is random, so that two stacks never have the same.
 */
export function named(kind: NamedKind, ...words: readonly string[]): string {
  return shortened(words.join("-"), nameLimits[kind] - suffix);
}

/**
 * A name that nothing is added to, because something speaks of the resource before it exists.
 *
 * Hyphens are in the names of stacks and of components, so that `a` with `b-c` and `a-b` with `c` would both say `a-b-c`; AWS refuses the second one
 * of some kinds, and takes it for the first of others (alarms, rules, definitions of tasks). A hash of the parts tells them apart, as in CDK's
 * `makeUniqueId`, which hashes the path with a separator that no part has, and leaves out the hash where nothing can be mistaken. Nothing can where
 * all names without a hash are split at the same place: after the second word, where the names of nearly all stacks end (`simplr-aws`), which so
 * keep their names. SST and Pulumi add random characters to each name instead, which nothing could know beforehand.
 *
 * @param prefix the stack's
 * @param words what it is within the stack; none: the stack's only one
 * @example
 * fixedName("service", "simplr-aws", "app"); // simplr-aws-app
 * fixedName("service", "simplr-aws-eu", "app"); // simplr-aws-eu-app-3f0c1d2
 */
export function fixedName(kind: NamedKind, prefix: string, ...words: readonly string[]): string {
  return nameWithin(nameLimits[kind], prefix, ...words);
}

/** What the names of a stack's alarms begin with, and those of no other; a slash is in no name of a stack. */
export function alarmStart(prefix: string): string {
  return `${prefix}/`;
}

/** What CloudWatch calls an alarm of a stack: `simplr-aws/app-cpu`. */
export function alarmName(prefix: string, alarm: string): string {
  return shortened(`${alarmStart(prefix)}${alarm}`, nameLimits.alarm);
}
