import { prepare } from "../environment";
import { progressOn } from "../progress";
import { pulumi, readyStack, stackArguments } from "../stack";

/** Shows what an `up` would change. */
export async function run(args: string[]): Promise<number> {
  const request = stackArguments(args);
  const progress = progressOn();
  const env = await prepare(["cli", "plugins", "images"], progress);
  await readyStack(request.stack, env, progress);
  return await pulumi(["preview"], request, env);
}
