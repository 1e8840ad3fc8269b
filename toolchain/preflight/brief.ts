import type { Progress } from "../progress";
import { configOf, systemOf } from "../stack-system";
import { engineFacts } from "./host";
import { judgeEngine } from "./judge";

/** Tells before a deployment what the machine is short of. It goes on all the same: a stack may be worth it. */
export async function tellShortfalls(
  stack: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<void> {
  const { requirements } = systemOf(stack);
  // A cluster's scheduler says itself what its nodes are short of.
  if (requirements === undefined || configOf(stack).target !== "docker") return;
  for (const { claim, reason } of judgeEngine(await engineFacts(env), requirements))
    if (reason !== undefined)
      progress.note(`! ${claim}: ${reason}. All of it: npm run preflight -- ${stack}`);
}
