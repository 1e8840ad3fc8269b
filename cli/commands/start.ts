import { command } from "../command-line/declaration";
import { deployed, readyToDeploy } from "../stack/deploying";
import { rerun } from "../stack/rerun";
import { stackOutputs } from "../stack";

export const declaration = command({
  name: "start",
  group: "Deploy",
  summary: "From a fresh clone to a running stack, without asking",
  description:
    "All set-up, then an up. What is missing and cannot be had is told at once, before anything is changed.",
  stack: true,
  options: { rerun },
  passes: {
    to: "pulumi up --yes --skip-preview",
    options: [
      ["--diff", "every property that changes"],
      ["-r, --refresh", "look at what runs first"],
    ],
  },
  examples: [
    ["start", "the development stack"],
    ["start prod", "another one"],
  ],
  async run({ stack, options, passed }) {
    const ready = await readyToDeploy(stack);
    const code = await deployed(
      { stack, named: options.rerun, rest: ["--yes", "--skip-preview", ...passed] },
      ready,
    );
    if (code !== 0) return code;

    console.log(`\nStack ${stack} is up.`);
    for (const [name, value] of Object.entries(await stackOutputs(stack, ready.env))) {
      if (typeof value === "string" && /^https?:\/\//.test(value)) console.log(`  ${name}: ${value}`);
    }
    console.log(`
  npx trireme verify ${stack}     check it from outside
  npx trireme logs ${stack}       what its services say
  npx trireme outputs ${stack} --show-secrets
  npx trireme destroy ${stack}    remove it
  eval "$(npx trireme env)"    use plain pulumi and docker commands in this shell`);
    return 0;
  },
});
