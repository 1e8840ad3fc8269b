import { edgesOf, externalStores, relaysOf, workloadRefs, type Edge } from "./edges";
import type { Service } from "../service";
import { engineContainer, isServer, type Store } from "../engines";
import type { System } from "../system";

/** An edge with the TCP ports that it is for, ascending. */
export interface Connection extends Edge {
  readonly ports: readonly number[];
}

/** The ports of a service by name: `main`, and the further ones. */
export function portsOf({ port, ports }: Pick<Service, "port" | "ports">): Readonly<Record<string, number>> {
  return { ...(port === undefined ? {} : { main: port }), ...ports };
}

/** The ports of a service that another part names: in its values, or, of the ingress, in its routes. */
export function portsNamed(system: System, from: string, to: Service): readonly number[] {
  const ports = portsOf(to);
  const caller = [...system.services, ...system.jobs].find(({ name }) => name === from);
  const relays = relaysOf(system);
  const named =
    caller === undefined
      ? (system.ingress?.routes ?? []).flatMap(({ to: destination }) =>
          "service" in destination && destination.service === to.name ? [destination.port ?? "main"] : [],
        )
      : workloadRefs(caller).flatMap((ref) =>
          ref.ref === "service" && ref.name === to.name
            ? [ref.port ?? "main"]
            : ref.ref === "store" && relays.get(ref.name) === to.name
              ? ["main"]
              : [],
        );
  return [...new Set(named)].flatMap((name) => ports[name] ?? []).sort((a, b) => a - b);
}

/** What no value names: backups reach their store, and what mounts a volume reaches it where it is a server's. */
function unnamedEdges(system: System): readonly Edge[] {
  const external = externalStores(system);
  const saving = system.backups
    .filter(({ store }) => !external.has(store))
    .map(({ name, store }) => ({ from: name, to: store }));
  const mounting = [...system.services, ...system.jobs].flatMap(({ name, mounts = [] }) =>
    [...new Set(mounts.map(({ volume }) => volume))].map((to) => ({ from: name, to })),
  );
  return [...saving, ...mounting];
}

/** The port that an engine takes connections on by itself; a volume is a disk, and takes none. */
function enginePorts(store: Store): readonly number[] {
  return isServer(store) ? [engineContainer(store).ports.main] : [];
}

/**
 * Who opens connections to whom within the system, and on which ports: what is not among them is closed. The edges of the system come
 * first, in their order; backups and mounts follow.
 *
 * @param storePorts the ports of a store that its consumers use on the target; none: it takes no connections
 * @default the port of its engine
 */
export function connectionsOf(
  system: System,
  storePorts: (store: Store) => readonly number[] = enginePorts,
): readonly Connection[] {
  const found = new Map<string, Connection>();
  for (const { from, to } of [...edgesOf(system), ...unnamedEdges(system)]) {
    const store = system.stores.find(({ name }) => name === to);
    const service = system.services.find(({ name }) => name === to);
    const ports =
      store !== undefined
        ? storePorts(store)
        : service === undefined
          ? []
          : portsNamed(system, from, service);
    if (ports.length > 0) found.set(`${from} ${to}`, { from, to, ports });
  }
  return [...found.values()];
}
