import { prepare } from "../environment";
import { PlainError } from "../errors";
import { run as runCommand } from "../processes";
import { progressOn } from "../progress";
import { containerType } from "../rerun";
import { exportedResources, readyStack, stackArguments, stackOutputs } from "../stack";
import { systemOf } from "../stack-system";
import { judgeChecklist } from "../verify/checklist";
import { judgeContainers, judgeJobs, type Container } from "../verify/containers";
import { judgeMigrations, type Exec } from "../verify/migrations";
import { judgeProxy } from "../verify/proxy";
import { fails, report, type Verdict } from "../verify/verdict";

/** The containers of the stack's state that the engine still has; others may carry the same labels. */
async function inspectStack(stack: string, env: NodeJS.ProcessEnv): Promise<readonly Container[]> {
  const resources = await exportedResources(stack, env);
  const ids = resources.flatMap(({ type, id }) => (type === containerType && id !== undefined ? [id] : []));
  if (ids.length === 0) return [];
  // It fails when one of them is gone, and prints the others all the same.
  const { stdout } = await runCommand("docker", ["inspect", "--type", "container", ...ids], {
    env,
    allowFailure: true,
  });
  return JSON.parse(stdout) as Container[];
}

/** Where the entrance answers, as the last deployment said. */
async function entranceUrl(part: string, stack: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const url = (await stackOutputs(stack, env))[part];
  return typeof url === "string" ? url : undefined;
}

/** Runs the deployment checklist against the live stack; exit code 1 when a check fails. */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackArguments(args);
  if (rest.length > 0)
    throw new PlainError(
      `verify takes the name of a stack and nothing else, but was given ${rest.join(" ")}.`,
    );
  const system = systemOf(stack);
  const progress = progressOn();
  const env = await prepare(["cli", "engine"], progress);
  await readyStack(stack, env, progress);
  const containers = await inspectStack(stack, env);
  const exec: Exec = async ({ Name }, argv) => {
    const { code, stdout, stderr } = await runCommand("docker", ["exec", Name.slice(1), ...argv], {
      env,
      allowFailure: true,
    });
    return { code, output: code === 0 ? stdout : stderr };
  };
  const url = system.entrance === undefined ? undefined : await entranceUrl(system.entrance.name, stack, env);
  const verdicts: readonly Verdict[] = [
    ...judgeContainers(system, containers, stack),
    ...judgeJobs(system, containers, stack),
    ...(await judgeMigrations(system, containers, exec, stack)),
    ...(await judgeProxy(system, containers, exec, stack)),
    ...(url === undefined
      ? system.checklist.map(({ title }) =>
          fails(`${title} answers`, `the stack has no URL yet. Deploy it: npm run up -- ${stack}`),
        )
      : await judgeChecklist(system, url)),
  ];
  console.log(report(verdicts));
  return verdicts.every(({ reason }) => reason === undefined) ? 0 : 1;
}
