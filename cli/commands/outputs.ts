import { progressOn } from "../../setup/progress";
import { prepareFor } from "../stack/needs";
import { pulumi, readyStack } from "../stack";
import { command } from "../command-line/declaration";

export const declaration = command({
  name: "outputs",
  group: "Look",
  summary: "Print the stack's outputs: addresses, generated passwords",
  stack: true,
  passes: {
    to: "pulumi stack output",
    options: [
      ["-j, --json", "as JSON"],
      ["--show-secrets", "secrets in the clear"],
    ],
  },
  examples: [
    ["outputs prod", "secrets are masked"],
    ["outputs dev --show-secrets --json", "all, for a program"],
  ],
  async run({ stack, passed }) {
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli"], progress);
    await readyStack(stack, env, progress);
    return await pulumi(["stack", "output"], { stack, rest: passed }, env);
  },
});
