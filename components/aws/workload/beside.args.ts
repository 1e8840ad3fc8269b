import type { Site } from "../../model";
import { sitesFolder, type PublishedSite } from "../../render/nginx";
import { renderPublish } from "../../render/proxy/sites";
import { shortened } from "../../render/names";
import type { AwsContext } from "../context";
import { plainImage } from "./images.args";
import { longestStop, type ContainerSpec } from "./task.args";

/** What stands in a task beside the container that it is about. */
export interface Beside {
  readonly containers: readonly ContainerSpec[];
  /** Volumes of the task itself that they fill. */
  readonly ownVolumes: readonly string[];
  /** Where the container finds them. */
  readonly mounts: NonNullable<ContainerSpec["mounts"]>;
  readonly images: readonly string[];
}

type Place = Pick<AwsContext, "engineImage" | "image">;

/** Longest name of a container. */
const longestName = 255;

/** Seconds that a container has to end after its own work is done. */
const spare = 5;

/** Most containers that wait one after another, and the seconds that each can: a task definition has room for ten containers in all. */
const mostLeaving = 5;
const longestPart = longestStop - spare;

/** Most seconds that a task can serve on before the signal. */
export const longestLeave = mostLeaving * longestPart;

/** How long a task serves on before it is told to stop. */
export interface Leave {
  /** Seconds at least: until then others may still find it. */
  readonly least: number;
  /** Seconds at most: what is in flight has them. */
  readonly most: number;
}

/**
 * A POSIX shell script that, once it is told to, ends after `least` seconds and as soon as no connection to the ports is open, at the latest
 * after `most`. The containers of a task share its network, and so the kernel's list of connections.
 *
 * @param list folder of the kernel's lists. @default that of the task
 */
export function leaveScript({ least, most }: Leave, ports: readonly number[], list = "/proc/net"): string {
  const ends = ports.map((port) => `:${port.toString(16).toUpperCase().padStart(4, "0")}`).join("|");
  const open = `cat ${list}/tcp ${list}/tcp6 2>/dev/null | awk '$2 ~ /(${ends})$/ && $4 == "01" { n++ } END { exit n == 0 }'`;
  const wait =
    most === least
      ? []
      : [
          `  left=${most - least}`,
          `  while [ $left -gt 0 ] && ${open}; do sleep 1; left=$((left - 1)); done`,
        ];
  return [
    "leave() {",
    `  sleep ${least}`,
    ...wait,
    "  exit 0",
    "}",
    "trap leave TERM",
    "while :; do sleep 3600 & wait $!; done",
  ].join("\n");
}

/** The seconds of containers that wait one after another, the one that is stopped last first. */
function leaveParts({ least, most }: Leave): readonly Leave[] {
  const count = Math.ceil(most / longestPart);
  return Array.from({ length: count }, (_, index) => {
    // The last one is the first that is told to stop.
    const before = (count - 1 - index) * longestPart;
    const own = Math.min(longestPart, most - before);
    return { least: Math.min(own, Math.max(0, least - before)), most: own };
  });
}

/**
 * Containers that are told to stop before the one that they begin after, which ECS stops in the opposite order: so that one serves on while
 * others still find it, and what is in flight ends. Each has two minutes at most; several wait one after another.
 */
export function leaving(
  context: Place,
  {
    name,
    leave,
    ports,
    log,
  }: {
    readonly name: string;
    readonly leave: Leave;
    readonly ports: readonly number[];
    readonly log: ContainerSpec["log"];
  },
): Beside {
  const image = context.engineImage(plainImage);
  const called = (index: number): string => (index === 0 ? "leave" : `leave-${index + 1}`);
  const containers = leaveParts(leave).map((part, index): ContainerSpec => ({
    ...{ name: called(index), image, essential: false },
    command: ["sh", "-c", leaveScript(part, ports)],
    after: [{ container: index === 0 ? name : called(index - 1), condition: "START" }],
    stopTimeout: part.most + spare,
    log: { ...log, prefix: called(index) },
  }));
  return { containers, ownVolumes: [], mounts: [], images: [image] };
}

const volume = "sites";

function copying(
  { site, release }: PublishedSite,
  { image, user, log }: { readonly image: string; readonly user: string; readonly log: ContainerSpec["log"] },
): ContainerSpec {
  const { name, folder: from, fallback }: Site = site;
  return {
    name: shortened(`site-${name}`, longestName),
    image,
    essential: false,
    entryPoint: ["sh", "-c"],
    command: [renderPublish({ site: name, from, release, ...(fallback === undefined ? {} : { fallback }) })],
    user,
    mounts: [{ volume, path: sitesFolder, readOnly: false }],
    after: [{ container: "sites", condition: "SUCCESS" }],
    log: { ...log, prefix: `site-${name}` },
  };
}

/** What copies the files of sites out of their images, before nginx starts, which serves them. */
export function besideSites(
  context: Place,
  {
    published,
    user,
    log,
  }: {
    readonly published: readonly PublishedSite[];
    readonly user: string;
    readonly log: ContainerSpec["log"];
  },
): Beside | undefined {
  if (published.length === 0) return undefined;
  const plain = context.engineImage(plainImage);
  const images = published.map(({ site }) => context.image(site.image));
  return {
    containers: [
      // A volume of a task belongs to root.
      {
        ...{ name: "sites", image: plain, essential: false },
        command: ["chmod", "1777", sitesFolder],
        mounts: [{ volume, path: sitesFolder, readOnly: false }],
        log: { ...log, prefix: "sites" },
      },
      ...published.map((one, index) => copying(one, { image: images[index] ?? "", user, log })),
    ],
    ownVolumes: [volume],
    mounts: [{ volume, path: sitesFolder, readOnly: true }],
    images: [plain, ...images],
  };
}
