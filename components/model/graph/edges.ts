import type { Site } from "../site";
import type { Job } from "../job";
import { isConfidential, refsOf, type Ref, type Value } from "../ref";
import type { Service } from "../service";
import { engineContainer, isServer, type Server } from "../engines";
import type { System } from "../system";

/** `from` opens connections to `to`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** Every value of a workload with the property it stands in. */
export function valuesOf(
  workload: Service | Job,
): readonly { readonly property: string; readonly value: Value }[] {
  return [
    ...Object.entries(workload.env).map(([name, value]) => ({ property: `env.${name}`, value })),
    ...Object.entries(workload.files ?? {}).map(([path, file]) => ({
      property: `files["${path}"]`,
      value: file.content,
    })),
    ...(workload.command ?? []).map((value, index) => ({ property: `command[${index}]`, value })),
    ...(workload.connects ?? []).map((value, index) => ({ property: `connects[${index}]`, value })),
  ];
}

/** The references that a workload makes. */
export function workloadRefs(workload: Service | Job): readonly Ref[] {
  return valuesOf(workload).flatMap(({ value }) => refsOf(value));
}

/** The references that a store's own engine makes to other stores. */
function engineRefs(store: Server): readonly Ref[] {
  const container = engineContainer(store);
  const values = [
    ...Object.values(container.env),
    ...Object.values(container.files).map((file) => file.content),
  ];
  return values.flatMap(refsOf).filter((ref) => ref.name !== store.name);
}

/** Names of the external stores. */
export function externalStores({ stores }: System): ReadonlySet<string> {
  return new Set(
    stores.filter((store) => isServer(store) && store.external !== undefined).map(({ name }) => name),
  );
}

/** The services that lead to stores which another stack runs, by the names of the stores. */
export function relaysOf({ stores }: Pick<System, "stores">): ReadonlyMap<string, string> {
  return new Map(
    stores.flatMap((store): (readonly [string, string])[] =>
      isServer(store) && store.external?.relay !== undefined ? [[store.name, store.external.relay]] : [],
    ),
  );
}

/** Names of the external stores that are reached beyond the system, by a URL. */
export function managedStores(system: System): ReadonlySet<string> {
  const relays = relaysOf(system);
  return new Set([...externalStores(system)].filter((name) => !relays.has(name)));
}

/** Whether a reference must never be seen: also every attribute of a managed store, for its URL is a secret. */
export function isHidden(ref: Ref, system: System): boolean {
  return isConfidential(ref) || (ref.ref === "store" && managedStores(system).has(ref.name));
}

/** Whether a service, job or backup reaches beyond the system: by its `egress`, or to a managed store. */
export function reachesOut(system: System, name: string): boolean {
  const external = managedStores(system);
  if (system.backups.some((backup) => backup.name === name && external.has(backup.store))) return true;
  return [...system.services, ...system.jobs]
    .filter((workload) => workload.name === name)
    .some(
      (workload) =>
        workload.egress === true ||
        workloadRefs(workload).some((ref) => ref.ref === "store" && external.has(ref.name)),
    );
}

/** All edges within the system, each once, sorted: what is not among them cannot be reached. */
export function edgesOf(system: System): readonly Edge[] {
  const external = managedStores(system);
  const relays = relaysOf(system);
  const edges = new Map<string, Edge>();
  const add = (from: string, named: string): void => {
    const to = relays.get(named) ?? named;
    if (from !== to && !external.has(to)) edges.set(`${from} ${to}`, { from, to });
  };
  for (const workload of [...system.services, ...system.jobs]) {
    for (const ref of workloadRefs(workload)) if (ref.ref !== "secret") add(workload.name, ref.name);
  }
  for (const store of system.stores.filter(isServer)) {
    for (const ref of engineRefs(store)) if (ref.ref !== "secret") add(store.name, ref.name);
  }
  for (const { to } of system.ingress?.routes ?? []) {
    if (system.ingress !== undefined && "service" in to) add(system.ingress.name, to.service);
  }
  return [...edges.values()].sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}

/** The static sites that routes lead to. */
export function routedSites(system: System): readonly Site[] {
  const names = (system.ingress?.routes ?? []).flatMap(({ to }) => ("site" in to ? [to.site] : []));
  return system.sites.filter(({ name }) => names.includes(name));
}

/** Who opens connections to a service or store, sorted. */
export function consumersOf(system: System, name: string): readonly string[] {
  return edgesOf(system)
    .filter((edge) => edge.to === name)
    .map((edge) => edge.from);
}

/** The services that wait for a job of the release. */
export function gatedBy(system: System, job: Job): readonly string[] {
  if (job.run !== "release") return [];
  if (job.before !== undefined) return job.before;
  const stores = new Set(workloadRefs(job).flatMap((ref) => (ref.ref === "store" ? [ref.name] : [])));
  return system.services
    .filter((service) => workloadRefs(service).some((ref) => ref.ref === "store" && stores.has(ref.name)))
    .map((service) => service.name);
}
