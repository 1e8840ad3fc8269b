import { describe, expect, it } from "vitest";
import { columnKey, fields, readOffer, writeOffer } from "../../../../lab/prices/offer";

// As AWS writes it: rows about the file, the columns, a row for each price of each term.
const file = [
  '"FormatVersion","v1.0"',
  '"Disclaimer","This pricing list is for informational purposes only, and ""as is"""',
  '"Publication Date","2026-11-03T22:14:05Z"',
  '"Version","20261103221405"',
  '"OfferCode","AmazonMSK"',
  '"SKU","OfferTermCode","TermType","Unit","PricePerUnit","Currency","Product Family","serviceCode","usageType"',
  '"A1","JRTC","OnDemand","hours","0.2100000000","USD","Managed Streaming for Apache Kafka (MSK)","AmazonMSK","USE1-Kafka.m5.large"',
  '"A2","JRTC","OnDemand","GB-Mo","0.1000000000","USD",,"AmazonMSK","USE1-Kafka.Storage.GP2"',
];

describe("an offer of AWS's price list", () => {
  it("is read with what it says of itself and its rows by their columns", async () => {
    const { meta, columns, rows } = await readOffer(file.map((line) => `${line}\r`));
    expect(meta).toMatchObject({
      OfferCode: "AmazonMSK",
      "Publication Date": "2026-11-03T22:14:05Z",
      Disclaimer: 'This pricing list is for informational purposes only, and "as is"',
    });
    expect(columns).toHaveLength(9);
    expect(rows[0]).toMatchObject({
      sku: "A1",
      priceperunit: "0.2100000000",
      usagetype: "USE1-Kafka.m5.large",
    });
    expect(rows[1]).toMatchObject({ productfamily: "", usagetype: "USE1-Kafka.Storage.GP2" });
  });

  it("keeps the rows that are asked for", async () => {
    const { rows } = await readOffer(file, ({ unit }) => unit === "hours");
    expect(rows.map(({ sku }) => sku)).toEqual(["A1"]);
  });

  it("is the same again when it was written with some of its columns", async () => {
    const read = await readOffer(file);
    const again = await readOffer(writeOffer(read, ["SKU", "PricePerUnit", "usageType"]).split("\n"));
    expect(again.meta).toEqual(read.meta);
    expect(again.rows).toEqual(
      read.rows.map(({ sku, priceperunit, usagetype }) => ({ sku, priceperunit, usagetype })),
    );
  });

  it("is not anything else", async () => {
    await expect(readOffer(["<html>", "<p>Access denied</p>"])).rejects.toThrow('no row begins with "SKU"');
  });

  it("has columns that every service writes in its own way", () => {
    expect([columnKey("Pre Installed S/W"), columnKey("usageType"), columnKey("Usage Type")]).toEqual([
      "preinstalledsw",
      "usagetype",
      "usagetype",
    ]);
  });

  it("has empty fields and quoted commas", () => {
    expect(fields('"a, b",,c,"d ""e"""')).toEqual(["a, b", "", "c", 'd "e"']);
  });
});
