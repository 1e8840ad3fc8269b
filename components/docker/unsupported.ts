import type { Backup, Problem, Rotations, Store, System } from "../model";
import { checkExtensions, externalStores, isSavable } from "../model";
import { storeRefusals } from "../shared/driver";
import { problemsOf, type Refusal } from "../shared/refusal";
import { ingressRefusals } from "./ingress/engines";
import { fixedStores } from "./network/fixed.args";
import { monitoringRefusals } from "./observability/refusals";
import { driverOf } from "./stores";

/** What cannot be done for a store that runs elsewhere. */
function externalRefusals({ name, pointInTime }: Backup, store: Store): readonly Refusal[] {
  return [
    {
      path: `backups.${name}`,
      set: store.engine !== "postgres",
      message: `of the external stores the Docker target saves Postgres, by a dump over the network, and not ${store.engine}; back it up where it runs, and leave this backup out`,
    },
    {
      path: `backups.${name}.pointInTime`,
      set: pointInTime !== undefined,
      message: `"${store.name}" is an external store, which archives its own log; leave pointInTime out`,
    },
  ];
}

function componentRefusals(system: System): readonly Refusal[] {
  const external = externalStores(system);
  return [
    ...storeRefusals(system, (store) => driverOf(store).refusals(store, undefined)),
    ...system.backups.flatMap((backup) => {
      const { name, store: of, form, destinations } = backup;
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
        ...(store !== undefined && external.has(of) ? externalRefusals(backup, store) : []),
      ];
    }),
  ];
}

/** What a system asks for that the Docker target does not do: refused, so that nothing is silently left out. */
export function beyondDocker(system: System, rotations: Rotations = {}): readonly Problem[] {
  const refusals = [
    ...componentRefusals(system),
    ...(system.ingress === undefined ? [] : ingressRefusals(system.ingress)),
    ...monitoringRefusals(system),
    ...fixedStores(system).map(({ name }) => ({
      path: `settings.rotations.${name}`,
      set: (rotations[name] ?? 0) > 0,
      message: `the Docker target cannot change the password of a Redis that Sentinels watch; remove it: pulumi config rm --path 'settings.rotations.${name}'`,
    })),
  ];
  return [...problemsOf(refusals), ...checkExtensions(system, { operators: false, additions: true })];
}
