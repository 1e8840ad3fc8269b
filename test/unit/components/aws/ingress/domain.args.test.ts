import { describe, expect, it } from "vitest";
import { certificateRefusals, frontCertificate } from "../../../../../components/aws/ingress/domain.args";
import type { GivenSettings } from "../../../../../components/aws/settings";
import { problemsOf } from "../../../../../components/shared/refusal";
import { settingsOn } from "../../../../support/aws";

const arn = (region: string, account = "123456789012") =>
  `arn:aws:acm:${region}:${account}:certificate/0a1b2c3d-4e5f-6789-0abc-def012345678`;
const cloudfront = { ingress: { kind: "cloudfront" } } as const;
const refused = (changes: Partial<GivenSettings>) =>
  problemsOf(certificateRefusals(settingsOn("production", changes))).map(
    ({ path, message }) => `${path}: ${message}`,
  );

describe("certificates that exist", () => {
  it("are taken of the account, each of the region that its service reads", () => {
    expect(refused({})).toEqual([]);
    expect(refused({ ingress: { kind: "balancer" }, certificate: { balancer: arn("eu-west-1") } })).toEqual(
      [],
    );
    const both = { balancer: arn("eu-west-1"), cloudfront: arn("us-east-1") };
    expect(refused({ ...cloudfront, certificate: both })).toEqual([]);
  });

  it("are refused of another region or account, with what is allowed", () => {
    const certificate = { balancer: arn("eu-west-2"), cloudfront: arn("eu-west-1", "210987654321") };
    expect(refused({ ...cloudfront, certificate })).toEqual([
      `aws.certificate.balancer: is "${arn("eu-west-2")}", in eu-west-2; a load balancer there reads certificates of eu-west-1 alone: request or import one there`,
      `aws.certificate.cloudfront: is "${arn("eu-west-1", "210987654321")}", in eu-west-1; CloudFront reads certificates of us-east-1 alone: request or import one there`,
      `aws.certificate.cloudfront: is "${arn("eu-west-1", "210987654321")}", of account 210987654321; CloudFront reads those of aws.account ("123456789012") alone: request or import one there`,
    ]);
  });

  it("are one in us-east-1, and two elsewhere behind CloudFront", () => {
    const certificate = { balancer: arn("us-east-1") };
    expect(refused({ ...cloudfront, region: "us-east-1", certificate })).toEqual([]);
    expect(frontCertificate({ region: "us-east-1", certificate })).toBe(certificate.balancer);
    expect(refused({ ...cloudfront, certificate: { balancer: arn("eu-west-1") } })).toEqual([
      "aws.certificate.cloudfront: is missing: CloudFront reads certificates of us-east-1 alone. Name one there, or leave aws.certificate out",
    ]);
  });
});
