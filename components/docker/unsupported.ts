import type { Problem, System } from "../model";
import { checkExtensions, externalStores, isSavable } from "../model";
import { storeRefusals } from "../shared/driver";
import { problemsOf, type Refusal } from "../shared/refusal";
import { ingressRefusals } from "./ingress/engines";
import { monitoringRefusals } from "./observability/refusals";
import { driverOf } from "./stores";

function componentRefusals(system: System): readonly Refusal[] {
  return [
    ...storeRefusals(system, (store) => driverOf(store).refusals(store, undefined)),
    ...system.backups.flatMap(({ name, store: of, form, destinations }) => {
      const store = system.stores.find((candidate) => candidate.name === of);
      return [
        {
          path: `backups.${name}`,
          set: store !== undefined && !isSavable(store),
          message: `the Docker target does not back up ${store?.engine ?? ""}; back it up from the host, and leave this backup out`,
        },
        {
          path: `backups.${name}.destinations`,
          set: form === "files" && destinations.some((to) => to.to === "bucket" && to.expire !== undefined),
          message:
            "with form: files several backups share a file, which must not go by its age alone; leave expire out",
        },
        {
          path: `backups.${name}`,
          set: externalStores(system).has(of),
          message:
            "the Docker target backs up only the stores that it runs; back this external store up where it runs, and leave this backup out",
        },
      ];
    }),
  ];
}

/** What a system asks for that the Docker target does not do: refused, so that nothing is silently left out. */
export function beyondDocker(system: System): readonly Problem[] {
  const refusals = [
    ...componentRefusals(system),
    ...(system.ingress === undefined ? [] : ingressRefusals(system.ingress)),
    ...monitoringRefusals(system),
  ];
  return [...problemsOf(refusals), ...checkExtensions(system, { operators: false, additions: true })];
}
