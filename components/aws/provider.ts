import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { AwsSettings } from "./settings";

/** The services of AWS that the target uses, as the provider's settings call them. */
const services = [
  "acm",
  "appautoscaling",
  "autoscaling",
  "backup",
  "budgets",
  "cloudfront",
  "cloudwatch",
  "ec2",
  "ecr",
  "ecs",
  "efs",
  "elasticache",
  "elbv2",
  "events",
  "iam",
  "kafka",
  "kms",
  "logs",
  "rds",
  "route53",
  "s3",
  "scheduler",
  "secretsmanager",
  "servicediscovery",
  "sns",
  "ssm",
  "sts",
  "wafv2",
] as const;

/** A mock of AWS: it knows no regions, and answers for all services under one address. */
function mockOf(endpoint: string): Partial<ProviderArgs> {
  return {
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
    s3UsePathStyle: true,
    endpoints: [
      {
        ...Object.fromEntries(services.map((name) => [name, endpoint])),
        // Its clients put the account before the host's name, which an address cannot have: the server is their proxy.
        s3control: "http://s3-control.invalid",
      },
    ],
    httpProxy: endpoint,
  };
}

/**
 * Options with a provider for the region and the account that the stack names. It takes the operator's credentials from
 * where AWS's tools do, so that none is in the state; with those of another account it changes nothing.
 */
export function inAccount(
  prefix: string,
  { region, account, endpoint }: Pick<AwsSettings, "region" | "account" | "endpoint">,
  opts: ComponentResourceOptions = {},
): ComponentResourceOptions {
  const provider = new Provider(`${prefix}-account`, {
    region,
    allowedAccountIds: [account],
    ...(endpoint === undefined ? {} : mockOf(endpoint)),
  });
  return { ...opts, providers: [provider] };
}
