import { z } from "zod";
import { seconds, type Environment, type System } from "../model";
import type { Immutable } from "../shared/immutable";

/** The retentions that CloudWatch Logs offers, in days. */
export const logRetentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096] as const;

const days = (least: number, most: number) => z.number().int().min(least).max(most);
const examples = { db: "db.t4g.medium", cache: "cache.t4g.small", kafka: "kafka.m7g.large" } as const;
/** A size of machine as AWS writes it for one of its services; the type is what the expression says. */
export const sizeOf = <P extends keyof typeof examples>(prefix: P) =>
  z
    .string()
    .regex(
      new RegExp(`^${prefix}\\.[a-z0-9.-]+$`),
      `expected a size such as ${examples[prefix]}`,
    ) as unknown as z.ZodType<`${P}.${string}`, string>;

/** What a stack pays for: the knobs by which environments differ, and nothing else. */
export const sizesSchema = z
  .strictObject({
    zones: z.literal([2, 3]).describe("Availability zones."),
    nat: z
      .enum(["none", "single", "per-zone"])
      .describe("Ways out. none: tasks stand in the public subnets, with addresses of their own."),
    endpoints: z.boolean().describe("Private endpoints of AWS's own APIs."),
    flowLogs: z.boolean().describe("Log of the network's connections."),
    waf: z.boolean().describe("AWS WAF in front: the routes' rate limits and AWS's common rules."),
    spot: z.boolean().describe("Services without a route on spare capacity."),
    database: z
      .strictObject({
        class: sizeOf("db").describe("Size of RDS instances."),
        multiAz: z.boolean().describe("A standby in another zone."),
        storage: z.number().int().min(20).max(65_536).describe("GiB where the store says no size."),
        retentionDays: days(1, 35).describe("Days for which any moment can be restored."),
      })
      .partial(),
    cache: z
      .strictObject({
        node: sizeOf("cache").describe("Size of ElastiCache nodes."),
        replicas: z.number().int().min(0).max(5).describe("Copies beside the main node."),
        snapshotDays: days(0, 35).describe("Days for which snapshots are kept."),
      })
      .partial(),
    broker: z
      .strictObject({
        node: sizeOf("kafka").describe("Size of MSK brokers."),
        perZone: z.number().int().min(1).max(5).describe("Brokers in each zone."),
        storage: z.number().int().min(1).max(16_384).describe("GiB where the store says no size."),
      })
      .partial(),
    logDays: z.literal([...logRetentions]).describe("Days for which logs are kept."),
  })
  .partial();

/** Knobs that a stack sets itself. */
export type SizeChanges = Immutable<z.output<typeof sizesSchema>>;

/** All knobs: what the environment has, or the stack says. */
export type Sizes = { readonly [K in keyof SizeChanges]-?: Required<NonNullable<SizeChanges[K]>> };

/**
 * Days for which the logs of a system's components are kept: as the operator says, else as long as the system asks for,
 * rounded up to what CloudWatch knows, else as usual for the environment.
 */
export function logDaysOf(
  { monitoring }: Pick<System, "monitoring">,
  { sizes: all, logDays }: { readonly sizes: Pick<Sizes, "logDays">; readonly logDays?: Sizes["logDays"] },
): Sizes["logDays"] {
  if (logDays !== undefined) return logDays;
  if (monitoring?.logs === undefined) return all.logDays;
  const asked = seconds(monitoring.logs.retention) / 86_400;
  return logRetentions.find((days) => days >= asked) ?? (Math.max(...logRetentions) as Sizes["logDays"]);
}

/** What each environment has where its stack says nothing else. */
export const sizes: Readonly<Record<Environment["name"], Sizes>> = {
  development: {
    zones: 2,
    nat: "none",
    endpoints: false,
    flowLogs: false,
    waf: true,
    spot: true,
    database: { class: "db.t4g.micro", multiAz: false, storage: 20, retentionDays: 1 },
    cache: { node: "cache.t4g.micro", replicas: 0, snapshotDays: 0 },
    broker: { node: "kafka.t3.small", perZone: 1, storage: 10 },
    logDays: 30,
  },
  staging: {
    zones: 2,
    nat: "single",
    endpoints: false,
    flowLogs: true,
    waf: true,
    spot: true,
    database: { class: "db.t4g.small", multiAz: false, storage: 20, retentionDays: 7 },
    cache: { node: "cache.t4g.small", replicas: 0, snapshotDays: 1 },
    broker: { node: "kafka.t3.small", perZone: 1, storage: 20 },
    logDays: 30,
  },
  production: {
    zones: 3,
    nat: "per-zone",
    endpoints: true,
    flowLogs: true,
    waf: true,
    spot: false,
    database: { class: "db.t4g.medium", multiAz: true, storage: 50, retentionDays: 14 },
    cache: { node: "cache.t4g.small", replicas: 1, snapshotDays: 7 },
    broker: { node: "kafka.m7g.large", perZone: 1, storage: 100 },
    logDays: 365,
  },
};

/** The environment's knobs with the stack's own changes. */
export function sizesOf(environment: Environment["name"], changes: SizeChanges = {}): Sizes {
  const own = sizes[environment];
  const { database, cache, broker, ...plain } = changes;
  return {
    ...own,
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    database: { ...own.database, ...database },
    cache: { ...own.cache, ...cache },
    broker: { ...own.broker, ...broker },
  };
}
