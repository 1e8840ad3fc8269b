import type { System } from "../system";
import type { Target } from "../targets";
import { checkDerived } from "./derived";
import { checkDatabases } from "./databases";
import { checkIngress } from "./ingress";
import { checkNames } from "./names";
import { checkPorts } from "./ports";
import { SystemError, type Problem } from "./problem";
import { checkProduction } from "./production";
import { checkReferences } from "./references";
import { checkRequests } from "./requests";
import { checkResources } from "./resources";
import { checkRoutes } from "./routes";
import { checkSchedules } from "./schedules";
import { checkUnused } from "./unused";
import { checkValues } from "./values";
import { checkVolumes } from "./volumes";

export { boundedDuration, type Bounds } from "./bounds";
export { checkExtensions } from "./extensions";
export { checkGivenUrls } from "./given";
export { SystemError, type Problem } from "./problem";

/** Every error of a system for a target, in the order of its components; empty when there is none. */
export function check(system: System, options: { readonly target: Target }): readonly Problem[] {
  const values = checkValues(system);
  return [
    ...values,
    ...checkNames(system, options.target),
    ...checkDerived(system),
    ...checkDatabases(system, options.target),
    ...checkReferences(system),
    ...checkRoutes(system, options.target),
    ...checkIngress(system),
    ...checkRequests(system),
    ...checkPorts(system),
    ...checkResources(system, options.target),
    ...checkVolumes(system, options.target),
    ...checkSchedules(system),
    ...checkUnused(system),
    ...checkProduction(system),
  ];
}

/**
 * Refuses a system with errors.
 *
 * @throws SystemError that lists all of them
 */
export function assertValid(system: System, options: { readonly target: Target }): void {
  const problems = check(system, options);
  if (problems.length > 0) throw new SystemError(system.name, problems);
}
