import {
  edgesOf,
  isServer,
  networkGroups,
  SystemError,
  workloadRefs,
  type Job,
  type NetworkGroup,
  type Service,
  type System,
} from "../../model";
import { coloursOf } from "./colours";
import { clients, ingressBox, jobBox, serviceBox, storeBox, type Box } from "./boxes";

/** The box that stands for whoever sends requests; no component can have this name. */
const outside = ":outside";

/** What a line means: a connection, a mounted volume, a store outside the system, requests coming in. */
export type LinkKind = "connection" | "mount" | "external" | "requests";

export interface Link {
  /** Names of boxes. */
  readonly from: string;
  readonly to: string;
  readonly kind: LinkKind;
  /** Index of the network that carries it; only connections have one. */
  readonly network?: number;
}

/** What a diagram shows, without places and sizes. */
export interface Content {
  readonly title: string;
  readonly environment: string;
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
  /** Private networks; drawn with their number from 1. */
  readonly networks: readonly NetworkGroup[];
  /** For each network the index of its colour. */
  readonly colours: readonly number[];
  /** Lines about the whole system. */
  readonly notes: readonly string[];
}

/**
 * The content of a system's diagram, derived from the model alone.
 *
 * @throws SystemError when a reference leads to nothing; `check` finds those first
 */
export function contentOf(system: System): Content {
  const networks = networkGroups(system);
  const links = linksOf(system, networks);
  const numbers = (name: string): readonly number[] =>
    networks.flatMap((network, index) => (network.members.includes(name) ? [index + 1] : []));
  const boxes = [
    ...(system.ingress === undefined ? [] : [clients(outside, system.ingress), ingressBox(system.ingress)]),
    ...system.services.map(serviceBox),
    ...system.jobs.map((job) => jobBox(system, job)),
    ...system.stores.map((store) => storeBox(system, store)),
  ].map((box) => ({ ...box, networks: numbers(box.name) }));
  assertComplete(system, boxes, links);
  return {
    title: system.name,
    environment: system.environment,
    boxes,
    links,
    networks,
    colours: coloursOf(networks),
    notes: notesOf(system),
  };
}

function linksOf(system: System, networks: readonly NetworkGroup[]): readonly Link[] {
  const { ingress } = system;
  const external = new Set(
    system.stores.flatMap((store) => (isServer(store) && store.external !== undefined ? [store.name] : [])),
  );
  const workloads: readonly (Service | Job)[] = [...system.services, ...system.jobs];
  return [
    ...(ingress === undefined ? [] : [{ from: outside, to: ingress.name, kind: "requests" as const }]),
    ...edgesOf(system).map(({ from, to }) => ({
      from,
      to,
      kind: "connection" as const,
      network: networkOf(system, networks, from, to),
    })),
    ...workloads.flatMap(({ name, mounts = [] }) =>
      unique(mounts.map(({ volume }) => volume)).map((to) => ({ from: name, to, kind: "mount" as const })),
    ),
    ...workloads.flatMap((workload) => {
      const named = workloadRefs(workload).flatMap((ref) => (ref.ref === "store" ? [ref.name] : []));
      return unique(named.filter((name) => external.has(name))).map((to) => ({
        from: workload.name,
        to,
        kind: "external" as const,
      }));
    }),
  ];
}

/** A store's own network carries all connections to it; services talk on one that is not a store's. */
function networkOf(system: System, networks: readonly NetworkGroup[], from: string, to: string): number {
  const stores = new Set(system.stores.map(({ name }) => name));
  return networks.findIndex(({ name, members }) =>
    stores.has(to) ? name === to : !stores.has(name) && members.includes(from) && members.includes(to),
  );
}

function assertComplete(system: System, boxes: readonly Box[], links: readonly Link[]): void {
  const names = new Set(boxes.map(({ name }) => name));
  const problems = links.flatMap(({ from, to }) =>
    names.has(to) ? [] : [{ path: from, message: `names "${to}", which the system does not have` }],
  );
  if (problems.length > 0) throw new SystemError(system.name, problems);
}

function notesOf({ monitoring }: System): readonly string[] {
  if (monitoring === undefined) return [];
  const { metrics, logs, tracing, alerts, dashboards = [], hostMetrics = false } = monitoring;
  const parts = [
    ...(metrics === undefined ? [] : [`metrics every ${metrics.interval}, kept ${metrics.retention}`]),
    ...(hostMetrics ? ["host and container metrics"] : []),
    ...(logs === undefined ? [] : [`logs kept ${logs.retention}`]),
    ...(tracing === undefined ? [] : [`traces kept ${tracing.retention}`]),
    ...(alerts.length === 0 ? [] : [`${alerts.length} ${alerts.length === 1 ? "alert" : "alerts"}`]),
    ...(dashboards.length === 0
      ? []
      : [`${dashboards.length} ${dashboards.length === 1 ? "dashboard" : "dashboards"}`]),
  ];
  const published = Object.entries(monitoring.publish ?? {})
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { address, port }]) => `${name} ${address ?? "127.0.0.1"}:${port}`);
  return [
    `Monitoring: ${parts.join(" · ")}`,
    ...(published.length === 0 ? [] : [`Monitoring on the host: ${published.join(" · ")}`]),
  ];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
