import { all, runtime, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { fail, failureMessage } from "../shared/failure";
import type { AwsApi, Outcome } from "./runtime";
import type { AwsContext } from "./context";

/**
 * The resource once AWS says that it is as wanted; otherwise the deployment ends with the reason. The provider would
 * call an update done that ECS has taken back.
 */
export function awaited<T extends Resource, W extends object>(
  context: Pick<AwsContext, "api">,
  resource: T,
  args: {
    /** `service "backend"`. */
    readonly what: string;
    readonly wanted: { readonly [K in keyof W]: Input<W[K]> };
    readonly ask: (api: AwsApi, wanted: W) => Promise<Outcome>;
  },
): Output<T> {
  return all(args.wanted as Record<string, Input<unknown>>).apply(async (wanted) => {
    if (runtime.isDryRun()) return resource;
    const outcome = await args.ask(context.api, wanted as W);
    if (!outcome.ok) await fail(failureMessage(args.what, outcome), resource);
    return resource;
  });
}
