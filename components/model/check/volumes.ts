import type { Limits } from "./limits";
import { isServer } from "../engines";
import type { System } from "../system";
import { identityOf } from "../values/user";
import { writersOf } from "../graph/volumes";
import type { Problem } from "./problem";

function checkUsers(system: System): readonly Problem[] {
  const workloads = [
    ...system.services.map((service) => ({ path: `services.${service.name}.user`, user: service.user })),
    ...system.jobs.map((job) => ({ path: `jobs.${job.name}.user`, user: job.user })),
  ];
  return workloads
    .filter(({ user }) => user !== undefined && identityOf(user) === undefined)
    .map(({ path, user }) => ({
      path,
      message: `"${user}" is not a numeric user; write for example 1000 or "1000:1001", as \`id\` in the image shows it`,
    }));
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

/** Whose the volumes are. A provider's service makes every client the same user. */
export function checkVolumes(system: System, { stores }: Limits): readonly Problem[] {
  return [...checkUsers(system), ...(stores === "services" ? [] : checkWriters(system))];
}
