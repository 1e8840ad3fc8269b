import { engineStatus } from "../../setup/engine";
import { clearPending } from "./interrupted";
import { occupiedPorts } from "./ports";
import { tellShortfalls } from "../preflight/brief";
import { progressOn, type Progress } from "../../setup/progress";
import { targetOf } from "../runtime";
import { readyStack, upWithReruns } from ".";
import { prepareFor } from "./needs";
import { configOf, environmentOf, systemOf } from "./system";
import { refuseUnreadable } from "./store-formats";

/** What comes before an update of a stack: set-up, the checks of the machine and of who owns what, and the rest of an interrupted one. */
export async function readyToDeploy(
  stack: string,
): Promise<{ readonly env: NodeJS.ProcessEnv; readonly progress: Progress }> {
  const progress = progressOn();
  // A cluster's own API refuses a port that another Service has.
  const engine = configOf(stack).target === "docker" ? await engineStatus(environmentOf(stack)) : undefined;
  const also = engine === undefined ? [] : await occupiedPorts(stack, engine);
  const env = await prepareFor(stack, ["cli", "plugins", "images"], progress, { also, engine });
  await tellShortfalls(stack, env, progress);
  await readyStack(stack, env, progress);
  await targetOf(stack).refuseTakeover(stack, env);
  await clearPending(stack, env, progress);
  return { env, progress };
}

/** Updates a stack, unless a store could not read the files that are there; resolves to the exit code. */
export async function deployed(
  request: Parameters<typeof upWithReruns>[0],
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<number> {
  const { stack } = request;
  const system = systemOf(stack);
  return await upWithReruns(request, env, progress, (resources) =>
    refuseUnreadable(stack, system, resources),
  );
}
