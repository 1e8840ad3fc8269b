import type { Refusal } from "../../shared/refusal";
import { cloudFrontOf, type AwsSettings } from "../settings";

/** The region that CloudFront reads its rules and certificates from. */
export const globalRegion = "us-east-1";

type Settings = Pick<AwsSettings, "account" | "certificate" | "ingress" | "region">;

/** What is wrong with a certificate's ARN: AWS takes it of the account, and of one region. */
function placeRefusals(
  path: string,
  arn: string | undefined,
  { account, region }: { readonly account: string; readonly region: string },
  who: string,
): readonly Refusal[] {
  const [, , , here, owner] = (arn ?? "").split(":");
  return [
    {
      path,
      set: arn !== undefined && here !== region,
      message: `is "${arn}", in ${here}; ${who} reads certificates of ${region} alone: request or import one there`,
    },
    {
      path,
      set: arn !== undefined && owner !== account,
      message: `is "${arn}", of account ${owner}; ${who} reads those of aws.account ("${account}") alone: request or import one there`,
    },
  ];
}

/** The ARN of the certificate that CloudFront shows, where one is given. */
export function frontCertificate({
  certificate,
  region,
}: Pick<Settings, "certificate" | "region">): string | undefined {
  return certificate?.cloudfront ?? (region === globalRegion ? certificate?.balancer : undefined);
}

/** What of given certificates their services would not take. */
export function certificateRefusals(settings: Settings): readonly Refusal[] {
  const { account, certificate, region } = settings;
  return [
    ...placeRefusals(
      "aws.certificate.balancer",
      certificate?.balancer,
      { account, region },
      "a load balancer there",
    ),
    ...placeRefusals(
      "aws.certificate.cloudfront",
      certificate?.cloudfront,
      { account, region: globalRegion },
      "CloudFront",
    ),
    {
      path: "aws.certificate.cloudfront",
      set:
        certificate !== undefined &&
        cloudFrontOf(settings) !== undefined &&
        frontCertificate(settings) === undefined,
      message: `is missing: CloudFront reads certificates of ${globalRegion} alone. Name one there, or leave aws.certificate out`,
    },
  ];
}
