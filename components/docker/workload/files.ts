import { dirname } from "node:path/posix";
import * as docker from "@pulumi/docker";
import type { types } from "@pulumi/docker";
import { Output, output, type Input, type Resource } from "@pulumi/pulumi";
import type { File, Value } from "../../model";
import { labels, type DockerContext } from "../context";

export interface ContainerFiles {
  readonly volumes: readonly types.input.ContainerVolume[];
  /** Changes when a file does, so that the consumer is replaced. */
  readonly labels: Readonly<Record<string, Input<string>>>;
  readonly dependsOn: readonly Resource[];
}

/** A file whose content the model describes, or that follows from resources. */
export interface ContainerFile extends Omit<File, "content"> {
  readonly content: Value | Output<string>;
}

/** What is said of a file beside its content. */
interface Owned {
  readonly permissions: string;
  readonly owner?: string;
  readonly group?: string;
}

/**
 * Root's, and open to all, where the owner is not known; and where the image names a user: with an owner the engine gives the file to that
 * user and not to the owner, and fails where its host does not know him.
 */
function owned(mode: string | undefined, named: number | string | undefined, imageUser: string): Owned {
  if (named === undefined) return { permissions: mode ?? "0444" };
  if (imageUser !== "") return { permissions: (mode ?? "0400").replace(/(.)..$/, "$1$1$1") };
  const [owner = "0", group = owner] = String(named).split(":");
  return { permissions: mode ?? "0400", owner, group };
}

/** The provider takes no empty file, such as that of a secret which development does not need. */
const uploadable = (text: string): string => (text === "" ? "\n" : text);

/**
 * Puts files where a container finds them. The engine takes no uploads into a read-only root, so a second
 * container that never runs holds them in anonymous volumes, which the consumer mounts read-only at the same
 * paths. New content makes a new holder with new volumes: a running consumer keeps what it started with.
 */
export function containerFiles(
  context: DockerContext,
  component: string,
  files: Readonly<Record<string, ContainerFile>>,
  options: {
    readonly image: Input<string>;
    readonly owner?: number | string;
    /** Asks whom the image names as its user, where it matters. @default nobody */
    readonly imageUser?: () => Output<string>;
    readonly parent: Resource;
  },
): ContainerFiles {
  const paths = Object.keys(files).sort();
  if (paths.length === 0) return { volumes: [], labels: {}, dependsOn: [] };
  const { owner } = options;
  const imageUser = owner === undefined ? undefined : options.imageUser?.();
  const holder = new docker.Container(
    `${context.prefix}-${component}-files`,
    {
      image: options.image,
      command: ["true"],
      start: false,
      mustRun: false,
      restart: "no",
      networkMode: "none",
      volumes: [...new Set(paths.map((path) => dirname(path)))].map((containerPath) => ({ containerPath })),
      uploads: Object.entries(files)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([file, { content, mode }]) => {
          const text = Output.isInstance(content) ? content : context.resolve(content);
          const upload = { file, content: output(text).apply(uploadable) };
          if (imageUser === undefined) return { ...upload, ...owned(mode, owner, "") };
          return imageUser.apply((user) => ({ ...upload, ...owned(mode, owner, user) }));
        }),
      labels: Object.entries(labels(context, component, "files")).map(([label, value]) => ({ label, value })),
    },
    { parent: options.parent, deleteBeforeReplace: false },
  );
  return {
    volumes: [{ fromContainer: holder.name, readOnly: true }],
    labels: { "dev.trireme.files": holder.name },
    dependsOn: [holder],
  };
}
