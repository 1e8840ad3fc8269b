import { prepare } from "../environment";
import { clearPending } from "../interrupted";
import { occupiedPorts } from "../ports";
import { progressOn } from "../progress";
import { readyStack, stackArguments, upWithReruns } from "../stack";

/** Brings the stack to what the checkout describes; `--rerun PART` runs a job, or the proxy's reload, again. */
export async function run(args: string[]): Promise<number> {
  const request = stackArguments(args);
  const progress = progressOn();
  const env = await prepare(["cli", "plugins", "images"], progress, await occupiedPorts(request.stack));
  await readyStack(request.stack, env, progress);
  await clearPending(request.stack, env, progress);
  return await upWithReruns(request, env, progress);
}
