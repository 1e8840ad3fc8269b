import { Role, RolePolicy } from "@pulumi/aws/iam";
import type { Resource } from "@pulumi/pulumi";
import { systemTags, type Owner } from "../labels";
import { named } from "../naming.args";
import { assumedBy, policyDocument, type Statement } from "./policy.args";

/** A role that one service of AWS takes, with what it may do and nothing else. */
export function createRole(
  owner: Owner,
  args: {
    /** Within the stack: `backend-task`. */
    readonly name: string;
    readonly service: string;
    readonly account: string;
    readonly statements: readonly Statement[];
  },
  parent: Resource,
): Role {
  const name = named("role", owner.prefix, args.name);
  const role = new Role(
    name,
    { assumeRolePolicy: assumedBy(args.service, args.account), tags: systemTags(owner) },
    { parent },
  );
  if (args.statements.length > 0)
    new RolePolicy(name, { role: role.name, policy: policyDocument(args.statements) }, { parent });
  return role;
}
