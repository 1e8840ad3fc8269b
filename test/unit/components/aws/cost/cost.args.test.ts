import { describe, expect, it } from "vitest";
import { postgres, service } from "../../../../../components/model";
import { budgetOf, estimate, estimateText } from "../../../../../components/aws/cost/cost.args";
import type { GivenSettings } from "../../../../../components/aws/settings";
import { awsSettings, environment, shop, systems } from "../../../../support/aws-stores";

const image = { name: "app", reference: "ghcr.io/acme/app:v1" };
const app = service("app", { image, env: {}, port: 8000, fargate: { cpu: 0.5, memory: 1 }, replicas: 2 });
const db = postgres("db", { version: "16", database: "shop", user: "shop" });
const east = (changes: Partial<GivenSettings> = {}) => ({
  prefix: "shop",
  settings: awsSettings("production", { region: "us-east-1", ...changes }),
});
const line = (what: string, place = east(), system = shop({ services: [app], stores: [db] })) =>
  estimate(system, place).lines.find((one) => one.what === what);

describe("an estimate", () => {
  it("is arithmetic that anybody can do again", () => {
    // 2 × 730 h × (0.5 × 0.04048 + 1 × 0.004445)
    expect(line("app")).toEqual({ what: "app", how: "2 × 0.5 vCPU, 1 GB on Fargate", monthly: 36.04 });
    // 2 × 730 h × 0.065 + 2 × 50 GB × 0.115
    expect(line("db")).toEqual({ what: "db", how: "2 × db.t4g.medium, 50 GB gp3 each", monthly: 106.4 });
    // 3 × 730 h × (0.045 + 0.005)
    expect(line("NAT")).toEqual({ what: "NAT", how: "3 gateways with addresses", monthly: 109.5 });
  });

  it("adds up", () => {
    const { lines, total } = estimate(systems.syfthub(environment("production")), east());
    expect(total).toBeCloseTo(
      lines.reduce((sum, { monthly }) => sum + monthly, 0),
      2,
    );
  });

  it("shows what a knob saves", () => {
    const single = line("NAT", east({ sizes: { nat: "single" } }));
    expect(single).toMatchObject({ how: "1 gateway with addresses", monthly: 36.5 });
    expect(line("db", east({ sizes: { database: { multiAz: false } } }))?.monthly).toBe(53.2);
  });

  it("is cheaper in development than in production, for both systems", () => {
    for (const make of Object.values(systems)) {
      const [small, large] = (["development", "production"] as const).map(
        (name) => estimate(make(environment(name)), { prefix: "x", settings: awsSettings(name) }).total,
      );
      expect(small).toBeLessThan((large ?? 0) / 2);
    }
  });

  it("says where it knows no prices of the region, and takes no budget from that", () => {
    const settings = awsSettings("production", { region: "me-south-1" });
    const place = { prefix: "shop", settings };
    const { notes } = estimate(shop({ stores: [db] }), place);
    expect(notes[0]).toBe(
      "there are no prices of me-south-1; those of us-east-1 are taken, and the total is not the region's",
    );
    expect(() => budgetOf(shop({ stores: [db] }), place)).toThrow("no prices of me-south-1");
  });

  it("is dearer in another region by its factor", () => {
    expect(line("db", east({ region: "eu-central-1" }))?.monthly).toBe(Math.round(106.4 * 115) / 100);
  });

  it("is told with its date, its source and a line for each part", () => {
    const text = estimateText(shop({ services: [app], stores: [db] }), east());
    expect(text.split("\n").slice(0, 3)).toEqual([
      "US dollars a month in us-east-1, by the prices of 2025-06 (written from aws.amazon.com/<service>/pricing, not fetched from AWS's price list)",
      "app            36.04  2 × 0.5 vCPU, 1 GB on Fargate",
      "db            106.40  2 × db.t4g.medium, 50 GB gp3 each",
    ]);
    expect(text).toContain("in all");
  });
});

describe("the budget", () => {
  it("is half as much again as the estimate, in tens, or what the stack says", () => {
    const system = shop({ services: [app], stores: [db] });
    const { total } = estimate(system, east());
    expect(budgetOf(system, east())).toBe(Math.ceil((1.5 * total) / 10) * 10);
    const own = { alerts: { emails: [], webhooks: [], budget: 42 } };
    expect(budgetOf(system, east(own))).toBe(42);
  });
});
