import { prepare } from "../environment";
import { clearPending } from "../interrupted";
import { judgedArguments } from "../policies";
import { occupiedPorts } from "../ports";
import { tellShortfalls } from "../preflight/brief";
import { progressOn } from "../progress";
import { tidy } from "../prune";
import { refuseTakeover } from "../runtime";
import { readyStack, upWithReruns } from "../stack";
import { needsOf } from "../stack-needs";
import { stackRequest, systemOf } from "../stack-system";
import { refuseUnreadable } from "../store-formats";

/**
 * Brings the stack to what the checkout describes; `--rerun PART` runs a job, or the proxy's reload, again. The preview
 * that comes first is judged by the policies, except in development and with `--no-policies`.
 */
export async function run(args: string[]): Promise<number> {
  const request = stackRequest(args);
  const progress = progressOn();
  const env = await prepare(
    needsOf(request.stack, ["cli", "plugins", "images"]),
    progress,
    await occupiedPorts(request.stack),
  );
  await tellShortfalls(request.stack, env, progress);
  await readyStack(request.stack, env, progress);
  await refuseTakeover(request.stack, env);
  await clearPending(request.stack, env, progress);
  const rest = await judgedArguments(request, env);
  const system = systemOf(request.stack);
  const code = await upWithReruns({ ...request, rest }, env, progress, (resources) =>
    refuseUnreadable(request.stack, system, resources),
  );
  if (code === 0) await tidy(request.stack, env, progress);
  return code;
}
