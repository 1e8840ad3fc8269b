import { isServer, type Resources, type System } from "../../model";

function within(resources: Resources | undefined, cores: number): { readonly resources?: Resources } {
  if (resources === undefined) return {};
  const { request, limit } = resources.cpu;
  const cpu = { request: Math.min(request, cores), limit: Math.min(limit, cores) };
  return { resources: { ...resources, cpu } };
}

/** The most cores that a component of a system may use. */
export function greatestLimit({ services, jobs, stores, ingress }: System): number {
  const all = [...services, ...jobs, ...stores.filter(isServer), ...(ingress === undefined ? [] : [ingress])];
  return Math.max(0, ...all.map(({ resources }) => resources?.cpu.limit ?? 0));
}

/** A system with no limit beyond the cores that the engine's machine has: one gives a container no more of them, and the engine refuses it. */
export function withinCores(system: System, cores: number): System {
  const limited = <T extends { readonly resources?: Resources }>(one: T): T => ({
    ...one,
    ...within(one.resources, cores),
  });
  return {
    ...system,
    services: system.services.map(limited),
    jobs: system.jobs.map(limited),
    stores: system.stores.map((store) => (isServer(store) ? limited(store) : store)),
    ...(system.ingress === undefined ? {} : { ingress: limited(system.ingress) }),
  };
}
