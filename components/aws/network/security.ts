import { getManagedPrefixListOutput, SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { System } from "../../model";
import type { Endpoints } from "./endpoints";
import { systemTags, type Owner } from "../labels";
import { named } from "../naming.args";
import { endpoints as endpointsGroup, securityRules, type Peer, type SecurityRule } from "./security.args";
import type { AwsSettings } from "../settings";

export interface SecurityArgs {
  readonly system: System;
  readonly settings: AwsSettings;
  readonly vpcId: Output<string>;
  readonly endpoints: Endpoints;
}

/** CloudFront's own addresses, as AWS lists them. */
const cloudFrontList = "com.amazonaws.global.cloudfront.origin-facing";

/** One security group for each component, and one pair of rules for each edge; by the component's name. */
export function createSecurityGroups(
  owner: Owner,
  { system, settings, vpcId, endpoints }: SecurityArgs,
  parent: Resource,
): ReadonlyMap<string, Output<string>> {
  const { components, rules } = securityRules(system, settings);
  const groups = new Map(
    components.map((component) => [
      component,
      new SecurityGroup(
        named("securityGroup", owner.prefix, component),
        {
          vpcId,
          description: `${system.name}: ${component}`,
          tags: { ...systemTags(owner), Name: `${owner.prefix}-${component}`, "dev.trireme.part": component },
        },
        { parent },
      ).id,
    ]),
  );
  const idOf = (component: string): Output<string> => {
    const id = component === endpointsGroup ? endpoints.group : groups.get(component);
    if (id === undefined) throw new RangeError(`there is no security group "${component}"`);
    return id;
  };
  const lists = {
    s3: () => endpoints.s3,
    cloudfront: () => getManagedPrefixListOutput({ name: cloudFrontList }, { parent }).id,
  };
  const other = (peer: Peer): Record<string, Input<string>> => {
    switch (peer.kind) {
      case "component":
        return { referencedSecurityGroupId: idOf(peer.name) };
      case "list":
        return { prefixListId: lists[peer.name]() };
      case "range":
        return { cidrIpv4: peer.cidr };
      default:
        return peer satisfies never;
    }
  };
  for (const rule of rules)
    createRule(owner, { rule, group: idOf(rule.component), other: other(rule.peer) }, parent);
  return groups;
}

function createRule(
  owner: Owner,
  args: {
    readonly rule: SecurityRule;
    readonly group: Output<string>;
    readonly other: Record<string, Input<string>>;
  },
  parent: Resource,
): void {
  const { rule, group, other } = args;
  const name = `${owner.prefix}-${rule.name}`;
  const shape = {
    securityGroupId: group,
    description: rule.description,
    ...(rule.port === "all"
      ? { ipProtocol: "-1" }
      : { ipProtocol: rule.protocol ?? "tcp", fromPort: rule.port, toPort: rule.port }),
    ...other,
    tags: systemTags(owner),
  };
  if (rule.direction === "in") new SecurityGroupIngressRule(name, shape, { parent });
  else new SecurityGroupEgressRule(name, shape, { parent });
}
