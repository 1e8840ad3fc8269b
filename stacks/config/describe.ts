import { lowered } from "../../components/lowering";
import type { Job, Problem, System } from "../../components/model";
import { targets } from "../../components/targets";
import { environmentOf } from "./environments";
import type { StackConfig } from "./schema";
import { withSettings } from "./settings";
import { withSystemSettings } from "./system-settings";
import { withTopology } from "./topology";
import { systems } from "../systems";

/** The system as its author wrote it, for the stack's environment. */
export function writtenSystem(config: StackConfig): System {
  return systems[config.system](environmentOf(config));
}

/** A system as the stack wants it: first what features are made of; then what they made, of which the settings speak, too. */
function asWanted(system: System, config: StackConfig): System {
  const { settings } = config;
  const capabilities = targets[config.target].lowersIn(config);
  return asSet(
    lowered(withTopology(asSet(withSystemSettings(system, settings), config), settings), capabilities),
    config,
  );
}

/** With what the stack says of all targets, and of its own. */
function asSet(system: System, config: StackConfig): System {
  const set = withSettings(system, config.settings, config.encrypted);
  return targets[config.target].overridden(set, config);
}

/** The system that a configuration describes, as it is deployed: with its settings, and where it went back, with what did not. */
export function describeSystem(config: StackConfig): System {
  const describe = systems[config.system];
  const environment = environmentOf(config);
  const described = asWanted(describe(environment), config);
  const newer = Object.entries(config.rollback?.jobs ?? {});
  if (newer.length === 0) return described;
  const kept = new Map(
    newer.flatMap(([name, release]) => {
      const later = asWanted(describe({ ...environment, tag: release }), config);
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
