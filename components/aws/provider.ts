import { Provider } from "@pulumi/aws/provider";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { providerArgs } from "./provider.args";
import type { AwsSettings } from "./settings";

/**
 * Options with a provider for the region and the account that the stack names. It takes the operator's credentials from
 * where AWS's tools do, so that none is in the state; with those of another account it changes nothing.
 */
export function inAccount(
  prefix: string,
  { region, account, provider: told }: Pick<AwsSettings, "region" | "account" | "provider">,
  opts: ComponentResourceOptions = {},
): ComponentResourceOptions {
  const provider = new Provider(`${prefix}-account`, {
    region,
    allowedAccountIds: [account],
    ...providerArgs(told),
  });
  return { ...opts, providers: [provider] };
}
