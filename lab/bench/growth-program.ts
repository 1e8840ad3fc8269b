import { check, SystemError } from "../../components/model";
import { docker } from "../../components/docker";
import { Platform } from "../../components/docker/platform";
import { registrations } from "./registrations";
import { synthetic } from "./synthetic";
import { noEngine } from "../../test/support/outcomes";

/** What one run of the program cost. */
export interface ProgramCost {
  readonly resources: number;
  /** From the start of the process to the last registration. */
  readonly seconds: number;
  /** The process's largest resident set. */
  readonly mebibytes: number;
}

/** What a stack's program does, for a synthetic system and without an engine. */
async function main(services: number): Promise<ProgramCost> {
  let resources = 0;
  await registrations(
    "bench",
    () => {
      const system = synthetic(services);
      const problems = check(system, docker.limits);
      if (problems.length > 0) throw new SystemError(system.name, problems);
      new Platform({ system, images: {}, substitutes: {}, provided: {}, protect: false, engine: noEngine });
    },
    () => (resources += 1),
  );
  return {
    resources,
    seconds: performance.now() / 1000,
    mebibytes: process.resourceUsage().maxRSS / 1024,
  };
}

void main(Number(process.argv[2])).then((cost) => console.log(JSON.stringify(cost)));
