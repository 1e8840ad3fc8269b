import { prepare } from "../environment";
import { PlainError } from "../errors";
import { progressOn } from "../progress";
import { verifierOf } from "../runtime/verifier";
import { readyStack, stackOutputs } from "../stack";
import { needsOf } from "../stack-needs";
import { stackRequest, systemOf } from "../stack-system";
import { judgeChecklist } from "../verify/checklist";
import { fails, report, type Verdict } from "../verify/verdict";

/** Where the entrance answers, as the last deployment said. */
async function entranceUrl(part: string, stack: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const url = (await stackOutputs(stack, env))[part];
  return typeof url === "string" ? url : undefined;
}

/** Runs the deployment checklist against the live stack; exit code 1 when a check fails. */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackRequest(args);
  if (rest.length > 0)
    throw new PlainError(
      `verify takes the name of a stack and nothing else, but was given ${rest.join(" ")}.`,
    );
  const system = systemOf(stack);
  const progress = progressOn();
  const env = await prepare(needsOf(stack, ["cli", "engine"]), progress);
  await readyStack(stack, env, progress);
  const { verdicts: seen, address } = await verifierOf(stack, env).look(system);
  const { entrance } = system;
  const url = entrance === undefined ? undefined : await entranceUrl(entrance.name, stack, env);
  const verdicts: readonly Verdict[] = [
    ...seen,
    ...(url === undefined
      ? system.checklist.map(({ title }) =>
          fails(`${title} answers`, `the stack has no URL yet. Deploy it: npm run up -- ${stack}`),
        )
      : await judgeChecklist(system, url, address)),
  ];
  console.log(report(verdicts));
  return verdicts.every(({ reason }) => reason === undefined) ? 0 : 1;
}
