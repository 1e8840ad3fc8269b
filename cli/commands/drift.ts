import { previewed } from "../preview";
import { previewArguments } from "../preview/arguments";
import { progressOn } from "../../setup/progress";
import { readyStack } from "../stack";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";
import { markdown, publish } from "../preview/publish";
import { command, unless } from "../command-line/declaration";

export const declaration = command({
  name: "drift",
  group: "Look",
  summary: "Say what was changed outside of Trireme since the last up",
  description: "It prints the table of preview, and changes nothing.",
  stack: true,
  options: {
    markdown,
    policies: unless("--no-policies", "accepted as by preview; no policy is checked in any case"),
  },
  passes: {
    to: "pulumi refresh --preview-only",
    options: [["-t, --target URN", "compare this resource alone"]],
  },
  exits: { 2: "something differs" },
  usageCode: 1,
  examples: [
    ["drift prod", "a table of what differs"],
    ["drift prod --markdown drift.md", "the same for an issue, in a file"],
  ],
  refuse({ options, passed }) {
    return previewArguments(options, passed).plain
      ? "drift prints a table of its own, so it takes neither --diff nor --json. For the Pulumi CLI's output: pulumi refresh --preview-only --diff"
      : undefined;
  },
  async run({ stack, options, passed }) {
    const asked = previewArguments(options, passed);
    const system = systemOf(stack);
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "plugins", "engine"], progress);
    await readyStack(stack, env, progress);
    const { report, code } = await progress.step(`Comparing stack ${stack} with what runs`, () =>
      previewed("drift", { stack, rest: asked.rest }, system, env),
    );
    publish(report, asked);
    if (code !== 0) return 1;
    return report.rows.length === 0 ? 0 : 2;
  },
});
