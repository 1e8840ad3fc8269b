import type { Limits } from "./limits";
import { isServer } from "../engines";
import type { System } from "../system";
import { identityOf } from "../values/user";
import { mountersOf, writersOf } from "../graph/volumes";
import type { Problem } from "./problem";

/** Characters of the shortest text that can say why. */
const shortestReason = 10;

/** What every runtime takes (runc: `user.minID`, `maxID`). */
const highestId = 2 ** 31 - 1;

function checkUsers(system: System): readonly Problem[] {
  const workloads = [
    ...system.services.map((service) => ({ path: `services.${service.name}.user`, user: service.user })),
    ...system.jobs.map((job) => ({ path: `jobs.${job.name}.user`, user: job.user })),
  ];
  return workloads.flatMap(({ path, user }) => {
    if (user === undefined) return [];
    const identity = identityOf(user);
    if (identity === undefined)
      return [
        {
          path,
          message: `"${user}" is not a numeric user; write for example 1000 or "1000:1001", as \`id\` in the image shows it`,
        },
      ];
    return Math.max(identity.uid, identity.gid) <= highestId
      ? []
      : [{ path, message: `"${user}" is out of range; users and groups have numbers up to ${highestId}` }];
  });
}

function checkWriters(system: System): readonly Problem[] {
  return system.stores.flatMap((store) => {
    if (isServer(store)) return [];
    const writers = writersOf(system, store);
    if (new Set(writers.map(({ identity }) => identity.uid)).size < 2) return [];
    const told = writers.map(
      ({ component, identity }) => `${component.kind} "${component.name}" as ${identity.uid}`,
    );
    return [
      {
        path: `stores.${store.name}`,
        message: `a volume belongs to one user, and several write in this one: ${told.join(", ")}; give them one user, or mount it with readOnly: true where it is only read`,
      },
    ];
  });
}

/** A reason that says nothing is none. */
function checkReasons(system: System): readonly Problem[] {
  return system.stores.flatMap((store) =>
    isServer(store) || store.disposable === undefined || store.disposable.trim().length >= shortestReason
      ? []
      : [
          {
            path: `stores.${store.name}.disposable`,
            message: `${JSON.stringify(store.disposable)} does not say why; write in a few words what makes its files again, or leave it out and add a backup`,
          },
        ],
  );
}

/** A volume for one has one component that writes in it: a second one may be on another machine. */
function checkAccess(system: System): readonly Problem[] {
  return system.stores.flatMap((store) => {
    if (isServer(store) || store.access === "many") return [];
    const writers = mountersOf(system, store).filter(({ mounts }) =>
      mounts?.some(({ volume, readOnly }) => volume === store.name && readOnly !== true),
    );
    if (writers.length < 2) return [];
    return [
      {
        path: `stores.${store.name}.access`,
        message: `is for one, and ${writers.map(({ kind, name }) => `${kind} "${name}"`).join(", ")} write in the volume; give it access: "many", or mount it with readOnly: true where it is only read`,
      },
    ];
  });
}

/** Whose the volumes are. A provider's service makes every client the same user. */
export function checkVolumes(system: System, { stores }: Limits): readonly Problem[] {
  return [
    ...checkUsers(system),
    ...checkAccess(system),
    ...checkReasons(system),
    ...(stores === "services" ? [] : checkWriters(system)),
  ];
}
