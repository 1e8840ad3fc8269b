import { output, type Input, type Output } from "@pulumi/pulumi";
import type { AwsContext } from "../context";
import type { Statement } from "./policy.args";

/** What it takes to use what lies in another service under our own key, through that service alone. */
export function keyStatement(
  context: Pick<AwsContext, "keyArn" | "settings">,
  service: "s3" | "secretsmanager",
  write = false,
): Statement {
  return {
    sid: write ? "UseKey" : "ReadByKey",
    actions: write ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
    resources: [context.keyArn],
    conditions: {
      StringEquals: { "kms:ViaService": `${service}.${context.settings.region}.amazonaws.com` },
    },
  };
}

/** An ARN with more behind it. */
export function below(arn: Input<string>, path: string): Output<string> {
  return output(arn).apply((text) => `${text}${path}`);
}
