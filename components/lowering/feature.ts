import { originOf, type Dashboard, type Origins, type Postgres, type System } from "../model";
import type { Place } from "../render/prometheus/place";

/** What a cloud's own monitoring leaves to a Prometheus of its own, and which pages that one shows. */
export interface Managed {
  /** Whether anything of the system is asked of Prometheus. */
  readonly asks: (system: System) => boolean;
  /** The pages that Grafana shows of it. */
  readonly pages: (system: System) => readonly Dashboard[];
  /** Whether an image is had over the internet alone: what runs it needs a way there. */
  readonly beyond: (image: string) => boolean;
}

/** What a target leaves to lowering: what it does natively is not among the features. */
export interface Capabilities {
  /** Names of the features that become components there. */
  readonly features: readonly string[];
  /** Databases that an operator of the target runs with all that belongs to them: features leave these alone. @default none */
  readonly operated?: (store: Postgres) => boolean;
  /** What runs the components that are measured. @default "engine" */
  readonly place?: Place;
  /** What a place "managed" leaves to Prometheus. @default nothing */
  readonly managed?: Managed;
  /** Whether requests come in through a proxy of the system's own, which counts them. @default true */
  readonly counted?: boolean;
}

/** Something that a system asks for, said in ordinary components: services, stores, jobs, secrets, files and edges. */
export interface Feature {
  /**
   * The name by which targets say that they leave it to lowering.
   * @example "pooler"
   */
  readonly name: string;
  /** Whether the system asks for it. */
  readonly applies: (system: System, capabilities: Capabilities) => boolean;
  /** The system with what comes of it; each component that is new stands in `origins`. */
  readonly lower: (system: System, capabilities: Capabilities) => System;
}

/** The names of a system's components that share one name space, and of its secrets as `origins` calls them. */
export function namesOf({ services, stores, jobs, backups, ingress, secrets }: System): readonly string[] {
  const components = [
    ...services,
    ...stores,
    ...jobs,
    ...backups,
    ...(ingress === undefined ? [] : [ingress]),
  ];
  return [...components.map(({ name }) => name), ...secrets.map(({ name }) => secretOrigin(name))];
}

/**
 * How `origins` calls a secret: secrets have names of their own, which may be those of components.
 *
 * @example
 * const key: string = secretOrigin("grafana-admin");
 */
export function secretOrigin(name: string): string {
  return `secret ${name}`;
}

/** A system with further components, and where they come from. */
export function withComponents(
  system: System,
  added: Partial<Pick<System, "services" | "stores" | "jobs" | "secrets">>,
  origins: Origins,
): System {
  const { services = [], stores = [], jobs = [], secrets = [] } = added;
  return {
    ...system,
    services: [...system.services, ...services],
    stores: [...system.stores, ...stores],
    jobs: [...system.jobs, ...jobs],
    secrets: [...system.secrets, ...secrets],
    origins: { ...system.origins, ...origins },
  };
}

/** The origins of a system's components that a feature made. */
export function madeBy(system: System, feature: string): readonly string[] {
  return Object.keys(system.origins ?? {}).filter((name) => originOf(system, name)?.feature === feature);
}
