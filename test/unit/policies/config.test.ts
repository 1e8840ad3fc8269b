import { describe, expect, it } from "vitest";
import { parsePolicyConfig, withEnvironment, withSources } from "../../../policies/config";
import { packPolicies } from "../../../policies/policies";

const urn = "urn:pulumi:prod::trireme::docker:index/container:Container::web";
const exempt = (until: string) =>
  JSON.stringify({ "bound-logs": { exemptions: [{ urn, reason: "writes two lines a day", until }] } });
const parse = (text: string) => parsePolicyConfig(text, "2026-11-21");

describe("a stack's policy configuration", () => {
  it("takes levels, thresholds and exemptions", () => {
    const text = JSON.stringify({
      all: "mandatory",
      "bound-logs": "advisory",
      "keep-backups": { enforcementLevel: "advisory", retentionDays: 14 },
      "keep-stores": { exemptions: [{ urn, reason: "moved to another host", until: "2027-01-31" }] },
    });
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ["what is not JSON", "{", /It is not JSON/],
    ["a policy that does not exist", '{"bound-log":"advisory"}', /"bound-log"/],
    ["a level that does not exist", '{"bound-logs":"loud"}', /bound-logs/],
    ["a wrong threshold", '{"keep-backups":{"retentionDays":0}}', /retentionDays|keep-backups/],
    ["remediation, which no policy here does", '{"all":"remediate"}', /all/],
  ])("refuses %s", (_, text, why) => {
    expect(() => parse(text)).toThrow(why);
  });

  it("refuses an exemption that has ended, whether or not anything is found", () => {
    expect(parse(exempt("2026-11-21"))).toBeDefined();
    expect(() => parse(exempt("2026-11-20"))).toThrow(
      `The exemption of ${urn} ("writes two lines a day") ended on 2026-11-20: fix the resource and remove the exemption, or renew it.\n  → at bound-logs.exemptions`,
    );
  });

  it("goes to the CLI with the environment of the stack for each policy", () => {
    const config = withEnvironment({ all: "advisory", "bound-logs": "disabled" }, "staging", packPolicies);
    expect(config.all).toBe("advisory");
    expect(config["bound-logs"]).toEqual({ environment: "staging", enforcementLevel: "disabled" });
    expect(config["pin-images"]).toEqual({ environment: "staging" });
    expect(Object.keys(config)).toHaveLength(packPolicies.length + 1);
  });

  it("lets development mount the folder of its sources, unless the team lists folders of its own", () => {
    const policy = "keep-host-paths-out";
    expect(withSources({}, "/team")[policy]).toEqual({ hostFolders: ["/team"] });
    expect(withSources({ [policy]: "advisory" }, "/team")[policy]).toEqual({
      hostFolders: ["/team"],
      enforcementLevel: "advisory",
    });
    expect(withSources({ [policy]: { hostFolders: [] } }, "/team")[policy]).toEqual({ hostFolders: [] });
  });
});
