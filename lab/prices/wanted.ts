import type { Row } from "./offer";

/** The name of a row in our list: a class of machine, or a unit; undefined where the row is not kept. */
type KeyOf = (row: Row) => string | undefined;

/** Columns that are kept: what a price is, and by which its row is known. */
export const columns = [
  ...["SKU", "TermType", "Unit", "PricePerUnit", "Currency", "EffectiveDate", "StartingRange"],
  ...["Product Family", "Instance Type", "usageType", "Region Code", "Database Engine", "Deployment Option"],
  ...["Cache Engine", "Operating System", "Tenancy", "CapacityStatus", "Pre Installed S/W"],
] as const;

/** A usage type without the region's letters: `NatGateway-Hours` of `EUC1-NatGateway-Hours`. */
function usage(row: Row): string {
  return (row.usagetype ?? "").replace(/^[A-Z]{2,4}\d?-/, "");
}

function units(names: Readonly<Record<string, string>>) {
  return (row: Row): string | undefined => names[usage(row)];
}

const machineFamilies = /^(?:t3|m6i|r6i|g4dn|g5|g6|g6e|p3|p4d|p5)\./;

function machine(row: Row): string | undefined {
  const plain =
    row.operatingsystem === "Linux" &&
    row.tenancy === "Shared" &&
    row.capacitystatus === "Used" &&
    row.preinstalledsw === "NA";
  return plain && machineFamilies.test(row.instancetype ?? "") ? row.instancetype : undefined;
}

const ofMachines = units({
  "NatGateway-Hours": "natHour",
  "EBS:VolumeUsage.gp3": "diskStorage",
});
const ofDatabases = units({ "RDS:GP3-Storage": "databaseStorage" });

/** A node of MSK by its usage type: `kafka.m7g.large` of `USE1-Kafka.m7g.large`. */
function broker(row: Row): string | undefined {
  const [, type] = /^Kafka\.([a-z0-9]+\.[a-z0-9]+)$/.exec(usage(row)) ?? [];
  return type === undefined ? undefined : `kafka.${type}`;
}

/** A load balancer is in the offer of its own in some regions, and in that of EC2 in others. */
function balancer(row: Row): string | undefined {
  const names = { LoadBalancerUsage: "balancerHour", LCUUsage: "balancerUnitHour" };
  return row.productfamily === "Load Balancer-Application" ? units(names)(row) : undefined;
}

function database(row: Row): string | undefined {
  if (row.databaseengine !== "PostgreSQL" || row.deploymentoption !== "Single-AZ") return undefined;
  return row.productfamily === "Database Instance" ? row.instancetype : ofDatabases(row);
}

function cache({ cacheengine, instancetype = "" }: Row): string | undefined {
  return cacheengine === "Redis" && /^cache\.[a-z0-9]+\.[a-z0-9]+$/.test(instancetype)
    ? instancetype
    : undefined;
}

/** What is kept of each service of AWS's price list, by the code of its offer. */
export const wanted: Readonly<Record<string, KeyOf>> = {
  AmazonEC2: (row) => machine(row) ?? balancer(row) ?? ofMachines(row),
  AmazonECS: units({
    "Fargate-vCPU-Hours:perCPU": "fargateCpuHour",
    "Fargate-GB-Hours": "fargateMemoryHour",
  }),
  AmazonElastiCache: cache,
  AmazonMSK: broker,
  AmazonRDS: database,
  AmazonVPC: units({ "VpcEndpoint-Hours": "endpointHour", "PublicIPv4:InUseAddress": "addressHour" }),
  AWSELB: balancer,
};

/** What us-east-1 must have, from which other regions are counted: a usage type that AWS has renamed is noticed. */
export const needed: readonly string[] = [
  ...["fargateCpuHour", "fargateMemoryHour", "natHour", "endpointHour", "addressHour"],
  ...["balancerHour", "balancerUnitHour", "databaseStorage", "diskStorage"],
  ...["db.t4g.medium", "cache.t4g.small", "kafka.m7g.large", "t3.small"],
];

/** Whether a row is a price on demand in US dollars; of what gets cheaper with use the first one. */
export function isOnDemand(row: Row): boolean {
  return (
    row.termtype === "OnDemand" &&
    row.currency === "USD" &&
    Number(row.priceperunit) > 0 &&
    ["", "0"].includes(row.startingrange ?? "")
  );
}
