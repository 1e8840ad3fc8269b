import { Caller } from "./caller";
import { ecsClient, type ApiPlace } from "./client";

/** A registry of ECR by its host: the account's number and its region. */
const registryHost = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** The region of a registry of ECR; undefined for any other registry. */
export function registryRegion(host: string): string | undefined {
  return registryHost.exec(host)?.[1];
}

/**
 * A login to the registries of an account, which ECR gives whoever may ask for it; it lasts for twelve hours.
 *
 * @throws Error with AWS's own words, or the SDK's where there are no credentials
 */
export async function registryLogin(
  place: ApiPlace,
): Promise<{ readonly user: string; readonly password: string }> {
  const { identity } = await ecsClient(place);
  const target = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
  const answer = await new Caller(place, identity).json("ecr", target, {});
  const { authorizationData = [] } = (answer ?? {}) as {
    readonly authorizationData?: readonly { readonly authorizationToken?: string }[];
  };
  const token = Buffer.from(authorizationData[0]?.authorizationToken ?? "", "base64").toString();
  const [user = "", ...password] = token.split(":");
  return { user, password: password.join(":") };
}
