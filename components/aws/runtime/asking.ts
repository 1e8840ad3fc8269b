import type { Outcome } from "../../shared/failure";
import type { EcsClient, Task } from "./client";

/** What the questions have in common. */
export interface Asking {
  readonly client: EcsClient;
  /** Milliseconds. */
  now(): number;
  pause(): Promise<void>;
}

/** Lines of a log that a person is shown. */
const shownLines = 20;

/** The last word of an ARN: a task's or a definition's own name. */
export function shortName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** Why a task ended, by its own containers' word before that of ECS. */
export function whyStopped(task: Task, container: string): string {
  const own = task.containers?.find(({ name }) => name === container);
  if (own?.reason !== undefined && own.reason !== "") return `ended: ${own.reason}`;
  const failed = task.containers?.find(({ exitCode, name }) => name !== container && (exitCode ?? 0) !== 0);
  if (own?.exitCode !== undefined && own.exitCode !== 0) return `failed, with exit code ${own.exitCode}`;
  if (failed !== undefined)
    return `ended: container ${failed.name ?? ""} ${failed.reason ?? `has exit code ${failed.exitCode ?? 0}`}`;
  return `ended: ${task.stoppedReason ?? "ECS gives no reason"}`;
}

/** The failure of a task, with the last lines of its container. */
export async function taskFailure(
  { client }: Pick<Asking, "client">,
  task: Task,
  where: { readonly container: string; readonly logGroup: string },
): Promise<Outcome> {
  const { container, logGroup } = where;
  const id = shortName(task.taskArn ?? "");
  return {
    ok: false,
    container: `${container} of task ${id}`,
    reason: whyStopped(task, container),
    log: await client.lines(logGroup, `${container}/${container}/${id}`, shownLines),
  };
}
