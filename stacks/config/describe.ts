import { lowered } from "../../components/lowering";
import type { Job, Problem, System } from "../../components/model";
import { targets } from "../../components/targets";
import { environmentOf } from "./environments";
import type { StackConfig } from "./schema";
import { withSettings } from "./settings";
import { systems } from "../systems";

/** The system that a configuration describes, as it is deployed: with its settings, and where it went back, with what did not. */
export function describeSystem(config: StackConfig): System {
  const describe = systems[config.system];
  const environment = environmentOf(config);
  const target = targets[config.target];
  // What features make is a component like any other: the stack's settings speak of it, too.
  const described = target.overridden(
    withSettings(lowered(describe(environment), target.lowers), config.settings, config.encrypted),
    config,
  );
  const newer = Object.entries(config.rollback?.jobs ?? {});
  if (newer.length === 0) return described;
  const kept = new Map(
    newer.flatMap(([name, release]) => {
      const later = withSettings(
        describe({ ...environment, tag: release }),
        config.settings,
        config.encrypted,
      );
      const job = later.jobs.find((one) => one.name === name);
      return job === undefined ? [] : [[name, atRelease(job, release)] as const];
    }),
  );
  return { ...described, jobs: described.jobs.map((job) => kept.get(job.name) ?? job) };
}

function atRelease(job: Job, release: string): Job {
  return { ...job, image: { ...job.image, release } };
}

/** Jobs of a rollback that the system does not have. */
export function checkRollback(system: System, config: StackConfig): readonly Problem[] {
  const jobs = system.jobs.filter(({ run }) => run === "release").map(({ name }) => name);
  return Object.keys(config.rollback?.jobs ?? {})
    .filter((name) => !jobs.includes(name))
    .map((name) => ({
      path: `rollback.jobs.${name}`,
      message: `system "${system.name}" runs no job "${name}" in a release; it runs ${jobs.length === 0 ? "none" : jobs.join(", ")}`,
    }));
}
