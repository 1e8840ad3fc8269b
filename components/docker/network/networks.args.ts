import {
  exporterComponent,
  groupOf,
  isServer,
  managedStores,
  networkGroups,
  opened,
  reachesOut,
  workloadRefs,
  type System,
} from "../../model";
import { bucketOf } from "../../render/backup";

/** The components that publish ports on the host. */
function publishing({ services, stores, metrics, ingress }: System): readonly string[] {
  return [
    ...services.filter(({ publish = {} }) => Object.keys(publish).length > 0).map(({ name }) => name),
    ...stores
      .filter(isServer)
      .filter((store) => store.external === undefined)
      .filter((store) => store.publish !== undefined || Object.keys(opened(store)).length > 0)
      .map(({ name }) => name),
    ...(metrics?.publish === undefined ? [] : [exporterComponent]),
    ...(ingress === undefined ? [] : [ingress.name]),
  ];
}

/** The components that join a network which others made: the ingress, and whoever uses or saves a store that runs outside the system. */
export function joiners(system: System): readonly string[] {
  const external = managedStores(system);
  const users = [...system.services, ...system.jobs].filter((workload) =>
    workloadRefs(workload).some((ref) => ref.ref === "store" && external.has(ref.name)),
  );
  const savers = system.backups.filter(({ store }) => external.has(store));
  return [
    ...(system.ingress === undefined ? [] : [system.ingress.name]),
    ...[...users, ...savers].map(({ name }) => name),
  ];
}

/** The names, without the stack's prefix, of the networks that a system has on an engine. */
export function networkNames(system: System): readonly string[] {
  const { services, jobs, backups, ingress } = system;
  const workloads = [...services, ...jobs, ...backups].map(({ name }) => name);
  const ways = [
    ...publishing(system),
    ...workloads.filter((name) => reachesOut(system, name)),
    ...backups.filter((backup) => bucketOf(backup) !== undefined).map(({ name }) => `${name}-offsite`),
    ...(ingress?.tls?.mode === "lets-encrypt" ? [`${ingress.name}-acme`] : []),
  ];
  return [
    ...networkGroups(system).map(({ name }) => name),
    ...[...new Set(ways.map((component) => groupOf(system, component)))].map((name) => `${name}-outside`),
  ];
}
