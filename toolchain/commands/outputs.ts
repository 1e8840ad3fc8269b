import { prepare } from "../environment";
import { progressOn } from "../progress";
import { pulumi, readyStack } from "../stack";
import { stackRequest } from "../stack-system";

/** Prints the stack's outputs; the CLI's own options, such as `--show-secrets` and `--json`, go on to it. */
export async function run(args: string[]): Promise<number> {
  const request = stackRequest(args);
  const progress = progressOn();
  const env = await prepare(["cli"], progress);
  await readyStack(request.stack, env, progress);
  return await pulumi(["stack", "output"], request, env);
}
