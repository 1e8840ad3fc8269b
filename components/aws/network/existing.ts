import { getSubnetOutput } from "@pulumi/aws/ec2";
import { all, type Output, type Resource } from "@pulumi/pulumi";
import { fail } from "../../shared/failure";
import type { ExistingNetwork } from "../settings";
import type { SubnetKind } from "./cidr.args";

/** What AWS says of a subnet. */
export interface FoundSubnet {
  readonly id: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
}

/** What is wrong with the subnets of one kind, as lines of a message. */
export function subnetProblems(
  path: string,
  vpc: string,
  subnets: readonly FoundSubnet[],
): readonly string[] {
  const zones = new Map<string, string>();
  return subnets.flatMap(({ id, vpcId, availabilityZone }, index) => {
    const at = `${path}[${index}] is "${id}"`;
    if (vpcId !== vpc) return [`${at}, which is in ${vpcId}, and trireme:aws.network.vpc is "${vpc}"`];
    const other = zones.get(availabilityZone);
    zones.set(availabilityZone, id);
    return other === undefined
      ? []
      : [`${at}, which is in ${availabilityZone}, as "${other}" is. Name one subnet of each zone`];
  });
}

/** The subnets of a VPC that others made, once AWS has confirmed that they are its own, each in another zone. */
export function existingSubnets(
  { vpc, publicSubnets, privateSubnets, isolatedSubnets = privateSubnets }: ExistingNetwork,
  parent: Resource,
): Readonly<Record<SubnetKind, readonly Output<string>[]>> {
  const confirmed = (key: string, ids: readonly string[]): readonly Output<string>[] => {
    const checked = all(ids.map((id) => getSubnetOutput({ id }, { parent }))).apply(async (found) => {
      const problems = subnetProblems(`trireme:aws.network.${key}`, vpc, found);
      if (problems.length > 0) await fail(problems.join("\n"));
      return ids;
    });
    return ids.map((id) => checked.apply(() => id));
  };
  return {
    public: confirmed("publicSubnets", publicSubnets),
    private: confirmed("privateSubnets", privateSubnets),
    isolated: confirmed("isolatedSubnets", isolatedSubnets),
  };
}
