import { output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { awaited as sharedAwaited } from "../shared/awaited";
import type { Outcome } from "../shared/failure";
import type { Cluster, ObjectName } from "./runtime";
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
  { cluster }: KubernetesContext,
  object: T,
  what: string,
  ask: (cluster: Cluster, object: ObjectName) => Promise<Outcome>,
): Output<T> {
  const metadata = output(object.metadata);
  const wanted = {
    id: object.id,
    name: metadata.apply(({ name }) => String(name)),
    namespace: metadata.apply(({ namespace }) => String(namespace)),
  };
  return sharedAwaited(object, what, wanted, ({ name, namespace }: ObjectName) =>
    ask(cluster, { name, namespace }),
  );
}
