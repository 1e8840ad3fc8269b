import { describe, expect, it } from "vitest";
import { unpriced } from "../../../../../components/aws/cost/unpriced.args";
import type { GivenSettings } from "../../../../../components/aws/settings";
import { kafka, postgres, redis, service } from "../../../../../components/model";
import { awsSettings, shop } from "../../../../support/aws-stores";
import { resources } from "../../../../support/valid";

const db = postgres("db", { version: "16", database: "shop", user: "shop" });
const cache = redis("cache", { version: "7", persistence: "none" });
const events = kafka("events", { version: "3.9" });
const image = { name: "app", reference: "ghcr.io/acme/app:v1" };
const computing = service("app", { image, env: {}, resources: { ...resources, gpus: 1 } });
const whole = shop({ services: [computing], stores: [db, cache, events] });

const told = (changes: Partial<GivenSettings>, system = whole): readonly string[] =>
  unpriced(system, awsSettings("production", changes)).map(({ path, message }) => `${path}: ${message}`);

describe("what nobody knows the price of", () => {
  it("is nothing, where a stack has the usual sizes", () => {
    expect(told({})).toEqual([]);
  });

  it("is refused by its property, with what is known, for every kind of machine", () => {
    expect(told({ stores: { db: { class: "db.t4g.smal" } } })).toEqual([
      'aws.stores.db.class: "db.t4g.smal" is not in the price list of 2025-06, so nobody would know what it costs; the nearest that are: "db.t4g.small", "db.t4g.large", "db.t4g.micro". Write one of them, or fetch AWS\'s price list again, where it is new: npx trireme prices',
    ]);
    const paths = told({
      sizes: {
        database: { class: "db.z9.huge" },
        cache: { node: "cache.z9.huge" },
        broker: { node: "kafka.z9.huge" },
      },
      gpuInstance: "z9.huge",
    }).map((line) => line.split(":")[0]);
    expect(paths).toEqual([
      "aws.sizes.database.class",
      "aws.sizes.cache.node",
      "aws.sizes.broker.node",
      "aws.gpuInstance",
    ]);
    expect(told({ gpuInstance: "z9.huge" }, shop({}))).toEqual([]);
  });

  it("is a region that AWS does not have", () => {
    expect(told({ region: "eu-west-9" })[0]).toMatch(
      /^aws.region: "eu-west-9" is no region of AWS; the nearest that are: "eu-west-1", "eu-west-2", "eu-west-3"$/,
    );
  });

  it("is a month in a region without prices, unless the stack says its budget", () => {
    expect(told({ region: "me-south-1" })).toEqual([
      "aws.alerts.budget: is missing: there are no prices of me-south-1, so no budget follows from the estimate. Set it: pulumi config set --path aws.alerts.budget 500; or fetch the region's prices: npx trireme prices us-east-1 me-south-1",
    ]);
    expect(told({ region: "me-south-1", alerts: { emails: [], webhooks: [], budget: 500 } })).toEqual([]);
  });
});
