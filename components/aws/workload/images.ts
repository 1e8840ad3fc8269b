import { PullThroughCacheRule } from "@pulumi/aws/ecr";
import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import { jsonStringify, secret, type Output, type Resource } from "@pulumi/pulumi";
import { cachedRegistries, cachePrefix, type CachedRegistry } from "./images.args";
import { systemTags, type Owner } from "../labels";
import type { AwsSettings } from "../settings";
import { keptVersion } from "./secrets";

/** The caches in ECR of the registries that images come from. */
export function createCaches(
  owner: Owner,
  args: { readonly settings: AwsSettings; readonly keyArn: Output<string> },
  parent: Resource,
): readonly PullThroughCacheRule[] {
  return cachedRegistries(args.settings).map(
    (registry) =>
      new PullThroughCacheRule(
        `${owner.prefix}-${registry.prefix}`,
        {
          ecrRepositoryPrefix: cachePrefix(owner.prefix, registry),
          upstreamRegistryUrl: registry.upstream,
          ...(registry.login ? { credentialArn: createLogin(owner, { registry, ...args }, parent) } : {}),
        },
        { parent },
      ),
  );
}

function createLogin(
  owner: Owner,
  args: {
    readonly registry: CachedRegistry;
    readonly settings: AwsSettings;
    readonly keyArn: Output<string>;
  },
  parent: Resource,
): Output<string> {
  const { registry, settings, keyArn } = args;
  const login = settings.registries[registry.host];
  const made = new Secret(
    `${owner.prefix}-registry-${registry.prefix}`,
    {
      // ECR takes logins under this name alone.
      namePrefix: `ecr-pullthroughcache/${owner.prefix}-${registry.prefix}-`,
      description: `Login of ${registry.host}`,
      kmsKeyId: keyArn,
      recoveryWindowInDays: 0,
      tags: systemTags(owner),
    },
    { parent },
  );
  new SecretVersion(
    `${owner.prefix}-registry-${registry.prefix}`,
    {
      secretId: made.id,
      secretString: secret(jsonStringify({ username: login?.user ?? "", accessToken: login?.token ?? "" })),
    },
    keptVersion(parent),
  );
  return made.arn;
}
