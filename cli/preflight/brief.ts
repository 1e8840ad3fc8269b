import type { System } from "../../components/model";
import { describeSystem } from "../../stacks/config/describe";
import type { StackConfig } from "../../stacks/config/schema";
import { PlainError } from "../../setup/errors";
import type { Progress } from "../../setup/progress";
import { configOf } from "../stack/system";
import type { Verdict } from "../verify/verdict";
import { engineFacts } from "./host";
import { checkEngine, type EngineFacts } from "./checks";
import { poolFacts } from "./networks";
import { checkPools } from "./pools";
import { awaitedImages, diskOf, checkRoom } from "./room";

/** What is said of the disk; nothing where it cannot be seen. */
async function room(
  stack: string,
  system: System,
  env: NodeJS.ProcessEnv,
  config: StackConfig,
  facts: EngineFacts,
): Promise<readonly Verdict[]> {
  const disk = await diskOf(system, env, config.digests ?? {}, facts);
  return disk === undefined ? [] : [checkRoom(stack, disk, await awaitedImages(config, system, env))];
}

/**
 * Tells before a deployment what the machine is short of. It goes on all the same, for a stack may be worth it; but not where the engine
 * has no addresses for its networks: that deployment would end half way.
 *
 * @param config what is about to be deployed, where the stack's file does not say so yet
 * @throws PlainError where networks are too few
 */
export async function tellShortfalls(
  stack: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
  config: StackConfig = configOf(stack),
): Promise<void> {
  // A cluster's scheduler says itself what its nodes are short of.
  if (config.target !== "docker") return;
  const system = describeSystem(config);
  const { requirements = {} } = system;
  const measured = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      // A measure that cannot be taken is no reason to hold a deployment up.
      const why = (error as Error).message.split("\n").slice(0, 3).join(" ");
      progress.note(`! The engine could not be checked: ${why}`);
      return undefined;
    }
  };
  const facts = await measured(() => engineFacts(env));
  if (facts === undefined) return;
  const disk = (await measured(() => room(stack, system, env, config, facts))) ?? [];
  const pools = await measured(() => poolFacts(stack, system, env, facts.pools));
  for (const { claim, reason } of [...checkEngine(facts, requirements), ...disk])
    if (reason !== undefined)
      progress.note(`! ${claim}: ${reason}. All of it: npx trireme preflight ${stack}`);
  const { claim, reason } = pools === undefined ? {} : checkPools(pools);
  if (reason !== undefined)
    throw new PlainError(`Stack ${stack} is not deployed, for it would end half way: ${claim}. ${reason}.`);
}
