import { prepare } from "../environment";
import { PlainError } from "../errors";
import { progressOn } from "../progress";
import { runtimeOf } from "../runtime";
import type { EntranceState } from "../runtime/runtime";
import { readyStack, stackOutputs } from "../stack";
import { needsOf } from "../stack-needs";
import { configOf, stackRequest, systemOf } from "../stack-system";
import { judgeCertificates } from "../verify/certificate";
import { judgeBackups } from "../verify/backups";
import { judgeChecklist } from "../verify/checklist";
import { judgeContainers, judgeJobs } from "../verify/containers";
import { judgeMigrations, type Exec } from "../verify/migrations";
import { judgeProxy } from "../verify/proxy";
import { fails, report, type Verdict } from "../verify/verdict";

const noEntrance: EntranceState = { kind: "proxy", address: "127.0.0.1" };

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
  const runtime = runtimeOf(stack, env);
  const containers = await runtime.inspected();
  const exec: Exec = ({ Name }, argv) => runtime.exec(Name.slice(1), argv);
  const { entrance } = system;
  const state = entrance === undefined ? noEntrance : await runtime.entrance(entrance, containers);
  const url = entrance === undefined ? undefined : await entranceUrl(entrance.name, stack, env);
  const place = { target: configOf(stack).target, proxy: state.kind === "proxy" };
  const verdicts: readonly Verdict[] = [
    ...judgeContainers(system, containers, stack, place),
    ...judgeJobs(system, containers, stack),
    ...(await judgeMigrations(system, containers, exec, stack)),
    ...(await judgeProxy(system, containers, exec, stack, state)),
    ...(await judgeCertificates(system, state, stack)),
    ...(await judgeBackups(system, containers, exec, stack)),
    ...(url === undefined
      ? system.checklist.map(({ title }) =>
          fails(`${title} answers`, `the stack has no URL yet. Deploy it: npm run up -- ${stack}`),
        )
      : await judgeChecklist(system, url, state.address)),
  ];
  console.log(report(verdicts));
  return verdicts.every(({ reason }) => reason === undefined) ? 0 : 1;
}
