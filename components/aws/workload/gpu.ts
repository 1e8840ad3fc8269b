import { Group } from "@pulumi/aws/autoscaling";
import { LaunchTemplate, SecurityGroup } from "@pulumi/aws/ec2";
import { CapacityProvider } from "@pulumi/aws/ecs";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import { systemTags, type Owner } from "../labels";
import { named } from "../naming.args";
import { createMachineProfile } from "../iam/machine";
import type { AwsSettings } from "../settings";

/** AWS's own name of its newest image for machines with GPUs. */
const machineImage = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id";
const most = 4;

export interface MachinesArgs {
  readonly settings: AwsSettings;
  readonly clusterName: Output<string>;
  readonly vpcId: Output<string>;
  readonly subnets: readonly Output<string>[];
  readonly publicAddress: boolean;
  /** The group of the private endpoints; absent: AWS's APIs are reached over the internet. */
  readonly endpointsGroup: Output<string> | undefined;
}

/**
 * Machines with GPUs, of which ECS has as many as its tasks ask for: Fargate has none.
 *
 * @returns name of their capacity provider
 */
export function createMachines(owner: Owner, args: MachinesArgs, parent: Resource): Output<string> {
  const { settings, clusterName, subnets } = args;
  const name = named("role", owner.prefix, "gpu");
  const tags = { ...systemTags(owner), Name: `${owner.prefix}-gpu` };
  const profile = createMachineProfile(owner, { name: "gpu", settings, tags }, parent);
  const group = new SecurityGroup(
    name,
    {
      vpcId: args.vpcId,
      description: "Machines with GPUs; their tasks have groups of their own",
      tags,
    },
    { parent },
  );
  new SecurityGroupEgressRule(
    `${name}-to-aws`,
    {
      securityGroupId: group.id,
      description: "AWS's own APIs",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
      tags,
    },
    { parent },
  );
  // Within the network the registry's names lead to the private endpoints, which know nobody but whom they are told.
  if (args.endpointsGroup !== undefined)
    new SecurityGroupIngressRule(
      `${name}-to-endpoints`,
      {
        securityGroupId: args.endpointsGroup,
        referencedSecurityGroupId: group.id,
        description: "Machines with GPUs",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        tags,
      },
      { parent },
    );
  const template = new LaunchTemplate(
    name,
    {
      imageId: machineImage,
      instanceType: settings.gpuInstance,
      iamInstanceProfile: { arn: profile.arn },
      networkInterfaces: [
        {
          securityGroups: [group.id],
          associatePublicIpAddress: String(args.publicAddress),
          deleteOnTermination: "true",
        },
      ],
      // Version 2 alone: a task cannot take the machine's role through a request that it was talked into.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeSize: 100, volumeType: "gp3", encrypted: "true" } },
      ],
      userData: interpolate`#!/bin/bash
cat >>/etc/ecs/ecs.config <<'END'
ECS_CLUSTER=${clusterName}
ECS_ENABLE_GPU_SUPPORT=true
ECS_AWSVPC_BLOCK_IMDS=true
END
`.apply((script) => Buffer.from(script).toString("base64")),
      tagSpecifications: [{ resourceType: "instance", tags }],
      tags,
    },
    { parent },
  );
  const machines = new Group(
    name,
    {
      minSize: 0,
      maxSize: most,
      vpcZoneIdentifiers: [...subnets],
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      protectFromScaleIn: true,
      tags: [
        ...Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
        { key: "AmazonECSManaged", value: "true", propagateAtLaunch: true },
      ],
    },
    // ECS counts them.
    { parent, ignoreChanges: ["desiredCapacity"] },
  );
  return new CapacityProvider(
    name,
    {
      autoScalingGroupProvider: {
        autoScalingGroupArn: machines.arn,
        managedScaling: { status: "ENABLED", targetCapacity: 100 },
        managedTerminationProtection: "ENABLED",
        managedDraining: "ENABLED",
      },
      tags,
    },
    { parent },
  ).name;
}
