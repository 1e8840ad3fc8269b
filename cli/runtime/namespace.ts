import { PlainError } from "../../setup/errors";
import type { Owner } from "../stack/own-containers";
import type { ExportedResource } from "../stack/rerun";

/** A namespace as the cluster has it. */
export interface LiveNamespace {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

const namespaceType = "kubernetes:core/v1:Namespace";

/** By which a cluster tells a namespace from another one of its name; absent where the state has none. */
function recordedUid(resources: readonly ExportedResource[], name: string): string | undefined {
  for (const { type, outputs, delete: replaced } of resources) {
    const { name: named, uid } = (outputs?.metadata ?? {}) as {
      readonly name?: string;
      readonly uid?: string;
    };
    if (type === namespaceType && replaced !== true && named === name) return uid;
  }
  return undefined;
}

/** Whose namespace it is that a cluster has under a stack's name for it. */
export type Belonging =
  | { readonly to: "stack" }
  /** No namespace has this name. */
  | { readonly to: "nobody" }
  | { readonly to: "other"; readonly why: string };

/**
 * Whether a namespace is the one that a stack's state has made: a name alone says nothing, for `kubectl` may speak to
 * another cluster, and another checkout may have a stack of this name.
 *
 * @param resources the stack's state
 */
export function belonging(
  { system, stack }: Owner,
  prefix: string,
  resources: readonly ExportedResource[],
  namespace: string,
  live: LiveNamespace | undefined,
): Belonging {
  if (live === undefined) return { to: "nobody" };
  const { uid, labels = {} } = live.metadata;
  const recorded = recordedUid(resources, namespace);
  const other = (why: string): Belonging => ({ to: "other", why: `Namespace ${namespace} ${why}` });
  if (recorded === undefined) return other(`exists, but it is not in the state of stack ${stack}`);
  if (recorded !== uid)
    return other(
      `is not the one that stack ${stack} was deployed to: its uid is ${uid}, and the state has ${recorded}`,
    );
  const instance = labels["app.kubernetes.io/instance"];
  const partOf = labels["app.kubernetes.io/part-of"];
  if (instance !== prefix || partOf !== system)
    return other(
      `is labelled as ${instance ?? "nothing"} of ${partOf ?? "nothing"}, not as ${prefix} of ${system}`,
    );
  return { to: "stack" };
}

/**
 * Refuses a namespace that is not the stack's.
 *
 * @throws PlainError with what may be the cause
 */
export function refuseOther(found: Belonging, stack: string): void {
  if (found.to !== "other") return;
  throw new PlainError(
    `${found.why}. Nothing was touched. It may be another checkout's, or kubectl speaks to another cluster than the stack runs on: compare trireme:kubernetes in Pulumi.${stack}.yaml with kubectl config current-context.`,
  );
}

/**
 * Refuses to deploy into a namespace that another checkout's stack runs in: both would change the same objects. An empty
 * one, as a stack leaves it that was destroyed, is taken over.
 *
 * @param running how many pods of a stack of this name run there
 * @throws PlainError with the way through
 */
export function refuseTakeover(found: Belonging, stack: string, running: number): void {
  if (found.to !== "other" || running === 0) return;
  throw new PlainError(
    `${found.why}, and ${running} pods of a stack of this name run there. Deploying would change them. ` +
      `Give this stack a namespace of its own (trireme:kubernetes: namespace: in Pulumi.${stack}.yaml), or deploy from the checkout or backend that has its state.`,
  );
}
