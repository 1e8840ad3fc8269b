import { expect, it } from "vitest";
import { policyDocument } from "../../../../../components/aws/iam/policy.args";
import { tlsOnly } from "../../../../../components/aws/iam/statements";
import { valueOf } from "../../../../support/mocks";

it("refuses every request to a bucket that comes without TLS", async () => {
  const text = await valueOf(policyDocument([tlsOnly("arn:aws:s3:::b")]));
  expect((JSON.parse(text) as { readonly Statement: unknown }).Statement).toEqual([
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
});
