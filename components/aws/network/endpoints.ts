import { SecurityGroup, VpcEndpoint } from "@pulumi/aws/ec2";
import type { Output, Resource } from "@pulumi/pulumi";
import { privateApis } from "./edges.args";
import { systemTags, type Owner } from "../labels";
import { named } from "../naming.args";
import type { AwsSettings } from "../settings";

export interface Endpoints {
  /** Id of the list of S3's addresses. */
  readonly s3: Output<string>;
  /** Id of the group of the private endpoints; absent: they are reached over the internet. */
  readonly group?: Output<string>;
}

/** Ways to AWS's own APIs that do not lead over the internet. */
export function createEndpoints(
  owner: Owner,
  args: {
    readonly settings: AwsSettings;
    readonly vpcId: Output<string>;
    readonly routeTables: readonly Output<string>[];
    readonly subnets: readonly Output<string>[];
  },
  parent: Resource,
): Endpoints {
  const { settings, vpcId } = args;
  const tags = systemTags(owner);
  const serviceName = (service: string) => `com.amazonaws.${settings.region}.${service}`;
  // It costs nothing, and images lie in S3.
  const s3 = new VpcEndpoint(
    `${owner.prefix}-s3`,
    {
      vpcId,
      serviceName: serviceName("s3"),
      vpcEndpointType: "Gateway",
      routeTableIds: [...args.routeTables],
      tags: { ...tags, Name: `${owner.prefix}-s3` },
    },
    { parent },
  );
  if (!settings.sizes.endpoints) return { s3: s3.prefixListId };
  const group = new SecurityGroup(
    named("securityGroup", owner.prefix, "aws-endpoints"),
    {
      vpcId,
      description: "Private endpoints of AWS's own APIs",
      tags: { ...tags, Name: `${owner.prefix}-endpoints` },
    },
    { parent },
  );
  for (const service of privateApis) {
    new VpcEndpoint(
      `${owner.prefix}-${service.replace(".", "-")}`,
      {
        vpcId,
        serviceName: serviceName(service),
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [...args.subnets],
        securityGroupIds: [group.id],
        tags: { ...tags, Name: `${owner.prefix}-${service}` },
      },
      { parent },
    );
  }
  return { s3: s3.prefixListId, group: group.id };
}
