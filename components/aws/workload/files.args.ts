import type { Input } from "@pulumi/pulumi";
import { fileScript, type PlacedFile } from "./environment.args";
import type { ContainerSpec } from "./task.args";

/** Puts files into volumes of the task, before the application starts: Fargate has no files from secrets. */
export function fileWriter(args: {
  readonly files: readonly PlacedFile[];
  readonly user: number | string | undefined;
  readonly image: string;
  readonly folders: readonly { readonly volume: string; readonly path: string }[];
  readonly reference: (key: string) => Input<string>;
  readonly log: ContainerSpec["log"];
}): ContainerSpec {
  return {
    name: "files",
    image: args.image,
    essential: false,
    handsOver: args.user !== undefined,
    command: ["sh", "-c", fileScript(args.files, args.user)],
    secrets: Object.fromEntries(args.files.map(({ key }) => [key, args.reference(key)])),
    mounts: args.folders.map((folder) => ({ ...folder, readOnly: false })),
    log: { ...args.log, prefix: "files" },
  };
}
