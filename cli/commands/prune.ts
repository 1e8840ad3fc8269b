import { agreed } from "../stack/confirm";
import { run as runCommand } from "../../setup/processes";
import { progressOn } from "../../setup/progress";
import { planOf } from "../prune";
import { removeImages } from "../prune/engine";
import { planJson, planReport } from "../prune/plan";
import { readyStack } from "../stack";
import { prepareFor } from "../stack/needs";
import { command, flag, yes } from "../command-line/declaration";

export const declaration = command({
  name: "prune",
  group: "Data and secrets",
  summary: "Remove images and containers that the stack needs no more",
  description:
    "Images of old releases, old builds, layers of unfinished ones, stopped containers of an interrupted update. Never a volume, nor what others made or use.",
  stack: true,
  options: {
    dryRun: flag("--dry-run", "show what would go, and remove nothing"),
    shared: flag("--shared", "also images of repositories that other containers of the engine run from"),
    json: flag("--json", "print what would go as JSON; with --dry-run"),
    yes,
  },
  only: { target: "docker", instead: "its nodes remove old images themselves" },
  exits: { 1: "it failed, something could not be removed, or the answer was no" },
  examples: [
    ["prune prod --dry-run", "what would go"],
    ["prune prod --yes", "without a question"],
    ["prune prod --dry-run --json", "what would go, for a program"],
  ],
  refuse: ({ options }) =>
    options.json && !options.dryRun ? "--json tells what would be removed: add --dry-run." : undefined,
  async run({ stack, options }) {
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "engine"], progress);
    await readyStack(stack, env, progress);
    const plan = await planOf(stack, env, { thorough: true, shared: options.shared });
    console.log(options.json ? planJson(plan) : planReport(stack, plan));
    const { removed, leftovers } = plan;
    if (options.dryRun || removed.length + leftovers.length === 0) return 0;
    if (!(await agreed("Remove them?", options.yes))) return 1;
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
  },
});
