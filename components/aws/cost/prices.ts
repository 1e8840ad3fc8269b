import list from "./price-list.json";

/** The region that others are counted from where the list has no prices of theirs. */
const home = "us-east-1";

/**
 * AWS's price list, as far as an estimate needs it: on demand, in US dollars, without taxes, free tiers and discounts. `npx trireme prices`
 * fetches it, `npx trireme reference` writes price-list.json of what it keeps in lab/prices/offers.
 */
export const priceList = {
  date: list.published,
  source: list.fetched
    ? "AWS's price list"
    : "written from aws.amazon.com/<service>/pricing, not fetched from AWS's price list",
  region: home,
} as const;

/** Hours of a month, as AWS's own calculator counts them. */
const hoursPerMonth = 730;

/** How much dearer than `us-east-1` a region is, on average over these services; rounded to a twentieth. For what the list has no price of there. */
const regionFactors: Readonly<Record<string, number>> = {
  "us-east-1": 1,
  "us-east-2": 1,
  "us-west-2": 1,
  "us-west-1": 1.2,
  "ca-central-1": 1.1,
  "eu-west-1": 1.1,
  "eu-west-2": 1.15,
  "eu-west-3": 1.15,
  "eu-central-1": 1.15,
  "eu-north-1": 1.05,
  "eu-south-1": 1.15,
  "ap-south-1": 1.05,
  "ap-southeast-1": 1.25,
  "ap-southeast-2": 1.25,
  "ap-northeast-1": 1.25,
  "sa-east-1": 1.7,
};

/** Dollars for one unit of what the list does not keep, as its pages had it in June 2025. */
const written = {
  /** The share of Fargate's price that spare capacity costs. It changes by the hour. */
  spotShare: 0.31,
  /** GB of the disk that a machine starts from. */
  machineDisk: 30,
  /** A private zone of Route 53. */
  zone: 0.5,
  /** Hour of a vCPU of RDS Proxy. */
  poolerHour: 0.015,
  brokerStorage: 0.1,
  firewall: 5,
  firewallRule: 1,
  key: 1,
  secret: 0.4,
  alarm: 0.1,
  dashboard: 3,
  logGb: 0.5,
  /** Metric of Container Insights. */
  insightMetric: 0.07,
  /** A million samples that Prometheus takes in. */
  sampleMillion: 0.09,
  healthCheck: 0.75,
} as const;

/** What is paid by the unit: hours of a vCPU and of a GB on Fargate, of what the network has, and months of a GB on disks of RDS and of EBS (gp3). */
type Unit =
  | ("fargateCpuHour" | "fargateMemoryHour" | "natHour" | "endpointHour" | "addressHour")
  | ("balancerHour" | "balancerUnitHour" | "databaseStorage" | "diskStorage")
  | Exclude<keyof typeof written, "spotShare" | "machineDisk">;

type Listed = Readonly<Record<string, number | undefined>>;
const prices: Readonly<Record<string, Listed | undefined>> = list.prices;
const atHome: Listed = prices[home] ?? {};

/** Shares and sizes, which are the same everywhere. */
export const { spotShare, machineDisk } = written;

/** Whether there are prices of a region, or it is known how much dearer it is. */
export function isPricedRegion(region: string): boolean {
  return region in prices || region in regionFactors;
}

/** Dollars an hour of a class of machine: `db.t4g.small`, `cache.t4g.small`, `kafka.t3.small`, `g5.xlarge`; undefined for one that is not in the list. */
export function hourOf(name: string, region: string): number | undefined {
  const own = prices[region]?.[name];
  const there = atHome[name];
  return own ?? (there === undefined ? undefined : there * (regionFactors[region] ?? 1));
}

/** Dollars for one unit in a region. */
export function unitIn(region: string): (name: Unit) => number {
  return (name) => hourOf(name, region) ?? ((written as Listed)[name] ?? NaN) * (regionFactors[region] ?? 1);
}

/** The classes that the list has, of one service by what they begin with: `db.`. Those of EC2 begin with nothing of their own. */
export function classesOf(prefix: "db." | "cache." | "kafka." | ""): readonly string[] {
  return Object.keys(atHome)
    .filter((name) => name.includes("."))
    .filter((name) => (prefix === "" ? !/^(?:db|cache|kafka)\./.test(name) : name.startsWith(prefix)))
    .sort();
}

/** vCPUs of a database's class, by its size; the pooler is paid by them. */
export function databaseCpus(name: string): number {
  const [, times = "1", size] = /\.(\d*)(x?large|micro|small|medium)$/.exec(name) ?? [];
  return size === "xlarge" ? 4 * Number(times === "" ? 1 : times) : 2;
}

/** One line of an estimate. */
export interface CostLine {
  /** Component of the system, or what it is for all of it. */
  readonly what: string;
  /** How the amount comes about: `2 × db.t4g.medium, 50 GB gp3`. */
  readonly how: string;
  /** US dollars a month. */
  readonly monthly: number;
}

/** Dollars a month for what costs so much an hour. */
export function hourly(price: number, count = 1): number {
  return price * count * hoursPerMonth;
}
