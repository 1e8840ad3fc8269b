import { isServer, type Rotations, type System } from "../../model";
import type { Refusal } from "../../shared/refusal";
import { driverOf } from ".";

/** What the job is called that brings a store's password into force; its pods carry the name as a label. */
export function credentialsName(store: string): string {
  return `${store}-credentials`;
}

/** Stores whose password the target cannot change while they run. */
export function rotationRefusals(system: System, rotations: Rotations): readonly Refusal[] {
  return system.stores.filter(isServer).map((store) => {
    const { by } = driverOf(store).run(store);
    return {
      path: `settings.rotations.${store.name}`,
      set: (rotations[store.name] ?? 0) > 0 && store.external === undefined && by === "cloudnative-pg",
      message: `the Kubernetes target cannot change the password of this running store: its operator has the password in a Secret of its own. Remove it: pulumi config rm --path 'settings.rotations.${store.name}'`,
    };
  });
}
