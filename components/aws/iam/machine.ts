import { InstanceProfile, RolePolicyAttachment } from "@pulumi/aws/iam";
import type { Resource } from "@pulumi/pulumi";
import type { Owner } from "../labels";
import { named } from "../naming.args";
import { partitionOf, type AwsSettings } from "../settings";
import { createRole } from "./roles";

/**
 * What a machine that runs tasks is to AWS: the agent of ECS, and nothing else.
 *
 * @param args.name of the machines within the stack: `gpu`
 */
export function createMachineProfile(
  owner: Owner,
  args: {
    readonly name: string;
    readonly settings: AwsSettings;
    readonly tags: Readonly<Record<string, string>>;
  },
  parent: Resource,
): InstanceProfile {
  const { settings, tags } = args;
  const name = named("role", owner.prefix, args.name);
  const role = createRole(
    owner,
    { name: args.name, service: "ec2.amazonaws.com", account: settings.account, statements: [] },
    parent,
  );
  new RolePolicyAttachment(
    name,
    {
      role: role.name,
      policyArn: `arn:${partitionOf(settings)}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role`,
    },
    { parent },
  );
  return new InstanceProfile(name, { role: role.name, tags }, { parent });
}
