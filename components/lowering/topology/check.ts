import { isServer, workloadRefs, type Problem, type System } from "../../model";
import { nameAtGate } from "../../render/relay";
import { gateName } from "./identity";
import { relayName } from "./place";
import { farOf, placeable, waysBetween, type Placement } from "./placement";

/** What a workload names, mounts or waits for. */
function namedBy(system: System, name: string): readonly string[] {
  const found = [...system.services, ...system.jobs].find((one) => one.name === name);
  if (found === undefined) return [];
  return [
    ...workloadRefs(found).flatMap((ref) => (ref.ref === "secret" ? [] : [ref.name])),
    ...(found.mounts ?? []).map(({ volume }) => volume),
  ];
}

/** Disks that a component of one stack needs and another stack has. */
function disksApart(system: System, placement: Placement): readonly string[] {
  const far = farOf(placement);
  const volumes = new Set(system.stores.filter((store) => !isServer(store)).map(({ name }) => name));
  return system.services.flatMap(({ name }) =>
    namedBy(system, name)
      .filter((other) => volumes.has(other) && far.get(other)?.stack !== far.get(name)?.stack)
      .map(
        (volume) =>
          `"${name}" mounts the volume "${volume}", and a disk is on one machine: let one stack run both`,
      ),
  );
}

/** What jobs ask for before there is a way to it. */
function jobsApart(system: System, placement: Placement): readonly string[] {
  const far = farOf(placement);
  const saved = new Map(system.backups.map(({ name, store }) => [name, store]));
  return system.jobs.flatMap((job) => {
    const { name, backupFirst } = job;
    const needed = [
      ...namedBy(system, name),
      ...(backupFirst === undefined ? [] : [saved.get(backupFirst) ?? ""]),
    ];
    return [...new Set(needed)].flatMap((other) => {
      const stack = far.get(other)?.stack;
      return stack === undefined
        ? []
        : [
            `job "${name}" needs "${other}" before anything leads to it, and ${stack} runs that: jobs are the main stack's; leave "${other}" there, too`,
          ];
    });
  });
}

/** Components of two other stacks that would have to reach each other. */
function strangers(system: System, placement: Placement): readonly string[] {
  const far = farOf(placement);
  return system.services.flatMap(({ name }) => {
    const own = far.get(name)?.stack;
    if (own === undefined) return [];
    return [...new Set(namedBy(system, name))].flatMap((other) => {
      const stack = far.get(other)?.stack;
      return stack === undefined || stack === own
        ? []
        : [
            `"${name}" of ${own} reaches "${other}" of ${stack}, and each stack reaches the main one alone: let one of both run them, or leave one here`,
          ];
    });
  });
}

/** Stores that another one needs, on another side. */
function storesApart(system: System, placement: Placement): readonly string[] {
  const far = farOf(placement);
  return system.stores.flatMap((store) =>
    store.kind === "store" && store.engine === "kafka" && store.zookeeper !== undefined
      ? far.get(store.name)?.stack === far.get(store.zookeeper)?.stack
        ? []
        : [`"${store.name}" is coordinated by "${store.zookeeper}": let one stack run both`]
      : [],
  );
}

/** Names that the placement needs for what it makes, and a component has. */
function takenNames(system: System, placement: Placement): readonly string[] {
  const names = new Set([
    ...placeable(system),
    ...system.jobs.map(({ name }) => name),
    system.ingress?.name ?? "",
  ]);
  const far = farOf(placement);
  const made = [
    gateName,
    ...system.stores.filter(({ name }) => far.has(name)).map((store) => relayName(store)),
  ];
  return made
    .filter((name) => names.has(name))
    .map(
      (name) =>
        `"${name}" is the name of what connects the stacks, and the system has a component of that name; rename it`,
    );
}

/** Longest name of a part of a host name. */
const longestLabel = 63;

/**
 * Errors in which components of a system run in which stack, by the property of the placement.
 *
 * @param path how errors call the placement: `settings.topology`
 */
export function checkPlacement(system: System, placement: Placement, path: string): readonly Problem[] {
  const far = farOf(placement);
  const isFar = (name: string): boolean => far.has(name);
  const isHere = (name: string): boolean => !isFar(name);
  const into = waysBetween(system, isFar, isHere, !placement.main);
  const all = [...into, ...waysBetween(system, isHere, isFar, placement.main)];
  const reached = [...new Set(into.map(({ component }) => `"${component}"`))].join(", ");
  return [
    ...[
      ...disksApart(system, placement),
      // Told in the stack that names all others.
      ...(placement.main ? [...jobsApart(system, placement), ...strangers(system, placement)] : []),
      ...storesApart(system, placement),
      ...takenNames(system, placement),
    ].map((message) => ({ path, message })),
    ...all
      .filter((way) => (nameAtGate(way).split(".")[0] ?? "").length > longestLabel)
      .map(({ component }) => ({
        path,
        message: `"${component}" is too long a name for a component that another stack reaches; at most ${longestLabel - 7} characters`,
      })),
    ...(into.length > 0 && placement.gate === undefined
      ? [
          {
            path: `${path}.gate`,
            message: `is missing: another stack reaches ${reached} of this one. Say from where: pulumi config set --path '${path}.gate.from[0]' 203.0.113.7/32`,
          },
        ]
      : []),
    ...(into.length === 0 && placement.gate !== undefined
      ? [
          {
            path: `${path}.gate`,
            message: `opens a port for other stacks, and none of them reaches anything of this one; remove it: pulumi config rm --path '${path}.gate'`,
          },
        ]
      : []),
  ];
}
