import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { fetchOffer } from "../../../../lab/prices/fetch";

const csv = [
  '"FormatVersion","v1.0"',
  '"Publication Date","2026-11-03T22:14:05Z"',
  '"OfferCode","AmazonMSK"',
  '"SKU","TermType","PricePerUnit","Currency","usageType"',
  '"A1","OnDemand","0.2100000000","USD","EU-Kafka.m5.large"',
  '"A2","Reserved","0.1000000000","USD","EU-Kafka.m5.large"',
  '"A3","OnDemand","0.1000000000","USD","EU-Kafka.Storage.GP2"',
].join("\n");
const paths: Readonly<Record<string, string>> = {
  "/offers/v1.0/aws/AmazonMSK/current/region_index.json": JSON.stringify({
    regions: {
      "eu-west-1": { currentVersionUrl: "/offers/v1.0/aws/AmazonMSK/20261103221405/eu-west-1/index.json" },
    },
  }),
  "/offers/v1.0/aws/AmazonMSK/20261103221405/eu-west-1/index.csv": csv,
};

const server = createServer(({ url = "" }, answer) => {
  const body = paths[url];
  answer.writeHead(body === undefined ? 404 : 200).end(body);
});
afterEach(() => server.close());

async function address(): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a service's prices", () => {
  it("are found by the index of its regions, and read from their file", async () => {
    const { meta, rows } = await fetchOffer("AmazonMSK", ["us-east-1", "eu-west-1"], await address());
    expect(meta["Publication Date"]).toBe("2026-11-03T22:14:05Z");
    expect(rows).toMatchObject([{ sku: "A1", priceperunit: "0.2100000000", regioncode: "eu-west-1" }]);
  });

  it("are an empty list for a service that is in no such region, and an error where nobody answers", async () => {
    const from = await address();
    expect((await fetchOffer("AmazonMSK", ["us-east-1"], from)).rows).toEqual([]);
    await expect(fetchOffer("AmazonRDS", ["us-east-1"], from)).rejects.toThrow(
      `${from}/offers/v1.0/aws/AmazonRDS/current/region_index.json answers 404`,
    );
  });
});
