import type { input } from "@pulumi/kubernetes/types";
import type { EngineContainer } from "../../model";
import type { KubernetesContext } from "../context";
import type { ContainerSpec } from "../workload/pod.args";

/** What a pod has in addition, so that its engine finds the files that its image lacks. */
export interface Additions {
  readonly initContainers: readonly ContainerSpec[];
  readonly volumes: readonly input.core.v1.Volume[];
  /** Of the engine's container. */
  readonly mounts: readonly input.core.v1.VolumeMount[];
}

/** Where the files of the other image lie between the two containers, and where the engine's folders are filled. */
const between = "/added";
const filled = "/filled";

export const noAdditions: Additions = { initContainers: [], volumes: [], mounts: [] };

/**
 * Puts files of another image into an engine's own folders: a first container copies them out of the one, a second one copies the engine's
 * folders and puts them beside what is there. Both end before the engine starts; nothing is built, and every new pod does it again.
 */
export function additions(
  context: Pick<KubernetesContext, "engineImage">,
  { image, adds, user }: Pick<EngineContainer, "image" | "adds" | "user">,
): Additions {
  if (adds === undefined) return noAdditions;
  const folders = Object.entries(adds.files).sort(([a], [b]) => a.localeCompare(b));
  const volume = (index: number) => `added-${index + 1}`;
  const script = (lines: readonly string[]) => ["sh", "-euc", lines.join("\n")];
  return {
    initContainers: [
      {
        name: "additions-source",
        image: context.engineImage(adds.image),
        entrypoint: script(
          folders.map(
            ([folder, pattern], index) =>
              `mkdir -p ${between}/${index}\ncp ${folder}/${pattern} ${between}/${index}/`,
          ),
        ),
        user,
        mounts: [{ name: "added", mountPath: between }],
      },
      {
        name: "additions",
        image: context.engineImage(image),
        entrypoint: script(
          folders.map(
            ([folder], index) =>
              `cp -R ${folder}/. ${filled}/${index}/\ncp ${between}/${index}/* ${filled}/${index}/`,
          ),
        ),
        user,
        mounts: [
          { name: "added", mountPath: between, readOnly: true },
          ...folders.map((_, index) => ({ name: volume(index), mountPath: `${filled}/${index}` })),
        ],
      },
    ],
    volumes: [
      { name: "added", emptyDir: {} },
      ...folders.map((_, index) => ({ name: volume(index), emptyDir: {} })),
    ],
    mounts: folders.map(([mountPath], index) => ({ name: volume(index), mountPath, readOnly: true })),
  };
}
