import type { Limits } from "./limits";
import type { System } from "../system";
import { checkBrokers } from "./stores/brokers";
import { checkDerived } from "./derived";
import { checkDatabases } from "./stores/databases";
import { checkAliases } from "./workload/aliases";
import { checkHealth } from "./workload/health";
import { checkImages } from "./workload/images";
import { checkIngress } from "./ingress";
import { checkNames } from "./names";
import { checkPorts } from "./ports";
import { SystemError, type Problem } from "./problem";
import { checkProcesses } from "./workload/process";
import { checkProduction } from "./production";
import { checkReferences } from "./references";
import { checkRequests } from "./requests";
import { checkResources } from "./resources";
import { checkRoutes } from "./routes";
import { checkSchedules } from "./schedules";
import { checkSignals } from "./monitoring/signals";
import { checkUnused } from "./unused";
import { checkValues } from "./values";
import { checkVersions } from "./stores/versions";
import { checkVolumes } from "./volumes";

export { boundedDuration, type Bounds } from "./bounds";
export { checkExtensions } from "./extensions";
export { checkProvidedUrls } from "./provided";
export { looseSecrets } from "./references";
export { SystemError, type Problem } from "./problem";

/** Every error of a system for a target, in the order of its components; empty when there is none. */
export function check(system: System, limits: Limits): readonly Problem[] {
  const values = checkValues(system);
  return [
    ...values,
    ...checkNames(system, limits),
    ...checkAliases(system),
    ...checkDerived(system),
    ...checkImages(system),
    ...checkHealth(system),
    ...checkProcesses(system),
    ...checkVersions(system),
    ...checkDatabases(system, limits),
    ...checkBrokers(system),
    ...checkReferences(system),
    ...checkRoutes(system),
    ...checkIngress(system),
    ...checkRequests(system),
    ...checkPorts(system),
    ...checkResources(system, limits),
    ...checkVolumes(system, limits),
    ...checkSchedules(system),
    ...checkSignals(system),
    ...checkUnused(system),
    ...checkProduction(system),
  ];
}

/**
 * Refuses a system with errors.
 *
 * @throws SystemError that lists all of them
 */
export function assertValid(system: System, limits: Limits): void {
  const problems = check(system, limits);
  if (problems.length > 0) throw new SystemError(system.name, problems);
}
