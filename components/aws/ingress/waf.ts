import { WebAcl } from "@pulumi/aws/wafv2";
import type { Resource } from "@pulumi/pulumi";
import type { Entrance } from "../../model";
import type { AwsContext } from "../context";
import { tags } from "../labels";
import { wafRules } from "./waf.args";
import { fixedName, named } from "../naming.args";

/** The region that CloudFront reads its rules and certificates from. */
export const globalRegion = "us-east-1";

/** The firewall of an entrance: before CloudFront where that is in front, else before the load balancer. */
export function createFirewall(
  context: AwsContext,
  args: { readonly entrance: Entrance; readonly scope: "CLOUDFRONT" | "REGIONAL" },
  parent: Resource,
): WebAcl {
  const { entrance, scope } = args;
  return new WebAcl(
    named("webAcl", context.prefix, entrance.name),
    {
      ...(scope === "CLOUDFRONT" ? { region: globalRegion } : {}),
      scope,
      description: `${context.system}: limits of its routes, and rules of AWS`,
      defaultAction: { allow: {} },
      rules: wafRules(entrance),
      visibilityConfig: {
        cloudwatchMetricsEnabled: true,
        sampledRequestsEnabled: true,
        metricName: fixedName("webAcl", context.prefix, entrance.name),
      },
      tags: tags(context, entrance.name, "proxy"),
    },
    { parent },
  );
}
