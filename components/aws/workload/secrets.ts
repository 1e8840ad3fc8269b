import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import {
  all,
  secret,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { GeneratedSecrets, type SecretsArgs } from "../../shared/secrets";
import type { AwsContext } from "../context";
import { tags } from "../labels";
import { named } from "../naming.args";
import type { Role } from "../../model";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

/** The secrets of a system in an account. */
export class Secrets extends GeneratedSecrets {
  constructor(prefix: string, args: SecretsArgs, opts?: ComponentResourceOptions) {
    super("trireme:aws:Secrets", prefix, args, opts);
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.secrets> {
    return nodesOf(this, children.secrets);
  }
}

/**
 * A version that another takes the place of is left to Secrets Manager, which drops those without a label. To delete it is to take its label
 * away, which fails once a further version has taken that: so an update after a failed one would. And a release that ECS goes back to reads it.
 */
export const keptVersion = (parent: Resource): CustomResourceOptions => ({ parent, retainOnDelete: true });

/** What one consumer reads in Secrets Manager: all its secrets under one ARN, each by its key. */
export interface TaskSecret {
  readonly arn: Output<string>;
  /** Changes with each new content. */
  readonly version: Output<string>;
  /** `valueFrom` of a container's secret; of a pinned one, tasks of another content are another task definition. */
  reference(key: string, pinned: boolean): Output<string>;
}

/** Puts the secrets of one consumer into Secrets Manager, under our key. */
export function createSecret(
  context: Pick<AwsContext, "prefix" | "system" | "stack" | "keyArn" | "protect">,
  args: {
    readonly component: string;
    readonly role: Role;
    readonly values: Readonly<Record<string, Output<string>>>;
  },
  parent: Resource,
): TaskSecret {
  const { component, role, values } = args;
  const name = named("secret", context.prefix, component, "secrets");
  const made = new Secret(
    name,
    {
      description: `What ${component} reads`,
      kmsKeyId: context.keyArn,
      // Generated values are in the state too; a deleted secret of a name would stand in the way of a new one.
      recoveryWindowInDays: context.protect ? 7 : 0,
      tags: tags(context, component, role),
    },
    { parent },
  );
  const names = Object.keys(values).sort();
  const version = new SecretVersion(
    name,
    {
      secretId: made.id,
      secretString: secret(
        all(names.map((key) => values[key] ?? "")).apply((texts) =>
          JSON.stringify(Object.fromEntries(names.map((key, index) => [key, texts[index]]))),
        ),
      ),
    },
    keptVersion(parent),
  );
  return {
    arn: made.arn,
    version: version.versionId,
    reference: (key, pinned) =>
      all([version.arn, version.versionId]).apply(([arn, id]) => `${arn}:${key}::${pinned ? id : ""}`),
  };
}
