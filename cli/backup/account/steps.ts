import { awsTypes, type AwsStack } from "../../runtime/account";
import { textOf } from "../../runtime/resources";
import type { Ended } from "../../runtime/runtime";

/** A task of a backup, whose steps are containers that run one after another. */
export interface BackupTask {
  readonly component: string;
  readonly role: "backup" | "drill";
  /** The backup, whose log and security group it has. */
  readonly part: string;
}

/** What steps are told, by their names; one that the task does not have is told nothing. */
export type Told = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Seconds after which a task is stopped: a backup of many files may take most of a day. */
const deadline = 86_400;
/** Lines of a step's log that are shown. */
const shownLines = 20;

/** The steps of a task in their order; none where it is not deployed. */
function stepsOf(account: AwsStack, { component, role }: BackupTask): readonly string[] {
  const definition = textOf(account.find(awsTypes.task, component, role), "containerDefinitions");
  return (JSON.parse(definition ?? "[]") as readonly { readonly name: string }[]).map(({ name }) => name);
}

/** What a step has written for people: neither what CloudWatch makes metrics of, nor empty lines. */
async function wordsOf(account: AwsStack, { part }: BackupTask, step: string, task: string): Promise<string> {
  const group = textOf(account.find(awsTypes.logGroup, part), "name") ?? "";
  const lines = await account.operating.client.lines(group, `${step}/${step}/${task}`, shownLines);
  return lines
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith('{"_aws"'))
    .join("\n");
}

/** The step that failed: of all that have an exit code, the first whose is not 0. */
async function failedStep(
  account: AwsStack,
  steps: readonly string[],
  task: string,
): Promise<string | undefined> {
  const { containers = [] } = (await account.operating.client.task(account.cluster, task)) ?? {};
  return steps.find((step) => (containers.find(({ name }) => name === step)?.exitCode ?? 0) !== 0);
}

/**
 * Runs a backup's task to its end: what its steps told, or why it failed, with the last lines of the step that did.
 *
 * @throws PlainError where it is not deployed
 */
export async function runSteps(account: AwsStack, task: BackupTask, told: Told = {}): Promise<Ended> {
  const steps = stepsOf(account, task);
  const override = Object.entries(told)
    .filter(([container]) => steps.includes(container))
    .map(([container, environment]) => ({ container, environment }));
  const ended = await account.run(task, {
    ...{ deadline, override },
    container: steps.at(-1) ?? task.component,
  });
  const { task: id, reason, exitCode = 1 } = ended;
  if (id === undefined) return { code: 1, output: `The task ${task.component} ${reason ?? ""}` };
  if (reason === undefined) {
    const spoken = steps.filter((step) => !step.startsWith("prepare-"));
    const words = await Promise.all(spoken.map((step) => wordsOf(account, task, step, id)));
    return { code: 0, output: words.filter((text) => text !== "").join("\n") };
  }
  const failed = await failedStep(account, steps, id);
  const words = failed === undefined ? "" : await wordsOf(account, task, failed, id);
  const where = failed === undefined ? `The task ${task.component} (${id})` : `Step ${failed} of ${id}`;
  return { code: exitCode === 0 ? 1 : exitCode, output: `${where} ${reason}\n${words}`.trim() };
}
