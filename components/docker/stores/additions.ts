import type { types } from "@pulumi/docker";
import type * as docker from "@pulumi/docker";
import type { Output, Resource } from "@pulumi/pulumi";
import type { EngineContainer } from "../../model";
import { labels, type DockerContext } from "../context";
import { containerArgs } from "../workload/container.args";
import { oneShot } from "../workload/one-shot";

/** What every container of an engine mounts so that it finds the files that its image lacks. */
export interface Additions {
  readonly volumes: readonly types.input.ContainerVolume[];
  readonly dependsOn: readonly Output<docker.Container>[];
}

/** Where the files lie between the two images. */
const between = "/added";
/** Seconds for copying a few megabytes. */
const deadline = 120;

/**
 * Puts files of another image into an engine's own folders: a first container copies them out of the one, a second one into the
 * folders of the other, which the engine fills from its image because they are volumes there. They are made again with either image.
 */
export function additions(
  context: DockerContext,
  component: string,
  { image, adds }: Pick<EngineContainer, "image" | "adds">,
  parent: Resource,
): Additions {
  if (adds === undefined) return { volumes: [], dependsOn: [] };
  const folders = Object.entries(adds.files).sort(([a], [b]) => a.localeCompare(b));
  const name = `${context.prefix}-${component}-additions`;
  const shape = (of: string, lines: readonly string[]): docker.ContainerArgs => ({
    ...containerArgs({
      image: context.engineImage(of).reference,
      // What lies in the images belongs to root, and so do the volumes.
      user: "0:0",
      volumes: [],
      labels: labels(context, component, "volume"),
    }),
    entrypoints: ["sh", "-euc", lines.join("\n")],
    networkMode: "none",
  });
  const source = oneShot(
    context,
    `${name}-source`,
    {
      what: `taking the additions of "${component}" out of ${adds.image}`,
      shape: {
        ...shape(
          adds.image,
          folders.map(
            ([folder, pattern], index) =>
              `mkdir -p ${between}/${index}\ncp ${folder}/${pattern} ${between}/${index}/`,
          ),
        ),
        volumes: [{ containerPath: between }],
      },
      deadline,
    },
    { parent },
  );
  const holder = oneShot(
    context,
    name,
    {
      what: `adding to what "${component}" is made of`,
      shape: {
        ...shape(
          image,
          folders.map(([folder], index) => `cp ${between}/${index}/* ${folder}/`),
        ),
        volumes: [
          { fromContainer: source.container.name, readOnly: true },
          ...folders.map(([containerPath]) => ({ containerPath })),
        ],
      },
      deadline,
    },
    // What runs keeps the files that it was started with.
    { parent, deleteBeforeReplace: false, dependsOn: [source.succeeded] },
  );
  return {
    volumes: [{ fromContainer: holder.container.name, readOnly: true }],
    dependsOn: [holder.succeeded],
  };
}
