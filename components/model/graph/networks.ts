import { edgesOf } from "./edges";
import { exporterComponent, scraperComponent } from "../values/naming";
import { engineOf, isServer } from "../engines";
import { hasMetrics, originOf, type System } from "../system";
import { siteServerOf } from "./site-server";

/** A private network and who is on it. */
export interface NetworkGroup {
  readonly name: string;
  readonly members: readonly string[];
}

/**
 * Private networks for engines without rules between members of one network (Docker).
 *
 * A store has one network with all that name it: its container, which cannot be replaced without a pause,
 * then stays as it is when a consumer comes or goes. Services share a network only where each of them is
 * connected with every other by a reference, so that none reaches what neither names.
 */
export function networkGroups(system: System): readonly NetworkGroup[] {
  const edges = edgesOf(system);
  const stores = new Set(system.stores.filter(isServer).map((store) => store.name));
  const storeGroups = [...stores].sort().map((store) => ({
    name: store,
    members: [
      ...new Set([
        store,
        ...edges.filter((edge) => edge.to === store).map((edge) => edge.from),
        ...saversOf(system, store),
      ]),
    ].sort(),
  }));
  // Their servers speak among themselves, or with what makes their buckets.
  const busy = new Set(
    system.stores
      .filter(isServer)
      .filter(
        (store) =>
          ("nodes" in store && (store.nodes ?? 1) > 1) ||
          ("readReplicas" in store && (store.readReplicas ?? 0) > 0) ||
          ("buckets" in store && store.buckets.length > 0),
      )
      .map(({ name }) => name),
  );
  const pairs = edges
    .filter((edge) => !stores.has(edge.to) && !stores.has(edge.from))
    .map(({ from, to }): Pair => [from, to]);
  const together = pairs.filter(([a, b]) => madeTogether(system, a, b));
  return [
    ...storeGroups.filter((group) => group.members.length > 1 || busy.has(group.name)),
    ...(hasMetrics(system)
      ? [
          {
            name: exporterComponent,
            members: [exporterComponent, ...(isScraped(system) ? [scraperComponent] : [])],
          },
        ]
      : []),
    ...(isScraped(system) && system.ingress !== undefined
      ? [{ name: proxyGroup, members: [scraperComponent, system.ingress.name].sort() }]
      : []),
    ...siteGroups(system),
    ...featureGroups(system, together),
    ...cliques(pairs, together).map((members) => ({
      // A dot, which no name holds: with a hyphen `a-b` and `c` would be called like `a` and `b-c`.
      name: members.join("."),
      members,
    })),
  ];
}

/** The network by which Prometheus asks the proxy, which names nobody by a reference. An underscore, which no name holds. */
const proxyGroup = "monitoring_proxy";

/** The network by which the engine of the ingress asks what serves the sites. */
function siteGroups(system: System): readonly NetworkGroup[] {
  const server = siteServerOf(system);
  if (server === undefined || system.ingress === undefined) return [];
  return [{ name: server.name, members: [system.ingress.name, server.name].sort() }];
}

type Pair = readonly [string, string];

/** Whether one feature made both: it trusts its parts alike, and one network is enough for them, of which an engine has few. */
function madeTogether(system: System, a: string, b: string): boolean {
  const feature = originOf(system, a)?.feature;
  return feature !== undefined && feature === originOf(system, b)?.feature;
}

function featureGroups(system: System, together: readonly Pair[]): readonly NetworkGroup[] {
  const members = new Map<string, Set<string>>();
  for (const name of together.flat()) {
    const group = groupOf(system, name);
    members.set(group, (members.get(group) ?? new Set()).add(name));
  }
  return [...members]
    .map(([name, all]) => ({ name, members: [...all].sort() }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** By which name the network of a component alone is called: the parts of a feature share theirs. */
export function groupOf(system: System, component: string): string {
  const feature = originOf(system, component)?.feature;
  // An underscore, which no name holds.
  return feature === undefined ? component : `${feature}_parts`;
}

/** Whether a Prometheus of the system's own asks its services for their metrics. */
export function isScraped(system: System): boolean {
  return originOf(system, scraperComponent)?.feature === "monitoring";
}

/** The backups that reach a store over its network; other engines share a socket with those that save them. */
function saversOf(system: System, store: string): readonly string[] {
  const saved = system.stores.filter(isServer).find(({ name }) => name === store);
  return saved !== undefined && engineOf(saved).saved !== "socket"
    ? system.backups.filter((one) => one.store === store).map(({ name }) => name)
    : [];
}

/**
 * Groups in which every two are a pair, covering all pairs; deterministic, each as large as it greedily gets.
 *
 * @param elsewhere pairs that share a network already
 */
function cliques(pairs: readonly Pair[], elsewhere: readonly Pair[]): readonly (readonly string[])[] {
  const neighbours = new Map<string, Set<string>>();
  const connect = (a: string, b: string): void => {
    neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b));
  };
  for (const [a, b] of pairs) {
    connect(a, b);
    connect(b, a);
  }
  const connected = (a: string, b: string): boolean => neighbours.get(a)?.has(b) ?? false;
  const covered = new Set(elsewhere.map((pair) => [...pair].sort().join(" ")));
  const groups: string[][] = [];
  for (const [a, b] of pairs) {
    if (covered.has([a, b].sort().join(" "))) continue;
    const group = [a, b];
    // Who joins is a neighbour of both: the one with fewer, so that an ingress with many routes costs no more.
    const [few = new Set<string>()] = [a, b]
      .map((name) => neighbours.get(name) ?? new Set<string>())
      .sort((x, y) => x.size - y.size);
    for (const candidate of [...few].sort()) {
      if (!group.includes(candidate) && group.every((member) => connected(member, candidate)))
        group.push(candidate);
    }
    group.sort();
    for (const x of group) for (const y of group) covered.add([x, y].sort().join(" "));
    groups.push(group);
  }
  return groups.sort((a, b) => a.join().localeCompare(b.join()));
}
