import * as docker from "@pulumi/docker";
import { all, type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { toolsImage, type Resources } from "../../model";
import { dataScript, handoverMount as mount } from "../../render/handover";
import { containerArgs } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { oneShot, type OneShot } from "../workload/one-shot";

export interface OwnedVolumeArgs {
  /** Component of the system whose volume it is. */
  readonly component: string;
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

/** A container that runs once, with no right but those of `adds`, no network, and a volume to hand over. */
function handover(
  context: DockerContext,
  name: string,
  args: {
    readonly component: string;
    readonly image: Input<string>;
    readonly volume: docker.Volume;
    readonly script: readonly string[];
    readonly adds: string[];
    readonly resources?: Resources;
    /** Seconds. */
    readonly deadline: number;
  },
  opts: CustomResourceOptions,
): OneShot {
  const shape = containerArgs({
    image: args.image,
    user: "0:0",
    volumes: [{ volumeName: args.volume.name, containerPath: mount }],
    labels: labels(context, args.component, "volume"),
    resources: args.resources,
  });
  return oneShot(
    context,
    `${name}-owner`,
    {
      what: `handing over volume ${name}`,
      shape: {
        ...shape,
        entrypoints: ["sh", "-c", ...args.script],
        networkMode: "none",
        capabilities: { drops: ["ALL"], adds: args.adds },
      },
      deadline: args.deadline,
    },
    opts,
  );
}

/**
 * A volume whose root belongs to another user than root. The engine makes volumes that root owns, unless
 * the image has the folder; a container with no right but to change owners hands it over once.
 */
export function ownedVolume(
  context: DockerContext,
  name: string,
  { component, owner, image, protect, retain, mode }: OwnedVolumeArgs,
  opts: CustomResourceOptions,
): OwnedVolume {
  const volume = new docker.Volume(name, {}, { ...opts, protect, retainOnDelete: retain ?? protect });
  const script = [`chown ${owner} ${mount} && chmod ${mode ?? "0750"} ${mount}`];
  // FOWNER: after the first change the folder is no longer root's.
  const adds = ["CAP_CHOWN", "CAP_FOWNER"];
  const made = handover(context, name, { component, image, volume, script, adds, deadline: 60 }, opts);
  return { volume, ready: all([volume.name, made.succeeded]).apply(([volumeName]) => volumeName) };
}

export interface DataVolumeArgs {
  readonly component: string;
  /** Numeric user and group of who writes in it; absent: the engine gives it the owner that the image's folder has. */
  readonly owner?: string;
  /** Whether the data outlives its resource and is protected against deletion. */
  readonly protect: boolean;
  readonly args?: docker.VolumeArgs;
}

/** What a container needs to know of a volume that it mounts. */
export interface MountedVolume {
  readonly volume: { readonly name: Input<string> };
  /** What must have ended before anybody writes in it. */
  readonly handedOver: readonly Output<docker.Container>[];
}

export interface DataVolume extends MountedVolume {
  readonly volume: docker.Volume;
}

/**
 * A volume with a system's data, which belongs to the user who writes in it before he starts: a new one, and one that an
 * earlier release left with root.
 */
export function dataVolume(
  context: DockerContext,
  name: string,
  { component, owner, protect, args = {} }: DataVolumeArgs,
  opts: CustomResourceOptions,
): DataVolume {
  const volume = new docker.Volume(name, args, {
    ...opts,
    protect,
    retainOnDelete: protect,
  });
  if (owner === undefined) return { volume, handedOver: [] };
  const { succeeded } = handover(
    context,
    name,
    {
      component,
      image: context.engineImage(toolsImage).reference,
      volume,
      script: [dataScript, "sh", owner],
      // DAC_OVERRIDE: to look into folders that are not root's.
      adds: ["CAP_CHOWN", "CAP_FOWNER", "CAP_DAC_OVERRIDE"],
      resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "16Mi", limit: "256Mi" } },
      // Of a large volume every file changes hands, once.
      deadline: 3600,
    },
    opts,
  );
  return { volume, handedOver: [succeeded] };
}
