import { describe, expect, it } from "vitest";
import type { GivenSettings } from "../../../../../components/aws/settings";
import { deployToAws, settingsOn, systemOn } from "../../../../support/aws";
import { deploy } from "../../../../support/mocks";

const arn = (region: string) =>
  `arn:aws:acm:${region}:123456789012:certificate/0a1b2c3d-4e5f-6789-0abc-def012345678`;
const certificate = { balancer: arn("eu-west-1"), cloudfront: arn("us-east-1") };
const facts = async (changes: Partial<GivenSettings>) => {
  const made = await deploy(
    () =>
      deployToAws(systemOn("simplr", "production"), {
        aws: settingsOn("production", { ingress: { kind: "cloudfront" }, certificate, ...changes }),
      }),
    { stack: "simplr-prod" },
  );
  const kinds = made.resources.filter(({ type }) => type.startsWith("aws:"));
  const of = (kind: string) => kinds.filter(({ type }) => type.endsWith(`:${kind}`));
  return { of, target: made.result.facts["proxy-target"], urls: made.result.urls };
};

describe("an ingress with certificates that exist", () => {
  it("makes none, and shows the given ones", async () => {
    const { of, target } = await facts({});
    expect([...of("Certificate"), ...of("CertificateValidation")]).toEqual([]);
    const [https] = of("Listener").filter(({ inputs }) => inputs["port"] === 443);
    expect(https?.inputs["certificateArn"]).toBe(certificate.balancer);
    expect(of("Distribution")[0]?.inputs).toMatchObject({
      viewerCertificate: { acmCertificateArn: certificate.cloudfront },
    });
    // Where the names are written, nobody has to know where they lead.
    expect(of("Record").length).toBeGreaterThan(0);
    expect(target).toBeUndefined();
  });

  it("writes no name without a zone, and tells where names must lead", async () => {
    const { of, target } = await facts({ hostedZone: undefined });
    expect(of("Record").filter(({ inputs }) => inputs["aliases"] !== undefined)).toEqual([]);
    expect(of("Distribution")).toHaveLength(1);
    expect(target).toBeDefined();
  });
});
