import { getManagedPrefixListOutput, SecurityGroup, VpcEndpoint } from "@pulumi/aws/ec2";
import type { Output, Resource } from "@pulumi/pulumi";
import type { System } from "../../model";
import { privateApisOf } from "./edges.args";
import { systemTags, type Owner } from "../labels";
import { named } from "../naming.args";
import type { AwsSettings } from "../settings";

export interface Endpoints {
  /** Id of the list of S3's addresses. */
  readonly s3: Output<string>;
  /** Id of the group of the private endpoints; absent: they are reached over the internet. */
  readonly group?: Output<string>;
}

interface EndpointsArgs {
  readonly system: System;
  readonly settings: AwsSettings;
  readonly vpcId: Output<string>;
  /** None where the network is others'. */
  readonly routeTables: readonly Output<string>[];
  readonly subnets: readonly Output<string>[];
}

/** Ways to AWS's own APIs that do not lead over the internet. */
export function createEndpoints(owner: Owner, args: EndpointsArgs, parent: Resource): Endpoints {
  const { settings, vpcId } = args;
  const tags = systemTags(owner);
  const serviceName = (service: string) => `com.amazonaws.${settings.region}.${service}`;
  const s3 = settings.network === undefined ? createS3(owner, args, parent) : s3Addresses(settings, parent);
  if (!settings.sizes.endpoints) return { s3 };
  const group = new SecurityGroup(
    named("securityGroup", owner.prefix, "aws-endpoints"),
    {
      vpcId,
      description: "Private endpoints of AWS's own APIs",
      tags: { ...tags, Name: `${owner.prefix}-endpoints` },
    },
    { parent },
  );
  for (const service of privateApisOf(args.system)) {
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
  return { s3, group: group.id };
}

/** The way to S3, by the id of its addresses' list: it costs nothing, and images lie in S3. */
function createS3(
  owner: Owner,
  { settings, vpcId, routeTables }: EndpointsArgs,
  parent: Resource,
): Output<string> {
  const made = new VpcEndpoint(
    `${owner.prefix}-s3`,
    {
      vpcId,
      serviceName: `com.amazonaws.${settings.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...routeTables],
      tags: { ...systemTags(owner), Name: `${owner.prefix}-s3` },
    },
    { parent },
  );
  return made.prefixListId;
}

/** The same list where the route tables are others': whether a way to S3 leads past the internet is theirs to say. */
function s3Addresses({ region }: AwsSettings, parent: Resource): Output<string> {
  return getManagedPrefixListOutput({ name: `com.amazonaws.${region}.s3` }, { parent }).id;
}
