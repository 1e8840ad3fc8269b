import { prepare } from "../environment";
import { clearPending } from "../interrupted";
import { judgedArguments } from "../policies";
import { occupiedPorts } from "../ports";
import { tellShortfalls } from "../preflight/brief";
import { progressOn } from "../progress";
import { tidy } from "../prune";
import { refuseTakeover } from "../runtime";
import { readyStack, upWithReruns } from "../stack";
import { needsOf } from "../stack-needs";
import { systemOf } from "../stack-system";
import { refuseUnreadable } from "../store-formats";
import { command, unless } from "../command-line/declaration";
import { rerun } from "../rerun";

export const declaration = command({
  name: "up",
  group: "Deploy",
  summary: "Bring the stack to what the checkout describes",
  description:
    "The preview that comes first is judged by the policies, except in development. What an interrupted run left is cleared first.",
  stack: true,
  options: { rerun, policies: unless("--no-policies", "do not judge the preview by the policies") },
  passes: {
    to: "pulumi up",
    options: [
      ["-y, --yes", "do not ask"],
      ["-f, --skip-preview", "without a preview first, and so without policies"],
      ["--diff", "every property that changes"],
      ["--expect-no-changes", "fail where something changes"],
      ["-t, --target URN", "this resource alone"],
      ["--replace URN", "make this resource anew"],
      ["-r, --refresh", "look at what runs first"],
    ],
  },
  examples: [
    ["up prod", "after a preview and a question"],
    ["up prod --yes --skip-preview", "at once"],
    ["up prod --rerun migrate", "run the job again, too"],
  ],
  async run({ stack, options, passed }) {
    const progress = progressOn();
    const env = await prepare(
      needsOf(stack, ["cli", "plugins", "images"]),
      progress,
      await occupiedPorts(stack),
    );
    await tellShortfalls(stack, env, progress);
    await readyStack(stack, env, progress);
    await refuseTakeover(stack, env);
    await clearPending(stack, env, progress);
    const rest = await judgedArguments({ stack, rest: passed }, options.policies, env);
    const system = systemOf(stack);
    const code = await upWithReruns({ stack, named: options.rerun, rest }, env, progress, (resources) =>
      refuseUnreadable(stack, system, resources),
    );
    if (code === 0) await tidy(stack, env, progress);
    return code;
  },
});

/** The same for another command, which has asked already. */
export async function upUnasked(stack: string, ...more: readonly string[]): Promise<number> {
  return await declaration.run({
    stack,
    options: { rerun: [], policies: true },
    arguments: {},
    passed: ["--yes", "--skip-preview", ...more],
  });
}
