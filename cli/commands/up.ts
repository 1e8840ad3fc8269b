import { command, unless } from "../command-line/declaration";
import { deployed, readyToDeploy } from "../stack/deploying";
import { checkedArguments } from "../stack/policies";
import { rerun } from "../stack/rerun";
import { tidy } from "../prune";

export const declaration = command({
  name: "up",
  group: "Deploy",
  summary: "Bring the stack to what the checkout describes",
  description:
    "The preview that comes first is checked by the policies, except in development. What an interrupted run left is cleared first.",
  stack: true,
  options: { rerun, policies: unless("--no-policies", "do not check the preview by the policies") },
  passes: {
    to: "pulumi up",
    options: [
      ["-y, --yes", "do not ask"],
      ["-f, --skip-preview", "without a preview first, and so without policies"],
      ["--diff", "every property that changes"],
      ["--expect-no-changes", "fail where something changes"],
      ["-t, --target URN", "this resource alone"],
      ["--replace URN", "replace this resource"],
      ["-r, --refresh", "look at what runs first"],
    ],
  },
  examples: [
    ["up prod", "after a preview and a question"],
    ["up prod --yes --skip-preview", "at once"],
    ["up prod --rerun migrate", "run the job again, too"],
  ],
  async run({ stack, options, passed }) {
    const ready = await readyToDeploy(stack);
    const { env, progress } = ready;
    const rest = await checkedArguments({ stack, rest: passed }, options.policies, env);
    const code = await deployed({ stack, named: options.rerun, rest }, ready);
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
