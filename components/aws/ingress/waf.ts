import { WebAcl } from "@pulumi/aws/wafv2";
import type { Resource } from "@pulumi/pulumi";
import type { Ingress } from "../../model";
import type { AwsContext } from "../context";
import { tags } from "../labels";
import { globalRegion } from "./domain.args";
import { isFronted } from "./fronted.args";
import { wafRules } from "./waf.args";
import { fixedName, named } from "../naming.args";

/** The firewall of an ingress: before CloudFront where that is in front, else before the load balancer. */
export function createFirewall(
  context: AwsContext,
  args: { readonly ingress: Ingress; readonly scope: "CLOUDFRONT" | "REGIONAL" },
  parent: Resource,
): WebAcl {
  const { ingress, scope } = args;
  return new WebAcl(
    named("webAcl", context.prefix, ingress.name),
    {
      ...(scope === "CLOUDFRONT" ? { region: globalRegion } : {}),
      scope,
      description: `${context.system}: limits of its routes, and rules of AWS`,
      defaultAction: { allow: {} },
      // nginx behind it keeps them itself, each second and by what really comes.
      rules: wafRules(ingress, !isFronted(context.model)),
      visibilityConfig: {
        cloudwatchMetricsEnabled: true,
        sampledRequestsEnabled: true,
        metricName: fixedName("webAcl", context.prefix, ingress.name),
      },
      tags: tags(context, ingress.name, "proxy"),
    },
    { parent },
  );
}
