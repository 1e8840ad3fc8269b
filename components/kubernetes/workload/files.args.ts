import { basename, dirname } from "node:path/posix";
import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { distinct } from "../../render/names";
import { volumeNames } from "./pod.args";

/** Where a file's content lies: a key of a Secret or of a ConfigMap. */
export interface PlacedFile {
  /** Absolute path in the container. */
  readonly path: string;
  readonly key: string;
  readonly from: "secret" | "configMap";
  /** Octal permissions. */
  readonly mode?: string;
}

/** Longest key of a Secret or a ConfigMap. */
const longestKey = 253;

/** The keys of files by their paths, each its own, and none of those that are taken. */
export function fileKeys(
  paths: readonly string[],
  taken: readonly string[] = [],
): ReadonlyMap<string, string> {
  return distinct(paths, fileKey, longestKey, taken);
}

/** A path as a key of a Secret: letters, digits, dots, hyphens and underscores. */
export function fileKey(path: string): string {
  return path.replace(/^\/+/, "").replace(/[^A-Za-z0-9._-]+/g, ".");
}

/**
 * Volumes and mounts for files, one for each folder: it covers the image's own. Without a group of its own, everybody in
 * the container may read.
 */
export function fileMounts(
  files: readonly PlacedFile[],
  sources: { readonly secret?: Input<string>; readonly configMap?: Input<string> },
  options: {
    readonly group?: number;
    /** Start of the volumes' names. @default "files" */
    readonly volume?: string;
  },
): { readonly volumes: input.core.v1.Volume[]; readonly mounts: input.core.v1.VolumeMount[] } {
  const folders = [...new Set(files.map(({ path }) => dirname(path)))].sort();
  const names = volumeNames(options.volume ?? "files", folders);
  const name = (folder: string): string => names.get(folder) ?? folder;
  const items = (folder: string, from: PlacedFile["from"]) =>
    files
      .filter((file) => file.from === from && dirname(file.path) === folder)
      .map(({ key, path, mode }) => ({
        key,
        path: basename(path),
        ...(mode === undefined ? {} : { mode: Number.parseInt(mode, 8) }),
      }))
      .sort((a, b) => a.key.localeCompare(b.key));
  const volumes = folders.map((folder) => {
    const secret = items(folder, "secret");
    const plain = items(folder, "configMap");
    return {
      name: name(folder),
      projected: {
        defaultMode: options.group === undefined ? 0o444 : 0o440,
        sources: [
          ...(secret.length === 0 ? [] : [{ secret: { name: sources.secret, items: secret } }]),
          ...(plain.length === 0 ? [] : [{ configMap: { name: sources.configMap, items: plain } }]),
        ],
      },
    };
  });
  return {
    volumes,
    mounts: folders.map((folder) => ({ name: name(folder), mountPath: folder, readOnly: true })),
  };
}
