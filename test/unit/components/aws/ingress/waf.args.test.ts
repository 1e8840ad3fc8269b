import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numbersAbove, wafRules, windowLimit } from "../../../../../components/aws/ingress/waf.args";
import { systemOn } from "../../../../support/aws";

describe("a firewall's rules", () => {
  it("count what the routes' limits allow in a minute, and one burst", () => {
    expect(windowLimit({ name: "api", requests: 10, per: "second" }, 20)).toBe(620);
    expect(windowLimit({ name: "webhook", requests: 100, per: "minute" }, 20)).toBe(120);
    expect(windowLimit({ name: "rare", requests: 1, per: "minute" }, 0)).toBe(1);
  });

  it("tell the numbers above one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.integer({ min: 0, max: 2 ** 41 }),
        (most, number) => {
          expect(new RegExp(numbersAbove(most)).test(String(number))).toBe(number > most);
        },
      ),
    );
    for (const number of [0, 1_048_575, 1_048_576, 1_048_577])
      expect(new RegExp(numbersAbove(1_048_576)).test(String(number))).toBe(number > 1_048_576);
  });

  it("are sizes, rates by zone and AWS's own, in this order", () => {
    const { ingress } = systemOn("simplr", "production");
    expect(
      ingress === undefined ? [] : wafRules(ingress).map(({ name, priority }) => [priority, name]),
    ).toEqual([
      [0, "takes-1048576"],
      [1, "body-1048576"],
      [2, "takes-26214400"],
      [3, "body-26214400"],
      [4, "zone-api"],
      [5, "rate-api"],
      [6, "zone-webhook"],
      [7, "rate-webhook"],
      [8, "AWSManagedRulesCommonRuleSet"],
      [9, "AWSManagedRulesKnownBadInputsRuleSet"],
      [10, "AWSManagedRulesAmazonIpReputationList"],
    ]);
  });

  it("hold statements three levels deep at most, as AWS takes them", () => {
    const depth = (value: unknown): number =>
      typeof value !== "object" || value === null
        ? 0
        : Math.max(
            0,
            ...Object.entries(value).map(
              ([name, inner]) => (/^(?:and|or|not)Statement$/.test(name) ? 1 : 0) + depth(inner),
            ),
          );
    for (const system of ["simplr", "syfthub"] as const) {
      const { ingress } = systemOn(system, "production");
      const rules = ingress === undefined ? [] : wafRules(ingress);
      expect(
        rules.map(({ name, statement }) => [name, depth(statement)]).filter(([, deep]) => Number(deep) > 3),
      ).toEqual([]);
    }
  });

  it("count in a zone what its routes answer, not what one ahead of them does", () => {
    const { ingress } = systemOn("simplr", "production");
    const zone =
      ingress === undefined ? undefined : wafRules(ingress).find(({ name }) => name === "zone-api");
    const text = JSON.stringify(zone?.statement);
    expect(text).toContain('"regexString":"^/api/"');
    expect(text).toContain(
      '"notStatement":{"statement":{"regexMatchStatement":{"regexString":"^/webhooks/|^/static/|^/api/"',
    );
  });
});
