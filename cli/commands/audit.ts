import { publishedPorts } from "../../components/model/check/ports";
import { asJson, evaluate, table } from "../audit/cis";
import { subjectOf, type Inspected, type Subject } from "../audit/subject";
import { PlainError } from "../../setup/errors";
import { run as runCommand } from "../../setup/processes";
import { progressOn } from "../../setup/progress";
import { prepareFor } from "../stack/needs";
import { stackContainers } from "../stack/containers";
import { systemOf } from "../stack/system";
import { command, json } from "../command-line/declaration";

async function subjectsOf(stack: string, env: NodeJS.ProcessEnv): Promise<readonly Subject[]> {
  const ids = (await stackContainers(stack, env)).map(({ id }) => id);
  if (ids.length === 0)
    throw new PlainError(`Stack ${stack} has no containers. Deploy it: npx trireme up ${stack}`);
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

export const declaration = command({
  name: "audit",
  group: "Look",
  summary: "Check the containers against the CIS Docker Benchmark",
  description:
    "Its section 5, on containers. A recommendation that is not met fails, unless an exception with its reason is in docs/security.md.",
  stack: true,
  options: { json },
  only: {
    target: "docker",
    instead: "Pod Security `restricted` is enforced in its namespace, and kube-linter checks manifests",
  },
  examples: [
    ["audit prod", "a line for each recommendation"],
    ["audit prod --json", "the same for a program"],
  ],
  async run({ stack, options }) {
    const system = systemOf(stack);
    const env = await prepareFor(stack, ["cli", "engine"], progressOn());
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
    console.log(options.json ? asJson(verdicts) : table(verdicts));
    return verdicts.some(({ result }) => result.kind === "fails") ? 1 : 0;
  },
});
