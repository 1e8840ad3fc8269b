import { describe, expect, it } from "vitest";
import { z } from "zod";
import { policy } from "../../../policies/policy";
import { settingsOf, violations } from "../../../policies/settings";
import { subject } from "../../support/policies";

const web = subject("docker:index/container:Container", { size: 3 });
const small = policy({
  name: "stay-small",
  description: "Nothing is larger than it may be.",
  severity: "low",
  environments: ["production"],
  references: [{ name: "Rules", version: "1", rules: ["1.1", "1.2"] }],
  thresholds: z.object({ most: z.number().default(2) }),
  check: (subjects, { most }) =>
    subjects
      .filter(({ props }) => Number(props.size) > most)
      .map((one) => ({
        subject: one,
        path: "size",
        value: one.props.size,
        allowed: `${most} or less`,
        fix: "Shrink it.",
      })),
});

const found = 'docker:Container "web": size is 3; allowed: 2 or less. Shrink it. [Rules 1: 1.1, 1.2]';
const said = (config: Readonly<Record<string, unknown>>, today = "2026-11-21") =>
  violations(small, [web], settingsOf(small, config), today).map(({ message }) => message);
const exemption = { urn: web.urn, reason: "grows until the move", until: "2026-11-21" };

describe("the settings of a policy", () => {
  it("are those of production, without exemptions, where nothing is said", () => {
    expect(settingsOf(small, {})).toEqual({ environment: "production", exemptions: [], most: 2 });
    expect(said({})).toEqual([found]);
  });

  it("leave the level to the CLI, which has read it", () => {
    expect(settingsOf(small, { enforcementLevel: "advisory" })).toEqual(settingsOf(small, {}));
  });

  it("have thresholds", () => {
    expect(said({ most: 3 })).toEqual([]);
  });

  it("turn a policy of production off elsewhere", () => {
    expect(said({ environment: "staging" })).toEqual([]);
  });

  it.each([
    ["an unknown key", { larger: 3 }, /"larger"/],
    ["a wrong threshold", { most: "3" }, /most/],
    ["an exemption without a reason", { exemptions: [{ ...exemption, reason: "" }] }, /ten letters at least/],
    ["an exemption without a day", { exemptions: [{ ...exemption, until: "soon" }] }, /a date such as/],
    ["an exemption of no resource", { exemptions: [{ ...exemption, urn: "web" }] }, /URN of a resource/],
  ])("are refused with %s", (_, config, why) => {
    expect(() => settingsOf(small, config)).toThrow(why);
    expect(() => settingsOf(small, config)).toThrow('policy "stay-small"');
  });
});

describe("an exemption", () => {
  it("holds for its URN up to its last day", () => {
    expect(said({ exemptions: [exemption] })).toEqual([]);
    expect(said({ exemptions: [{ ...exemption, urn: `${web.urn}-2` }] })).toEqual([found]);
  });

  it("fails after it, and says so", () => {
    expect(said({ exemptions: [exemption] }, "2026-11-22")).toEqual([
      `${found} Its exemption ("grows until the move") ended on 2026-11-21: fix it, or renew the exemption.`,
    ]);
  });
});
