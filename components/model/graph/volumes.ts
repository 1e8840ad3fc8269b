import type { Job } from "../job";
import type { Service } from "../service";
import type { Volume } from "../engines";
import type { System } from "../system";
import { identityOf, type Identity } from "../values/user";

/** Who mounts a volume, sorted by name. */
export function mountersOf(system: System, volume: Pick<Volume, "name">): readonly (Service | Job)[] {
  return [...system.services, ...system.jobs]
    .filter(({ mounts }) => mounts?.some((mount) => mount.volume === volume.name) === true)
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Who writes in a volume, as far as its users are named: sorted by name. */
export function writersOf(
  system: System,
  volume: Pick<Volume, "name">,
): readonly { readonly component: Service | Job; readonly identity: Identity }[] {
  return mountersOf(system, volume)
    .filter(({ mounts }) => mounts?.some((mount) => mount.volume === volume.name && mount.readOnly !== true))
    .flatMap((component) => {
      const identity = identityOf(component.user);
      return identity === undefined ? [] : [{ component, identity }];
    });
}
