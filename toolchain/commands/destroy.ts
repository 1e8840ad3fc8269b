import { prepare } from "../environment";
import { progressOn } from "../progress";
import { stackContainers } from "../stack-containers";
import { pulumi, readyStack, stackArguments } from "../stack";

/** Removes the stack's resources; the CLI asks first, unless told `--yes`. The stack's history and settings stay. */
export async function run(args: string[]): Promise<number> {
  const request = stackArguments(args);
  const progress = progressOn();
  const env = await prepare(["cli", "plugins", "engine"], progress);
  await readyStack(request.stack, env, progress);
  const code = await pulumi(["destroy"], request, env);
  if (code !== 0 || request.rest.some((word) => /^(-t|--target|--preview-only|--exclude)/.test(word)))
    return code;

  const left = await stackContainers(request.stack, env);
  if (left.length > 0) {
    // They may be another checkout's: a stack of the same name on the same engine looks the same.
    console.log(
      `\nThese containers carry the label of a stack "${request.stack}" but are not in this checkout's state:`,
      `\n  ${left.map(({ name }) => name).join("\n  ")}`,
      `\nAn interrupted update can leave some behind. Remove them: docker rm --force ${left.map(({ id }) => id).join(" ")}`,
    );
  }
  return code;
}
