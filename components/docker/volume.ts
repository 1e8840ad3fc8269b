import * as docker from "@pulumi/docker";
import { all, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { containerArgs } from "./container.shape";
import { labels, type DockerContext } from "./context";
import { oneShot } from "./one-shot";

export interface OwnedVolumeArgs {
  /** Part of the system whose volume it is. */
  readonly part: string;
  /** Numeric user and group: `70:70`. */
  readonly owner: string;
  /** Any image with `chown`; the one that will use the volume, so that no other is needed. */
  readonly image: Input<string>;
  /** Whether the data outlives its resource and is protected against deletion. */
  readonly protect: boolean;
  /** Whether the data outlives its resource. @default as `protect` says */
  readonly retain?: boolean;
  /** Permissions of its root. @default "0750" */
  readonly mode?: string;
}

export interface OwnedVolume {
  readonly volume: docker.Volume;
  /** Its name, once it belongs to its owner. */
  readonly ready: Output<string>;
}

const mount = "/mnt/volume";

/**
 * A volume whose root belongs to somebody else than root. The engine makes volumes that root owns, unless
 * the image has the folder; a container with no right but to change owners hands it over once.
 */
export function ownedVolume(
  context: DockerContext,
  name: string,
  { part, owner, image, protect, retain, mode }: OwnedVolumeArgs,
  opts: CustomResourceOptions,
): OwnedVolume {
  const volume = new docker.Volume(name, {}, { ...opts, protect, retainOnDelete: retain ?? protect });
  const shape = containerArgs({
    image,
    user: "0:0",
    volumes: [{ volumeName: volume.name, containerPath: mount }],
    labels: labels(context, part, "volume"),
  });
  const { succeeded } = oneShot(
    context,
    `${name}-owner`,
    {
      what: `handing over volume ${name}`,
      shape: {
        ...shape,
        entrypoints: ["sh", "-c", `chown ${owner} ${mount} && chmod ${mode ?? "0750"} ${mount}`],
        networkMode: "none",
        // FOWNER: after the first change the folder is no longer root's.
        capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN", "CAP_FOWNER"] },
      },
      deadline: 60,
    },
    opts,
  );
  return { volume, ready: all([volume.name, succeeded]).apply(([volumeName]) => volumeName) };
}
