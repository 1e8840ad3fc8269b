import { publishedPorts } from "../../components/model/check/ports";
import { evaluate, table } from "../audit/cis";
import { subjectOf, type Inspected, type Subject } from "../audit/subject";
import { prepare } from "../environment";
import { PlainError } from "../errors";
import { run as runCommand } from "../processes";
import { progressOn } from "../progress";
import { stackContainers } from "../stack-containers";
import { onDockerAlone } from "../stack-needs";
import { stackRequest, systemOf } from "../stack-system";

async function subjectsOf(stack: string, env: NodeJS.ProcessEnv): Promise<readonly Subject[]> {
  const ids = (await stackContainers(stack, env)).map(({ id }) => id);
  if (ids.length === 0)
    throw new PlainError(`Stack ${stack} has no containers. Deploy it: npm run up -- ${stack}`);
  const { stdout } = await runCommand("docker", ["inspect", "--type", "container", ...ids], { env });
  const inspected = JSON.parse(stdout) as readonly Inspected[];
  return await Promise.all(
    inspected.map(async (one) => {
      if (!one.State.Running) return subjectOf(one, []);
      const top = await runCommand("docker", ["top", one.Id, "-o", "pid,args"], { env });
      const lines = top.stdout.trimEnd().split("\n").slice(1);
      return subjectOf(
        one,
        lines.map((line) => line.trim().replace(/^\d+\s+/, "")),
      );
    }),
  );
}

/** Judges the running stack by the CIS Docker Benchmark, section 5; exit code 1 on a fault without an argued exception. */
export async function run(args: string[]): Promise<number> {
  const { stack, rest } = stackRequest(args);
  onDockerAlone(
    stack,
    "audit",
    "Pod Security `restricted` is enforced in its namespace, and kube-linter judges manifests",
  );
  if (rest.length > 0)
    throw new PlainError(
      `audit takes the name of a stack and nothing else, but was given ${rest.join(" ")}.`,
    );
  const system = systemOf(stack);
  const env = await prepare(["cli", "engine"], progressOn());
  const info = await runCommand("docker", ["info", "--format", "{{json .}}"], { env });
  const { Swarm, SecurityOptions } = JSON.parse(info.stdout) as {
    readonly Swarm: { readonly LocalNodeState: string };
    readonly SecurityOptions: readonly string[];
  };
  const verdicts = evaluate(await subjectsOf(stack, env), {
    swarm: Swarm.LocalNodeState,
    security: SecurityOptions,
    ports: publishedPorts(system).map(({ port }) => port),
  });
  console.log(table(verdicts));
  return verdicts.some(({ result }) => result.kind === "fails") ? 1 : 0;
}
