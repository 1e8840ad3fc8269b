import { seconds, type Environment, type System } from "../model";

/** What a stack pays for: the knobs by which environments differ, and nothing else. */
export interface Sizes {
  /** Availability zones that the network spans. */
  readonly zones: 2 | 3;
  /** Ways out to the internet. `none`: tasks stand in the public subnets with addresses of their own. */
  readonly nat: "none" | "single" | "per-zone";
  /** Private endpoints of AWS's own APIs in each zone; without them tasks reach those over the internet. */
  readonly endpoints: boolean;
  /** Log of the connections in the network. */
  readonly flowLogs: boolean;
  /** AWS WAF in front of the ingress: the routes' rate limits and AWS's common rules. */
  readonly waf: boolean;
  /** Services without a route run on spare capacity, which AWS may take back within two minutes. */
  readonly spot: boolean;
  /** RDS for PostgreSQL. */
  readonly database: {
    readonly class: `db.${string}`;
    readonly multiAz: boolean;
    /** GiB of gp3, where the store says no size. */
    readonly storage: number;
    /** Days for which any moment can be restored, 1 to 35. */
    readonly retentionDays: number;
  };
  /** ElastiCache. */
  readonly cache: {
    readonly node: `cache.${string}`;
    /** Copies beside the main node; from 1 on another one takes over. */
    readonly replicas: number;
    readonly snapshotDays: number;
  };
  /** Amazon MSK. */
  readonly broker: {
    readonly node: `kafka.${string}`;
    readonly perZone: number;
    /** GiB of each broker, where the store says no size. */
    readonly storage: number;
  };
  /** Days for which logs are kept; one of the numbers that CloudWatch knows. */
  readonly logDays: (typeof logRetentions)[number];
}

/** The retentions that CloudWatch Logs offers, in days. */
export const logRetentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096] as const;

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

/** Knobs that a stack sets itself. */
export type SizeChanges = {
  readonly [K in keyof Sizes]?: (Sizes[K] extends object ? Partial<Sizes[K]> : Sizes[K]) | undefined;
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
