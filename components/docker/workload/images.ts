import * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { imageKey, isImageId, pinned, type Image, type Pins } from "../../model";
import type { ImageSource, PlatformArgs } from "../../shared/platform";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface ContainerImage {
  /** What the container is created from: an id for images that are built here, else a reference. */
  readonly reference: Input<string>;
  /** Folders of the operator's machine mounted for hot reload, by path in the container. */
  readonly watch: Readonly<Record<string, string>>;
}

export interface ImagesArgs {
  readonly sources: Readonly<Record<string, ImageSource>>;
  readonly substitutes: Readonly<Record<string, string>>;
  readonly pins: Pins;
}

/** The images of a system: built on the engine from sources, or pulled. Each is made once, when first asked for. */
export class Images extends ComponentResource {
  private readonly made = new Map<string, ContainerImage>();

  constructor(
    private readonly prefix: string,
    private readonly args: ImagesArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:docker:Images", `${prefix}-images`, {}, opts);
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.images> {
    return nodesOf(this, children.images);
  }

  /** One of the system's own images. */
  image(image: Image): ContainerImage {
    const key = imageKey(image);
    const source = this.args.sources[key] ?? { from: "registry" as const, reference: image.reference };
    return source.from === "registry" ? this.pulled(source.reference) : this.built(key, source);
  }

  /** An image by its official reference. */
  pulled(reference: string): ContainerImage {
    const substitute = this.args.substitutes[reference];
    return this.once(reference, () => {
      if (substitute !== undefined) return { reference: substitute, watch: {} };
      const { pins } = this.args;
      const pin = Object.hasOwn(pins, reference) ? pins[reference] : undefined;
      // Only this engine has it: there is nothing to pull.
      if (pin !== undefined && isImageId(pin)) return { reference: pinned(reference, pins), watch: {} };
      const name = reference.replace(/[^A-Za-z0-9.]+/g, "-");
      // `keepLocally`: other stacks on the engine may run the same image.
      const remote = new docker.RemoteImage(
        `${this.prefix}-${name}`,
        {
          name: pinned(reference, pins),
          keepLocally: true,
          // What the digest was resolved from: the plugin reads no tag beside one.
          ...(pin === undefined ? {} : { pullTriggers: [reference] }),
        },
        // Told so, as below: another digest must not stop what runs.
        { parent: this, deleteBeforeReplace: false },
      );
      return { reference: remote.imageId, watch: {} };
    });
  }

  private built(name: string, source: Extract<ImageSource, { from: "build" }>): ContainerImage {
    return this.once(name, () => {
      const remote = new docker.RemoteImage(
        `${this.prefix}-${name}`,
        {
          name: `${this.prefix}/${name}:${source.hash.slice(0, 12)}`,
          build: {
            context: source.context,
            dockerfile: source.dockerfile,
            buildArgs: { ...source.args },
            ...(source.target === undefined ? {} : { target: source.target }),
          },
          triggers: { context: source.hash },
        },
        // Told so: else the old image would go first, and before it every container that runs it.
        { parent: this, deleteBeforeReplace: false },
      );
      return { reference: remote.imageId, watch: source.watch };
    });
  }

  private once(key: string, make: () => ContainerImage): ContainerImage {
    const found = this.made.get(key) ?? make();
    this.made.set(key, found);
    return found;
  }
}

/** What the engine pulls of the system's own images. */
export function pulledImages({ system, images }: PlatformArgs): readonly string[] {
  return [...system.services, ...system.jobs, ...system.sites].flatMap(({ image }) => {
    const source = images[image.name];
    if (source === undefined) return [image.reference];
    return source.from === "registry" ? [source.reference] : [];
  });
}
