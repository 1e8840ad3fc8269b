import type { Problem, Rotations, System } from "../model";
import { checkExtensions } from "../model";
import { backupRefusals } from "../shared/backups";
import { storeRefusals } from "../shared/driver";
import { problemsOf, type Refusal } from "../shared/refusal";
import { engineRefusals } from "../shared/ingress-engines";
import { fixedStores } from "./network/fixed.args";
import { monitoringRefusals } from "../shared/monitoring-refusals";
import { driverOf } from "./stores";

/** Elsewhere a command forwards a published port to one of the instances. */
function publishRefusals(system: System): readonly Refusal[] {
  return system.services.map(({ name, publish, replicas = 1 }) => ({
    path: `services.${name}.publish`,
    set: publish !== undefined && replicas > 1,
    message: `${replicas} instances cannot share one host port; set replicas: 1, or reach the service through a route`,
  }));
}

/** What ends an instance that shows no sign of life does so from inside, where an init is the first process. */
function initRefusals(system: System): readonly Refusal[] {
  return system.services.map(({ name, init, health, readiness }) => ({
    path: `services.${name}.init`,
    set: init === false && (health ?? readiness) !== undefined,
    message:
      "is false, and an instance with a health check is ended from inside, which takes an init as its first process; leave init out, or have the image's own init run below it",
  }));
}

function componentRefusals(system: System): readonly Refusal[] {
  return [
    ...storeRefusals(system, (store) => driverOf(store).refusals(store, undefined)),
    ...backupRefusals(system, "Docker"),
  ];
}

/** What a system asks for that the Docker target does not do: refused, so that nothing is silently left out. */
export function beyondDocker(system: System, rotations: Rotations = {}): readonly Problem[] {
  const refusals = [
    ...componentRefusals(system),
    ...publishRefusals(system),
    ...initRefusals(system),
    ...(system.ingress === undefined ? [] : engineRefusals(system.ingress, { renews: false })),
    ...monitoringRefusals(system, { containers: "cAdvisor", mail: "no service of the machine sends mail" }),
    ...fixedStores(system).map(({ name }) => ({
      path: `settings.rotations.${name}`,
      set: (rotations[name] ?? 0) > 0,
      message: `the Docker target cannot change the password of a Redis that Sentinels watch; remove it: pulumi config rm --path 'settings.rotations.${name}'`,
    })),
  ];
  return [...problemsOf(refusals), ...checkExtensions(system, { operators: false, additions: true })];
}
