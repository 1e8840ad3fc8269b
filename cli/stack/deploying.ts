import { engineStatus } from "../../setup/engine";
import { clearPending } from "./interrupted";
import { occupiedPorts } from "./ports";
import { tellShortfalls } from "../preflight/brief";
import { progressOn, type Progress } from "../../setup/progress";
import { targetOf } from "../runtime";
import { exportedResources, readyStack, upWithReruns } from ".";
import { prepareFor } from "./needs";
import type { ExportedResource } from "./rerun";
import { configOf, environmentOf, systemOf } from "./system";
import { refuseUnreadable } from "./store-formats";

/** A stack that is about to be updated. */
interface ReadyStack {
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** What its state has. */
  readonly resources: readonly ExportedResource[];
}

/** What comes before an update of a stack: set-up, the checks of the machine and of who owns what, and the rest of an interrupted one. */
export async function readyToDeploy(stack: string): Promise<ReadyStack> {
  const progress = progressOn();
  // A cluster's own API refuses a port that another Service has.
  const engine = configOf(stack).target === "docker" ? await engineStatus(environmentOf(stack)) : undefined;
  const also = engine === undefined ? [] : await occupiedPorts(stack, engine);
  const env = await prepareFor(stack, ["cli", "plugins", "images"], progress, { also, engine });
  await tellShortfalls(stack, env, progress);
  const { resources, pending } = await readyStack(stack, env, progress);
  await targetOf(stack).refuseTakeover(stack, env);
  if (pending.length === 0) return { env, progress, resources };
  await clearPending(stack, pending, env, progress);
  return { env, progress, resources: await exportedResources(stack, env) };
}

/** Updates a stack, unless a store could not read the files that are there, or its disks not become what is wanted; resolves to the exit code. */
export async function deployed(
  request: Parameters<typeof upWithReruns>[0],
  { env, progress, resources }: ReadyStack,
): Promise<number> {
  const { stack } = request;
  const system = systemOf(stack);
  refuseUnreadable(stack, system, resources);
  await targetOf(stack).refuseUnfit?.(stack, system, env);
  return await upWithReruns(request, resources, env, progress);
}
