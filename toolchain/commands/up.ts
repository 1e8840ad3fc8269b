import { prepare } from "../environment";
import { progressOn } from "../progress";
import { clearPending, pulumi, readyStack, stackArguments } from "../stack";

/** Brings the stack to what the checkout describes. */
export async function run(args: string[]): Promise<number> {
  const request = stackArguments(args);
  const progress = progressOn();
  const env = await prepare(["cli", "plugins", "images"], progress);
  await readyStack(request.stack, env, progress);
  await clearPending(request.stack, env, progress);
  return await pulumi(["up"], request, env);
}
