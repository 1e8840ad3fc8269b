import { agreed, yesIn } from "../confirm";
import { prepare } from "../environment";
import { PlainError } from "../errors";
import { run as runCommand } from "../processes";
import { progressOn } from "../progress";
import { planOf } from "../prune";
import { removeImages } from "../prune/engine";
import { planReport } from "../prune/plan";
import { readyStack } from "../stack";
import { needsOf, onDockerAlone } from "../stack-needs";
import { stackRequest } from "../stack-system";

const usage = "prune STACK [--dry-run] [--shared] [--yes]";

/**
 * Removes from the engine what the stack has brought there and needs no more: images of old releases, old builds, layers of
 * unfinished ones, stopped containers of an interrupted update. Never a volume, nor what others made or use.
 */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackRequest(args);
  onDockerAlone(stack, "prune", "its nodes remove old images themselves");
  const { yes, rest: words } = yesIn(rest);
  const [dry, shared] = ["--dry-run", "--shared"].map((option) => words.includes(option));
  const unknown = words.filter((word) => !["--dry-run", "--shared"].includes(word));
  if (unknown.length > 0) throw new PlainError(`prune does not know ${unknown.join(" ")}: ${usage}`);
  const progress = progressOn();
  const env = await prepare(needsOf(stack, ["cli", "engine"]), progress);
  await readyStack(stack, env, progress);
  const plan = await planOf(stack, env, { thorough: true, shared });
  console.log(planReport(stack, plan));
  const { removed, leftovers } = plan;
  if (dry === true || removed.length + leftovers.length === 0) return 0;
  if (!(await agreed("Remove them?", yes))) return 1;
  const kept: string[] = [];
  for (const { name } of leftovers) {
    // Without force: one that was started meanwhile stays. Without its volumes: they may be all that is left of something.
    const { code, stderr } = await runCommand("docker", ["rm", name], { env, allowFailure: true });
    if (code !== 0) kept.push(`${name} stays: ${stderr.trim()}`);
  }
  kept.push(...(await removeImages(removed, env)));
  for (const why of kept) progress.note(`! ${why}`);
  console.log(
    `Removed ${removed.length + leftovers.length - kept.length} of ${removed.length + leftovers.length}.`,
  );
  return kept.length === 0 ? 0 : 1;
}
