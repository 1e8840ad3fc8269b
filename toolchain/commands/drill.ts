import { ask, savedOf } from "../backup/saved";
import { prepare } from "../environment";
import { PlainError } from "../errors";
import { progressOn } from "../progress";
import { runtimeOf } from "../runtime";
import { needsOf } from "../stack-needs";
import { stackRequest, systemOf } from "../stack-system";

/** Restores the newest backup into a scratch server and checks it, for every backup or for the one named. */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackRequest(args);
  const [name, ...more] = rest;
  if (more.length > 0 || name?.startsWith("-") === true)
    throw new PlainError(`drill takes a stack and the name of a backup, not ${rest.join(" ")}.`);
  const progress = progressOn();
  const env = await prepare(needsOf(stack, ["cli", "engine"]), progress);
  const runtime = runtimeOf(stack, env);
  const failed: string[] = [];
  for (const saved of await savedOf(systemOf(stack), stack, name, runtime)) {
    const { code, output } = await progress.step(`Trying out ${saved.backup.name}`, () =>
      ask(runtime, saved, ["drill"]),
    );
    console.log(output.trim());
    if (code !== 0) failed.push(saved.backup.name);
  }
  if (failed.length > 0)
    throw new PlainError(
      `The newest backup of ${failed.join(", ")} cannot be restored. List what there is: npm run restore -- ${stack}; take a new one: npm run backup -- ${stack} ${failed[0] ?? ""}`,
    );
  return 0;
}
