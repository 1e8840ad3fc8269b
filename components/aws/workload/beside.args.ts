import type { Site } from "../../model";
import { sitesFolder, type PublishedSite } from "../../render/nginx";
import { renderPublish } from "../../render/proxy/sites";
import { shortened } from "../../render/names";
import type { AwsContext } from "../context";
import { plainImage } from "./images.args";
import type { ContainerSpec } from "./task.args";

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

/** A POSIX shell script that ends so many seconds after it is told to. */
function leaveScript(seconds: number): string {
  return `trap 'sleep ${seconds}; exit 0' TERM; while :; do sleep 3600 & wait $!; done`;
}

/**
 * A container that is told to stop before the one that it begins after, which ECS stops in the opposite order: so that one serves on while
 * others still find it.
 */
export function leaving(
  context: Place,
  {
    name,
    seconds,
    log,
  }: { readonly name: string; readonly seconds: number; readonly log: ContainerSpec["log"] },
): Beside {
  const image = context.engineImage(plainImage);
  const container: ContainerSpec = {
    ...{ name: "leave", image, essential: false },
    command: ["sh", "-c", leaveScript(seconds)],
    after: [{ container: name, condition: "START" }],
    stopTimeout: seconds + spare,
    log: { ...log, prefix: "leave" },
  };
  return { containers: [container], ownVolumes: [], mounts: [], images: [image] };
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
