import type { Job, System } from "../../components/model";
import { stillRunning } from "../../components/render/schedule";
import { UsageError } from "../../setup/errors";
import { progressOn } from "../../setup/progress";
import { command, required } from "../command-line/declaration";
import { operationsOf } from "../runtime";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";

/**
 * The scheduled job of a name.
 *
 * @throws UsageError naming those that there are
 */
export function scheduledJob(system: System, name: string, stack: string): Job {
  const job = system.jobs.find((one) => one.name === name);
  if (job?.run === "release")
    throw new UsageError(
      `Job ${name} belongs to the release and runs once for each. Run it again: npx trireme up ${stack} --rerun ${name}`,
    );
  if (job !== undefined) return job;
  const names = system.jobs.filter(({ run }) => run !== "release").map((one) => one.name);
  throw new UsageError(
    `There is no job "${name}" in stack ${stack}; ${names.length === 0 ? "it has no scheduled jobs" : `its scheduled jobs are ${names.join(", ")}`}.`,
  );
}

export const declaration = command({
  name: "run",
  group: "Deploy",
  summary: "Run a scheduled job now, and show what it prints",
  description:
    "The run does not overlap another, and ends at the job's time limit. On a Docker engine it counts as one of the schedule's, and verify and the metrics tell how it ended. On Kubernetes and AWS it goes on where this command is interrupted.",
  stack: true,
  arguments: { job: required("<job>", "name of a scheduled job of the system") },
  exits: {
    [stillRunning]: "the job is running already",
    1: "the job failed, where its own exit code is not another one",
  },
  examples: [["run prod vacuum", "and end with the job's own exit code"]],
  async run({ stack, arguments: { job } }) {
    const scheduled = scheduledJob(systemOf(stack), job, stack);
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "engine"], progress);
    const code = await operationsOf(stack, env).run(scheduled);
    if (code === stillRunning) progress.note(`Job ${job} is running already.`);
    return code;
  },
});
