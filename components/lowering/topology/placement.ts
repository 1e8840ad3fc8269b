import {
  engineContainer,
  isServer,
  portsOf,
  workloadRefs,
  type Job,
  type Ref,
  type Service,
  type System,
} from "../../model";
import type { Way } from "../../render/relay";

/** Components of a system that another stack runs, and where its gate answers. */
export interface Elsewhere {
  readonly stack: string;
  /** Names of services and stores. */
  readonly components: readonly string[];
  /** Host name or IP address. */
  readonly address: string;
  readonly port: number;
}

/** Which components of a system a stack runs, and which others do. */
export interface Placement {
  /** Whether jobs, the ingress, sites and monitoring are this stack's: of one stack of a system they are. */
  readonly main: boolean;
  readonly elsewhere: readonly Elsewhere[];
  /** Where other stacks come in. @default nobody does */
  readonly gate?: { readonly port: number; readonly address: string; readonly from: readonly string[] };
}

/** Names of all that a stack can be told to run: services and stores. */
export function placeable({ services, stores }: Pick<System, "services" | "stores">): readonly string[] {
  return [...services, ...stores].map(({ name }) => name);
}

/** Who runs the components that this stack does not, by their names. */
export function farOf({ elsewhere }: Placement): ReadonlyMap<string, Elsewhere> {
  return new Map(elsewhere.flatMap((one) => one.components.map((name) => [name, one] as const)));
}

function wayOf(system: System, ref: Ref): readonly Way[] {
  if (ref.ref === "secret") return [];
  const service = system.services.find(({ name }) => name === ref.name);
  const store = system.stores.filter(isServer).find(({ name }) => name === ref.name);
  const port =
    ref.ref === "service"
      ? service && portsOf(service)[ref.port ?? "main"]
      : store && engineContainer(store).ports.main;
  return port === undefined ? [] : [{ component: ref.name, port }];
}

/** What the ingress and monitoring reach, which are the main stack's. */
function mainWays(system: System): readonly Way[] {
  const routed = (system.ingress?.routes ?? []).flatMap(({ to }) =>
    "service" in to
      ? wayOf(system, {
          ref: "service",
          name: to.service,
          attribute: "url",
          ...(to.port === undefined ? {} : { port: to.port }),
        })
      : [],
  );
  const measured =
    system.monitoring?.metrics === undefined
      ? []
      : system.services.flatMap(({ name, metrics }) =>
          metrics === undefined
            ? []
            : wayOf(system, { ref: "service", name, attribute: "url", port: metrics.port ?? "main" }),
        );
  return [...routed, ...measured];
}

/**
 * The connections that one side of a system opens to the other, each port once, sorted.
 *
 * @param from whether a component is on the side that connects
 * @param to whether a component is on the side that is reached
 * @param main whether jobs, ingress and monitoring are on the side that connects
 */
export function waysBetween(
  system: System,
  from: (component: string) => boolean,
  to: (component: string) => boolean,
  main: boolean,
): readonly Way[] {
  const callers: readonly (Service | Job)[] = [
    ...system.services.filter(({ name }) => from(name)),
    ...(main ? system.jobs : []),
  ];
  const all = [
    ...callers.flatMap((caller) => workloadRefs(caller).flatMap((ref) => wayOf(system, ref))),
    ...(main ? mainWays(system) : []),
  ].filter(({ component }) => to(component));
  const unique = new Map(all.map((way) => [`${way.component} ${way.port}`, way]));
  return [...unique.values()].sort((a, b) =>
    a.component === b.component ? a.port - b.port : a.component.localeCompare(b.component),
  );
}
