import { all, runtime, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { fail, failureMessage, type Outcome } from "./failure";

/**
 * The resource once its target says that it is as wanted; otherwise the deployment ends with the reason and the last lines of the log.
 * A preview asks nobody.
 *
 * @param what as messages call it: `service "backend"`
 * @param wanted what the question needs, known when the resource exists
 */
export function awaited<T extends Resource, W extends object>(
  resource: T,
  what: string,
  wanted: { readonly [K in keyof W]: Input<W[K]> },
  ask: (wanted: W) => Promise<Outcome>,
): Output<T> {
  return all(wanted as Record<string, Input<unknown>>).apply(async (known) => {
    if (runtime.isDryRun()) return resource;
    const outcome = await ask(known as W);
    if (!outcome.ok) await fail(failureMessage(what, outcome), resource);
    return resource;
  });
}
