import { prepare } from "../environment";
import { progressOn } from "../progress";
import { runtimeOf } from "../runtime";
import { pulumi, readyStack } from "../stack";
import { needsOf } from "../stack-needs";
import { configOf, stackRequest } from "../stack-system";

/** Removes the stack's resources; the CLI asks first, unless told `--yes`. The stack's history and settings stay. */
export async function run(args: string[]): Promise<number> {
  const request = stackRequest(args);
  const progress = progressOn();
  const env = await prepare(needsOf(request.stack, ["cli", "plugins", "engine"]), progress);
  await readyStack(request.stack, env, progress);
  const partly = request.rest.some((word) => /^(-t|--target|--preview-only|--exclude)/.test(word));
  const leftovers =
    partly || configOf(request.stack).target === "aws"
      ? undefined
      : await runtimeOf(request.stack, env).leftovers();
  const code = await pulumi(["destroy"], request, env);
  if (code !== 0 || leftovers === undefined) return code;
  const left = await leftovers();
  if (left !== "") console.log(`\n${left}`);
  return code;
}
