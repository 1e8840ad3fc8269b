import type { System } from "../../components/model";
import { scheduleCommand, stillRunning } from "../../components/render/schedule";
import { PlainError, UsageError } from "../../setup/errors";
import { runAttached } from "../../setup/processes";
import { progressOn } from "../../setup/progress";
import { command, required } from "../command-line/declaration";
import { runtimeOf } from "../runtime";
import { prepareFor } from "../stack/needs";
import { systemOf } from "../stack/system";

/**
 * Refuses what is no scheduled job.
 *
 * @throws UsageError naming those that there are
 */
function refuseOther(system: System, name: string, stack: string): void {
  const job = system.jobs.find((one) => one.name === name);
  if (job?.run === "release")
    throw new UsageError(
      `Job ${name} belongs to the release and runs once for each. Run it again: npx trireme up ${stack} --rerun ${name}`,
    );
  if (job !== undefined) return;
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
    "The run counts as one of the schedule's: it does not overlap another, it ends at the job's time limit, and verify and the metrics tell how it ended.",
  stack: true,
  arguments: { job: required("<job>", "name of a scheduled job of the system") },
  only: {
    target: "docker",
    instead: "start it there: kubectl create job NAME --from=cronjob/JOB, or aws ecs run-task",
  },
  exits: {
    [stillRunning]: "the job is running already",
    1: "the job failed, where its own exit code is not another one",
  },
  examples: [["run prod vacuum", "and end with the job's own exit code"]],
  async run({ stack, arguments: { job } }) {
    const system = systemOf(stack);
    refuseOther(system, job, stack);
    const progress = progressOn();
    const env = await prepareFor(stack, ["cli", "engine"], progress);
    const runtime = runtimeOf(stack, env);
    const scheduler = (await runtime.instances()).find(
      ({ component, role, replaced }) => component === job && role === "schedule" && replaced !== true,
    );
    if (scheduler === undefined)
      throw new PlainError(`Job ${job} is not deployed yet: npx trireme up ${stack}`);
    const [program, ...args] = runtime.execCommand(scheduler, scheduleCommand("now"));
    return await runAttached(program, args, { env });
  },
});
