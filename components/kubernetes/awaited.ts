import { all, runtime, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { fail, failureMessage } from "../shared/failure";
import type { Cluster, ObjectName, Outcome } from "./runtime";
import type { KubernetesContext } from "./context";

/** An object of the cluster that something waits for. */
interface Awaitable extends Resource {
  readonly id: Output<string>;
  readonly metadata: Output<{ readonly name?: Input<string>; readonly namespace?: Input<string> }>;
}

/**
 * The object once the cluster says that it is as wanted; otherwise the deployment ends with the reason. The program
 * waits, not the provider: that one would wait ten minutes and not say why.
 */
export function awaited<T extends Awaitable>(
  context: KubernetesContext,
  resource: T,
  what: string,
  ask: (cluster: Cluster, object: ObjectName) => Promise<Outcome>,
): Output<T> {
  return all([resource.id, resource.metadata]).apply(async ([, { name, namespace }]) => {
    if (runtime.isDryRun()) return resource;
    const object = { name: String(name), namespace: String(namespace) };
    const outcome = await ask(context.cluster, object);
    if (!outcome.ok) await fail(failureMessage(what, outcome), resource);
    return resource;
  });
}
