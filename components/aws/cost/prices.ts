/**
 * On-demand prices in US dollars, without taxes, free tiers and discounts, as AWS publishes them. Whoever changes one changes the
 * date. A month has 730 hours.
 */
export const priceList = {
  date: "2025-06",
  source: "aws.amazon.com/<service>/pricing, on-demand, Linux on x86",
  region: "us-east-1",
} as const;

/** Hours of a month, as AWS's own calculator counts them. */
const hoursPerMonth = 730;

/** How much dearer than `us-east-1` a region is, on average over these services; rounded to a twentieth. */
export const regionFactors: Readonly<Record<string, number>> = {
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

/** Dollars an hour of one instance in one zone; a standby costs the same again. */
export const databaseHour: Readonly<Record<string, number>> = {
  "db.t4g.micro": 0.016,
  "db.t4g.small": 0.032,
  "db.t4g.medium": 0.065,
  "db.t4g.large": 0.129,
  "db.t4g.xlarge": 0.258,
  "db.m6g.large": 0.159,
  "db.m6g.xlarge": 0.318,
  "db.m7g.large": 0.168,
  "db.m7g.xlarge": 0.337,
  "db.r6g.large": 0.225,
  "db.r6g.xlarge": 0.45,
  "db.r7g.large": 0.239,
  "db.r7g.xlarge": 0.478,
};

/** vCPUs of an instance: the pooler is paid by them, two at least. */
export const databaseCpus: Readonly<Record<string, number>> = {
  "db.t4g.xlarge": 4,
  "db.m6g.xlarge": 4,
  "db.m7g.xlarge": 4,
  "db.r6g.xlarge": 4,
  "db.r7g.xlarge": 4,
};

/** Dollars an hour of one node. */
export const cacheHour: Readonly<Record<string, number>> = {
  "cache.t4g.micro": 0.016,
  "cache.t4g.small": 0.032,
  "cache.t4g.medium": 0.065,
  "cache.t3.micro": 0.017,
  "cache.t3.small": 0.034,
  "cache.t3.medium": 0.068,
  "cache.m6g.large": 0.149,
  "cache.m6g.xlarge": 0.297,
  "cache.m7g.large": 0.158,
  "cache.m7g.xlarge": 0.315,
  "cache.r6g.large": 0.206,
  "cache.r6g.xlarge": 0.411,
  "cache.r7g.large": 0.219,
  "cache.r7g.xlarge": 0.437,
};

/** Dollars an hour of one broker. */
export const brokerHour: Readonly<Record<string, number>> = {
  "kafka.t3.small": 0.0456,
  "kafka.m5.large": 0.21,
  "kafka.m7g.large": 0.204,
  "kafka.m7g.xlarge": 0.408,
};

/** Dollars an hour of one machine with GPUs. */
export const gpuHour: Readonly<Record<string, number>> = {
  "g4dn.xlarge": 0.526,
  "g5.xlarge": 1.006,
  "g5.2xlarge": 1.212,
  "g6.xlarge": 0.8048,
};

/** Dollars for one unit of everything else. */
export const unit = {
  /** Hour of a vCPU and of a GB on Fargate, and the share of it that spare capacity costs. */
  fargateCpuHour: 0.04048,
  fargateMemoryHour: 0.004445,
  spotShare: 0.31,
  /** GB and month of RDS's gp3, in one zone. */
  databaseStorage: 0.115,
  /** GB and month of a disk of EBS (gp3), and GB of the one that a machine starts from. */
  diskStorage: 0.08,
  machineDisk: 30,
  /** A private zone of Route 53. */
  zone: 0.5,
  /** Hour of a vCPU of RDS Proxy. */
  poolerHour: 0.015,
  brokerStorage: 0.1,
  natHour: 0.045,
  endpointHour: 0.01,
  balancerHour: 0.0225,
  /** Load balancer capacity unit. */
  balancerUnitHour: 0.008,
  addressHour: 0.005,
  firewall: 5,
  firewallRule: 1,
  key: 1,
  secret: 0.4,
  alarm: 0.1,
  dashboard: 3,
  logGb: 0.5,
  /** Metric of Container Insights. */
  insightMetric: 0.07,
  healthCheck: 0.75,
} as const;

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
