import type { System } from "../../components/model";
import { scheduleCommand } from "../../components/render/schedule";
import { parseStatus } from "./backups";
import { ofComponent, type Container } from "./containers";
import type { Exec } from "./migrations";
import { fails, holds, type Verdict } from "./verdict";

/** Lines of a failed run's output that are told. */
const toldLines = 3;

/** The verdict on the last run of a scheduled job, from its scheduler's `status`; one that has not run yet has not failed. */
export function checkLastRun(name: string, output: string, stack: string): Verdict {
  const claim = `the last run of job ${name} succeeded`;
  const status = parseStatus(output);
  const get = (key: string): string => status.get(key) ?? "";
  if (get("ended") === "" || get("code") === "0") return holds(claim);
  const lines = output
    .split("\n")
    .filter((line) => line.startsWith("output\t"))
    .map((line) => line.slice("output\t".length))
    .filter((line) => line.trim() !== "");
  const when = new Date(Number(get("ended")) * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  const said = lines.length === 0 ? "" : `, and its last lines were: ${lines.slice(-toldLines).join(" | ")}`;
  return fails(
    claim,
    `it ended at ${when} with exit code ${get("code")}${said}. All of it: npx trireme logs ${stack} ${name}; once more: npx trireme run ${stack} ${name}`,
  );
}

/** Whether each scheduled job has its scheduler, and its last run succeeded. */
export async function checkSchedules(
  system: System,
  containers: readonly Container[],
  exec: Exec,
  stack: string,
): Promise<readonly Verdict[]> {
  const verdicts = await Promise.all(
    system.jobs
      .filter(({ run }) => run !== "release")
      .map(async ({ name }) => {
        const claim = `job ${name} keeps its schedule`;
        const fix = `Fix it: npx trireme up ${stack}`;
        const [scheduler] = ofComponent(containers, name, "schedule");
        if (scheduler?.State.Status !== "running")
          return [fails(claim, `its container does not run. ${fix}`)];
        const { Health } = scheduler.State;
        if (Health !== undefined && Health.Status !== "healthy")
          return [fails(claim, `its scheduler is ${Health.Status}. ${fix}`)];
        const { code, output } = await exec(scheduler, scheduleCommand("status"));
        if (code !== 0) return [fails(claim, `${output.trim()}. ${fix}`)];
        return [holds(claim), checkLastRun(name, output, stack)];
      }),
  );
  return verdicts.flat();
}
