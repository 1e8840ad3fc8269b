import { createHash } from "node:crypto";
import type { Outcome } from "../../shared/failure";
import { taskFailure, type Asking } from "./asking";
import type { Task } from "./client";

/** A task that runs once. */
export interface WantedTask {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly container: string;
  readonly logGroup: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly publicAddress: boolean;
}

/** Tag of a task definition by which it is known that its run has succeeded. */
export const completedTag = "dev.trireme.completed";

/** By which the runs of one task definition are found again: ECS takes 36 characters. */
export function starterOf(taskDefinition: string): string {
  return `trireme-${createHash("sha256").update(taskDefinition).digest("hex").slice(0, 24)}`;
}

function hasEnded({ lastStatus }: Task): boolean {
  return lastStatus === "STOPPED";
}

/** Seconds for an answer to know of a task that was just started. */
const appearance = 30;

async function outcomeOf(
  asking: Asking,
  wanted: WantedTask,
  arn: string,
  deadline: number,
): Promise<Outcome> {
  const { client } = asking;
  const start = asking.now();
  for (;;) {
    const task = await client.task(wanted.cluster, arn);
    if (task !== undefined && hasEnded(task)) {
      const own = task.containers?.find(({ name }) => name === wanted.container);
      if (own?.exitCode !== 0) return await taskFailure(asking, task, wanted);
      await client.tag(wanted.taskDefinition, completedTag, new Date(asking.now()).toISOString());
      return { ok: true };
    }
    const waited = (asking.now() - start) / 1000;
    const { container } = wanted;
    if (task === undefined && waited > appearance)
      return { ok: false, container, reason: `is gone: ECS knows no task ${arn}`, log: "" };
    if (waited > deadline) {
      await client.stop(wanted.cluster, arn, "took too long");
      const told = task === undefined ? undefined : await taskFailure(asking, task, wanted);
      const log = told === undefined || told.ok ? "" : told.log;
      return { ok: false, container, reason: `did not end within ${deadline} s, and was stopped`, log };
    }
    await asking.pause();
  }
}

/**
 * Runs a task to its end, once for each task definition: one that has succeeded is not run again, and one that an
 * interrupted deployment has started is waited for.
 */
export async function taskOutcome(
  asking: Asking,
  wanted: WantedTask,
  { deadline }: { readonly deadline: number },
): Promise<Outcome> {
  const { client } = asking;
  const { cluster, taskDefinition, container } = wanted;
  if ((await client.tags(taskDefinition))[completedTag] !== undefined) return { ok: true };
  const startedBy = starterOf(taskDefinition);
  const [running] = await client.tasks(cluster, { startedBy }, "RUNNING");
  if (running?.taskArn !== undefined) return await outcomeOf(asking, wanted, running.taskArn, deadline);
  const { subnets, securityGroups, publicAddress } = wanted;
  const run = await client.run({
    cluster,
    taskDefinition,
    startedBy,
    subnets,
    securityGroups,
    publicAddress,
  });
  if ("refused" in run) return { ok: false, container, reason: `was not started: ${run.refused}`, log: "" };
  return await outcomeOf(asking, wanted, run.arn, deadline);
}
