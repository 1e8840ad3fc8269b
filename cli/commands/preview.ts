import { checkSteps, policyArguments } from "../stack/policies";
import { previewed } from "../preview";
import { previewArguments } from "../preview/arguments";
import { progressOn } from "../../setup/progress";
import { pulumi, readyStack } from "../stack";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";
import { refuseUnreadable } from "../stack/store-formats";
import { command, unless } from "../command-line/declaration";
import { markdown, publish } from "../preview/publish";

export const declaration = command({
  name: "preview",
  group: "Deploy",
  summary: "Check the description, and show what an up would change",
  description:
    "In the order in which a reviewer thinks: data at risk, who can reach what, secrets, the rest. With --diff or --json the Pulumi CLI prints in its own words.",
  stack: true,
  options: { markdown, policies: unless("--no-policies", "leave the policy pack out") },
  passes: {
    to: "pulumi preview",
    options: [
      ["--diff", "every property that changes"],
      ["-j, --json", "the plan as JSON"],
      ["--expect-no-changes", "fail where something would change"],
      ["-t, --target URN", "this resource alone"],
      ["--refresh=false", "trust the state, and look at nothing that runs"],
    ],
  },
  examples: [
    ["preview dev", "what an up would do"],
    ["preview prod --markdown preview.md", "a comment for a pull request, in a file"],
    ["preview prod --expect-no-changes", "for a script"],
  ],
  refuse({ options, passed }) {
    previewArguments(options, passed);
    return undefined;
  },
  async run({ stack, options, passed }) {
    const asked = previewArguments(options, passed);
    const system = systemOf(stack);
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "plugins", "images"], progress);
    const { resources } = await readyStack(stack, env, progress);
    const policies = asked.policies ? await policyArguments(stack, env) : [];
    const request = { stack, rest: [...policies, ...asked.rest] };
    if (asked.plain) return await pulumi(["preview"], request, env);
    const { report, code } = await progress.step(`Previewing stack ${stack}`, () =>
      previewed("preview", request, system, env, (steps) => (asked.policies ? checkSteps(stack, steps) : [])),
    );
    publish(report, asked);
    // After the report, so that a reviewer sees both.
    refuseUnreadable(stack, system, resources);
    return code;
  },
});
