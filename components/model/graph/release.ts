import { externalStores, gatedBy, relaysOf, workloadRefs } from "./edges";
import { startOrder, startsAfter } from "./order";
import type { Job } from "../job";
import type { Service } from "../service";
import { isServer } from "../engines";
import type { System } from "../system";

/** A job of the release or of a schedule, and what must be ready before it is made. */
export interface JobStep {
  readonly job: Job;
  /** The stores that it names, of those that the target runs. */
  readonly stores: readonly string[];
  /** The backup that is taken before it runs. */
  readonly backup?: string;
}

/** A service, and what must be ready before its new instances start. */
export interface ServiceStep {
  readonly service: Service;
  /** The stores that it names, of those that the target runs. */
  readonly stores: readonly string[];
  /** The services that must be healthy; their own steps come before this one. */
  readonly services: readonly string[];
  /** The jobs of the release that must have succeeded. */
  readonly gates: readonly string[];
}

/**
 * What a release does, in the order in which every target does it: stores, which wait for nobody, then jobs, then services, each after
 * those that it names, then the ingress.
 */
export interface ReleasePlan {
  readonly jobs: readonly JobStep[];
  readonly services: readonly ServiceStep[];
  /** The services that must be healthy before the ingress sends them requests, sorted. */
  readonly routed: readonly string[];
}

/** The plan of a valid system's release: what each part waits for, and which jobs gate which services. */
export function releasePlan(system: System): ReleasePlan {
  const external = externalStores(system);
  const relays = relaysOf(system);
  const own = new Set(
    system.stores.filter((store) => isServer(store) && !external.has(store.name)).map(({ name }) => name),
  );
  const storesOf = (workload: Service | Job): readonly string[] => {
    const named = workloadRefs(workload).flatMap((ref) => (ref.ref === "store" ? [ref.name] : []));
    return [...new Set(named)].filter((name) => own.has(name));
  };
  const gated = system.jobs.map((job) => ({ name: job.name, services: gatedBy(system, job) }));
  const routed = (system.ingress?.routes ?? []).flatMap(({ to }) => ("service" in to ? [to.service] : []));
  return {
    jobs: system.jobs.map((job) => ({
      job,
      stores: storesOf(job),
      ...(job.backupFirst === undefined ? {} : { backup: job.backupFirst }),
    })),
    services: startOrder(system).map((service) => ({
      service,
      stores: storesOf(service),
      services: startsAfter(service, relays),
      gates: gated.filter(({ services }) => services.includes(service.name)).map(({ name }) => name),
    })),
    routed: [...new Set(routed)].sort(),
  };
}
