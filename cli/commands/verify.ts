import { progressOn } from "../../setup/progress";
import { verifierOf } from "../runtime";
import { readyStack, stackOutputs } from "../stack";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";
import { checkChecklist } from "../verify/checklist";
import { asJson, fails, report, type Verdict } from "../verify/verdict";
import { command, json } from "../command-line/declaration";

/** Where the ingress answers, as the last deployment said. */
async function ingressUrl(
  component: string,
  stack: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const url = (await stackOutputs(stack, env))[component];
  return typeof url === "string" ? url : undefined;
}

export const declaration = command({
  name: "verify",
  group: "Look",
  summary: "Run the deployment checklist against the live stack",
  stack: true,
  options: { json },
  exits: { 1: "a check failed, or could not be made" },
  examples: [
    ["verify dev", "a line for each check"],
    ["verify prod --json", "the answers for a program"],
  ],
  async run({ stack, options }) {
    const system = systemOf(stack);
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "engine"], progress);
    await readyStack(stack, env, progress);
    const { verdicts: seen, address } = await verifierOf(stack, env).look(system);
    const { ingress } = system;
    const url = ingress === undefined ? undefined : await ingressUrl(ingress.name, stack, env);
    const verdicts: readonly Verdict[] = [
      ...seen,
      ...(url === undefined
        ? system.checklist.map(({ title }) =>
            fails(`${title} answers`, `the stack has no URL yet. Deploy it: npx trireme up ${stack}`),
          )
        : await checkChecklist(system, url, address)),
    ];
    console.log(options.json ? asJson(verdicts) : report(verdicts));
    return verdicts.every(({ reason }) => reason === undefined) ? 0 : 1;
  },
});

/** The same after another command. */
export async function verified(stack: string): Promise<number> {
  return await declaration.run({ stack, options: { json: false }, arguments: {}, passed: [] });
}
