import {
  checkPlacement,
  identityName,
  neededBy,
  partIdentity,
  placeable,
  placed,
  withUrls,
  type Elsewhere,
  type Placement,
} from "../../components/lowering/topology";
import type { Problem, System } from "../../components/model";
import type { Joins, Told } from "../../components/shared/join";
import type { TargetName } from "../../components/targets";
import type { Settings } from "./schema";

type Topology = NonNullable<Settings["topology"]>;

const path = "settings.topology";

function placementOf(system: System, { elsewhere, of, gate }: Topology): Placement | undefined {
  const own = gate === undefined ? {} : { gate };
  if (of !== undefined) {
    const { components, ...main } = of;
    const rest = placeable(system).filter((name) => !components.includes(name));
    return { main: false, elsewhere: [{ ...main, components: rest }], ...own };
  }
  if (elsewhere === undefined || Object.keys(elsewhere).length === 0) return undefined;
  const all = Object.entries(elsewhere).map(([stack, one]): Elsewhere => ({ stack, ...one }));
  return { main: true, elsewhere: all, ...own };
}

/** Names that lead nowhere or twice, and keys that exclude each other: with these there is no placement to look at. */
function checkNames(system: System, { urls = {}, elsewhere, of, gate }: Topology): readonly Problem[] {
  const known = placeable(withUrls(system, urls));
  const listed = [
    ...Object.entries(elsewhere ?? {}).flatMap(([stack, { components }]) =>
      components.map((name) => ({ name, at: `${path}.elsewhere.${stack}.components` })),
    ),
    ...(of?.components ?? []).map((name) => ({ name, at: `${path}.of.components` })),
  ];
  const servable = [...system.services, ...system.sites].map(({ name }) => name);
  const twice = listed.filter(({ name }, index) => listed.findIndex((one) => one.name === name) !== index);
  return [
    ...Object.keys(urls)
      .filter((name) => !servable.includes(name))
      .map((name) => ({
        path: `${path}.urls.${name}`,
        message: `system "${system.name}" has no service or site "${name}"; it has ${servable.sort().join(", ")}`,
      })),
    ...listed
      .filter(({ name }) => !known.includes(name))
      .map(({ name, at }) => ({
        path: at,
        message: `has "${name}", and system "${system.name}" runs no service or store of that name; it runs ${[...known].sort().join(", ")}`,
      })),
    ...twice.map(({ name, at }) => ({
      path: at,
      message: `has "${name}", which is listed twice; one stack runs it`,
    })),
    ...(of !== undefined && elsewhere !== undefined
      ? [
          {
            path: `${path}.of`,
            message: `says that this stack runs a part of ${of.stack}, and elsewhere that others run parts of this one; only the main stack names the others: remove one of both`,
          },
        ]
      : []),
    ...(gate !== undefined && of === undefined && Object.keys(elsewhere ?? {}).length === 0
      ? [
          {
            path: `${path}.gate`,
            message: `is for other stacks of the system, and the topology names none; remove it: pulumi config rm --path '${path}.gate'`,
          },
        ]
      : []),
    ...(listed.length > 0 &&
    known.length > 0 &&
    elsewhere !== undefined &&
    known.every((name) => listed.some((one) => one.name === name))
      ? [{ path: `${path}.elsewhere`, message: "leaves this stack nothing to run; leave a service here" }]
      : []),
  ];
}

/** The system without what others serve, and how its components are spread; nothing where the topology itself is wrong. */
function spread(
  system: System,
  topology: Topology | undefined,
): { readonly here: System; readonly placement: Placement | undefined } | undefined {
  if (topology === undefined || checkNames(system, topology).length > 0) return undefined;
  const here = withUrls(system, topology.urls ?? {});
  return { here, placement: placementOf(here, topology) };
}

/** The system with what the stack's topology makes of it; as it is where `checkTopology` finds an error. */
export function withTopology(system: System, { topology }: Pick<Settings, "topology">): System {
  const { here = system, placement } = spread(system, topology) ?? {};
  if (placement === undefined || checkPlacement(here, placement, path).length > 0) return here;
  return placed(here, placement);
}

/** What the main stack calls a value that a part needs: a part does not know what it is called elsewhere. */
function inMain(ref: Told["as"], stack: string): Told["value"] {
  return ref.ref === "secret" && ref.name === partIdentity ? { ...ref, name: identityName(stack) } : ref;
}

/** What other stacks are told: of a main stack. */
export function joinsOf(system: System, { topology }: Pick<Settings, "topology">): Joins {
  const { here = system, placement } = spread(system, topology) ?? {};
  if (placement?.main !== true || checkPlacement(here, placement, path).length > 0) return {};
  return Object.fromEntries(
    placement.elsewhere.map(({ stack, components }) => {
      const rest = placeable(here).filter((name) => !components.includes(name));
      // Where it is reached changes nothing about what it needs.
      const nowhere = { stack: "", address: "127.0.0.1", port: 1, components: rest };
      const gate = { port: 1, address: "127.0.0.1", from: [] };
      const needed = neededBy(here, { main: false, elsewhere: [nowhere], gate });
      return [stack, needed.map((as) => ({ as, value: inMain(as, stack) }))];
    }),
  );
}

/** Settings that the main stack alone acts on. */
const ofMain = [
  ...(["ingress", "allowedAddresses", "trustedProxies", "maxHeaders", "tls", "monitoring"] as const),
  ...(["jobs", "secrets", "rotations"] as const),
];

function isGiven(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== undefined;
}

/**
 * Errors in a stack's topology.
 *
 * @param system as its author wrote it, with the stack's changes to stores and backups
 */
export function checkTopology(system: System, settings: Settings, target: TargetName): readonly Problem[] {
  const { topology } = settings;
  if (topology === undefined) return [];
  const { here = system, placement } = spread(system, topology) ?? {};
  if (placement === undefined) return checkNames(system, topology);
  const { of } = topology;
  return [
    ...(target === "docker"
      ? []
      : [
          {
            path: of === undefined ? `${path}.elsewhere` : `${path}.of`,
            message: `the parts of a system that several stacks share run on Docker hosts, and the target is ${target}; remove it`,
          },
        ]),
    ...checkPlacement(here, placement, path),
    ...(of === undefined
      ? []
      : ofMain
          .filter((key) => isGiven(settings[key]))
          .map((key) => ({
            path: `settings.${key}`,
            message: `is for the stack that runs the main part, ${of.stack}; set it there, and remove it here`,
          }))),
  ];
}
