import { relaysOf, workloadRefs } from "./edges";
import type { Service } from "../service";
import type { System } from "../system";

/**
 * What must be healthy before a service starts: the services it names, but itself and those it calls lazily, and those that lead to the
 * stores it names.
 *
 * @param relays of the system's stores, as `relaysOf` finds them
 */
export function startsAfter(
  service: Service,
  relays: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const named = workloadRefs(service).flatMap((ref) => {
    if (ref.ref === "store") return relays.get(ref.name) ?? [];
    return ref.ref === "service" && ref.lazy !== true ? [ref.name] : [];
  });
  return [...new Set([...named, ...(service.after ?? [])])].filter((name) => name !== service.name).sort();
}

/** The services of a valid system so that each comes after those it waits for. */
export function startOrder(system: System): readonly Service[] {
  const byName = new Map(system.services.map((service) => [service.name, service]));
  const ordered = new Set<Service>();
  const relays = relaysOf(system);
  const visit = (service: Service): void => {
    for (const name of startsAfter(service, relays)) {
      const provider = byName.get(name);
      if (provider !== undefined && !ordered.has(provider)) visit(provider);
    }
    ordered.add(service);
  };
  for (const service of [...system.services].sort((a, b) => a.name.localeCompare(b.name))) visit(service);
  return [...ordered];
}
