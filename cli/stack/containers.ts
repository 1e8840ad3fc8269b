import {
  listCommand,
  ownContainers,
  parseListed,
  refuseOtherEngine,
  straysOf,
  type Owner,
  type StackContainer,
  type Strays,
} from "./own-containers";
import { run } from "../../setup/processes";
import type { ExportedResource } from "./rerun";
import { exportedResources } from ".";
import { configOf } from "./system";

/** How the containers of a stack are labelled. */
export function ownerOf(stack: string): Owner {
  return { system: configOf(stack).system, stack };
}

/** What the engine has of a stack. */
export interface StackOnEngine {
  readonly resources: readonly ExportedResource[];
  /** Those that the stack's state names, running or not, ordered by component and name. */
  readonly own: readonly StackContainer[];
  /** Those that only carry its labels. */
  readonly strays: Strays;
}

/**
 * What the engine has of a stack, found by the ids in the stack's state.
 *
 * @throws PlainError where the state and the labels of a container differ
 */
export async function onEngine(stack: string, env: NodeJS.ProcessEnv): Promise<StackOnEngine> {
  const [resources, { stdout }] = await Promise.all([
    exportedResources(stack, env),
    run("docker", listCommand, { env }),
  ]);
  const owner = ownerOf(stack);
  const listed = parseListed(stdout);
  return {
    resources,
    own: ownContainers(owner, resources, listed),
    strays: straysOf(owner, resources, listed),
  };
}

/**
 * The stack's own containers, running or not, ordered by component and name.
 *
 * @throws PlainError where the state and the labels of a container differ, or the engine is another one
 */
export async function stackContainers(
  stack: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly StackContainer[]> {
  const { resources, own } = await onEngine(stack, env);
  refuseOtherEngine(ownerOf(stack), resources, own);
  return own;
}
