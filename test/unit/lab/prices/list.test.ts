import { describe, expect, it } from "vitest";
import { keptOffers, priceList } from "../../../../lab/prices/list";
import type { Offer } from "../../../../lab/prices/offer";
import { isOnDemand, wanted } from "../../../../lab/prices/wanted";

const kept = Object.values(await keptOffers());
const price = (usd: string, more: Readonly<Record<string, string>>) => ({
  ...{ termtype: "OnDemand", currency: "USD", priceperunit: usd, regioncode: "eu-west-1", ...more },
});
const rows = (code: string, ...own: readonly Record<string, string>[]): Offer => ({
  ...{ meta: { OfferCode: code, "Publication Date": "2026-11-03T22:14:05Z" }, columns: [], rows: own },
});

describe("the list that is made of offers", () => {
  it("says that it was not fetched, where it was not", () => {
    expect(priceList(kept)).toMatchObject({ published: "2025-06", fetched: false });
    const fetched = kept.map((offer) => ({ ...offer, meta: { ...offer.meta, Disclaimer: "AWS's own" } }));
    expect(priceList(fetched).fetched).toBe(true);
  });

  it("has of another region what was fetched of it", () => {
    const offer = rows(
      "AmazonEC2",
      price("0.0480000000", { usagetype: "EU-NatGateway-Hours" }),
      price("1.1230000000", {
        ...{ instancetype: "g5.xlarge", operatingsystem: "Linux", tenancy: "Shared" },
        ...{ capacitystatus: "Used", preinstalledsw: "NA" },
      }),
    );
    expect(priceList([...kept, offer]).prices["eu-west-1"]).toEqual({ natHour: 0.048, "g5.xlarge": 1.123 });
  });

  it("is not made where a usage type has gone", () => {
    const without = kept.filter(({ meta }) => meta.OfferCode !== "AmazonVPC");
    expect(() => priceList(without)).toThrow("have no endpointHour, addressHour in us-east-1");
    expect(() => priceList([...kept, rows("AmazonSNS")])).toThrow('nothing is read of the offer "AmazonSNS"');
  });
});

describe("what is kept of a service", () => {
  const database = { databaseengine: "PostgreSQL", deploymentoption: "Single-AZ" };
  const instance = { productfamily: "Database Instance", instancetype: "db.m7g.large" };
  const machine = {
    ...{ instancetype: "g5.xlarge", operatingsystem: "Linux", tenancy: "Shared" },
    ...{ capacitystatus: "Used", preinstalledsw: "NA" },
  };

  it.each([
    ["AmazonRDS", { ...database, ...instance }, "db.m7g.large"],
    ["AmazonRDS", { ...database, ...instance, deploymentoption: "Multi-AZ" }, undefined],
    ["AmazonRDS", { ...database, ...instance, databaseengine: "Oracle" }, undefined],
    ["AmazonRDS", { ...database, usagetype: "EUC1-RDS:GP3-Storage" }, "databaseStorage"],
    ["AmazonElastiCache", { cacheengine: "Redis", instancetype: "cache.t4g.small" }, "cache.t4g.small"],
    ["AmazonElastiCache", { cacheengine: "Memcached", instancetype: "cache.t4g.small" }, undefined],
    ["AmazonMSK", { usagetype: "EU-Kafka.m7g.large" }, "kafka.m7g.large"],
    ["AmazonMSK", { usagetype: "EU-Kafka.Storage.GP2" }, undefined],
    ["AmazonEC2", machine, "g5.xlarge"],
    ["AmazonEC2", { ...machine, operatingsystem: "Windows" }, undefined],
    ["AmazonEC2", { ...machine, preinstalledsw: "SQL Std" }, undefined],
    ["AmazonEC2", { usagetype: "USW2-EBS:VolumeUsage.gp3" }, "diskStorage"],
    ["AmazonECS", { usagetype: "APN1-Fargate-vCPU-Hours:perCPU" }, "fargateCpuHour"],
    ["AmazonECS", { usagetype: "APN1-Fargate-ARM-vCPU-Hours:perCPU" }, undefined],
    ["AmazonVPC", { usagetype: "USE1-PublicIPv4:InUseAddress" }, "addressHour"],
    ["AWSELB", { productfamily: "Load Balancer-Application", usagetype: "LCUUsage" }, "balancerUnitHour"],
    ["AWSELB", { productfamily: "Load Balancer-Network", usagetype: "LCUUsage" }, undefined],
  ])("%s %o is %s", (code, row, key) => {
    expect(wanted[code]?.(row)).toBe(key);
  });

  it("is on demand, in dollars, and the first of what gets cheaper", () => {
    const own = price("0.1", { startingrange: "0" });
    expect(isOnDemand(own)).toBe(true);
    const others: readonly Readonly<Record<string, string>>[] = [
      { termtype: "Reserved" },
      { currency: "CNY" },
      { priceperunit: "0" },
      { startingrange: "500" },
    ];
    for (const more of others) expect(isOnDemand({ ...own, ...more })).toBe(false);
  });
});
