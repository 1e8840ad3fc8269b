import { Volume } from "@pulumi/aws/ebs";
import { getSubnetOutput, Instance, SecurityGroup, VolumeAttachment } from "@pulumi/aws/ec2";
import type { InstanceProfile } from "@pulumi/aws/iam";
import { getParameterOutput } from "@pulumi/aws/ssm";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import { all, output, type Output, type Resource } from "@pulumi/pulumi";
import { engineContainer } from "../../model";
import { fail } from "../../shared/failure";
import type { AwsContext } from "../context";
import { createMachineProfile } from "../iam/machine";
import { tags } from "../labels";
import { named } from "../naming.args";
import { machineFor } from "./machines.args";
import { diskFolders, diskOf, machineScript, type Node, type OwnServer } from "./server.args";

/** AWS's own name of its newest image for machines of ECS. */
const machineImage = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";

/** What the machines of a store have in common. */
export interface Ground {
  readonly profile: InstanceProfile;
  readonly group: SecurityGroup;
  readonly image: Output<string>;
}

/** The role of the agent, and a group by which it reaches AWS: nobody gets in by it. */
export function createGround(context: AwsContext, store: OwnServer, parent: Resource): Ground {
  const name = named("role", context.prefix, store.name, "machine");
  const own = { tags: tags(context, store.name, "store") };
  const group = new SecurityGroup(
    name,
    {
      vpcId: context.network.vpcId,
      description: `The agent of ECS on the machines of ${store.name}`,
      ...own,
    },
    { parent },
  );
  new SecurityGroupEgressRule(
    name,
    {
      securityGroupId: group.id,
      description: "APIs of AWS",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
      ...own,
    },
    { parent },
  );
  return {
    profile: createMachineProfile(
      context,
      { name: `${store.name}-machine`, settings: context.settings, ...own },
      parent,
    ),
    group,
    image: getParameterOutput({ name: machineImage }, { parent }).value,
  };
}

/** The zones of the subnets of tasks, in their order. */
function zones({ settings, network }: AwsContext, parent: Resource): Output<string[]> {
  return settings.network === undefined
    ? output(network.tasks.subnets.map((_, index) => `${settings.region}${settings.zones[index] ?? ""}`))
    : all(network.tasks.subnets.map((id) => getSubnetOutput({ id }, { parent }).availabilityZone));
}

/** A machine with a disk that outlives it. */
export interface Machine {
  readonly instance: Instance;
  readonly volume: Volume;
  readonly attachment: VolumeAttachment;
}

/**
 * The machine of one server: it alone mounts the disk, in the zone that the disk was made in. A machine that fails is started again by
 * EC2 on other hardware, with its address and its disk; one that is replaced hands its disk on.
 */
export function createMachine(
  context: AwsContext,
  args: { readonly store: OwnServer; readonly node: Node; readonly index: number; readonly ground: Ground },
  parent: Resource,
): Machine {
  const { store, node, index, ground } = args;
  const { settings, protect, network, keyArn } = context;
  const name = named("service", context.prefix, node.name);
  const own = { tags: { ...tags(context, store.name, "store"), Name: `${context.prefix}-${node.name}` } };
  const engine = engineContainer(store);
  const places = zones(context, parent);
  const volume = new Volume(
    name,
    {
      availabilityZone: places.apply((all) => all[index % all.length] ?? ""),
      size: diskOf(store, settings),
      type: "gp3",
      encrypted: true,
      kmsKeyId: keyArn,
      finalSnapshot: protect,
      ...own,
    },
    // Zones that are added later move no disk.
    { parent, protect, retainOnDelete: protect, ignoreChanges: ["availabilityZone"] },
  );
  const subnetId = all([volume.availabilityZone, places, all([...network.tasks.subnets])]).apply(
    async ([zone, known, subnets]) =>
      subnets[known.indexOf(zone)] ??
      (await fail(
        `The disk of "${node.name}" is in ${zone}, and the stack has ${known.join(", ")}. Name that zone again: pulumi config set --path aws.zones`,
      )),
  );
  const instance = new Instance(
    name,
    {
      ami: ground.image,
      instanceType: machineFor(store)?.name ?? "",
      iamInstanceProfile: ground.profile.name,
      subnetId,
      associatePublicIpAddress: network.tasks.publicAddress,
      vpcSecurityGroupIds: [network.securityGroupOf(store.name), ground.group.id],
      ebsOptimized: true,
      // Version 2 alone, and no further than the machine itself: a container cannot take the machine's role.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { volumeType: "gp3", volumeSize: 30, encrypted: true, kmsKeyId: keyArn, ...own },
      userData: all([context.cluster.name, volume.id]).apply(([cluster, id]) =>
        machineScript({
          cluster,
          node: node.name,
          volume: id,
          owner: engine.user,
          folders: diskFolders(engine),
        }),
      ),
      userDataReplaceOnChange: true,
      ...own,
    },
    // A newer image would replace it at each deployment that finds one. Two machines cannot have one disk.
    { parent, ignoreChanges: ["ami"], deleteBeforeReplace: true, dependsOn: [...context.groundwork] },
  );
  const attachment = new VolumeAttachment(
    name,
    {
      deviceName: "/dev/sdf",
      instanceId: instance.id,
      volumeId: volume.id,
      stopInstanceBeforeDetaching: true,
    },
    { parent, deleteBeforeReplace: true },
  );
  return { instance, volume, attachment };
}
