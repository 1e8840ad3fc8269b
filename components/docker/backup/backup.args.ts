import type { types } from "@pulumi/docker";
import type { Input } from "@pulumi/pulumi";
import {
  archiverImage,
  bytes,
  engineContainer,
  engineOf,
  isServer,
  savingImage,
  seconds,
  writersOf,
  type Backup,
  type Bytes,
  type Resources,
  type Server,
  type System,
  type Volume,
} from "../../model";
import {
  archiveScript,
  archiveScriptPath,
  archiveTimeout,
  backupFiles,
  socketFolder,
  walFolder,
} from "../../render/backup";
import { isWatched, sentinelHosts } from "../stores/members.args";
import type { ContainerFile } from "../workload/files";

/** What a store's container has in addition, so that another one can save it. */
export interface Saved {
  readonly command: readonly string[];
  readonly files: Readonly<Record<string, ContainerFile>>;
  readonly volumes: readonly types.input.ContainerVolume[];
}

/** The volumes by which a store and those that save it work together. */
export interface SharedVolumes {
  readonly socket?: Input<string>;
  readonly log?: Input<string>;
}

/** Which volumes a store needs, by its backups. */
export function sharing(store: Server, backups: readonly Backup[]): { socket: boolean; log: boolean } {
  const socket = engineOf(store).saved === "socket" && backups.length > 0;
  return { socket, log: socket && backups.some(({ pointInTime }) => pointInTime !== undefined) };
}

/**
 * A Postgres that is saved answers on a second socket, in a volume that it shares with those that save it, and
 * archives its log where a backup promises any moment.
 */
export function savedBy(backups: readonly Backup[], { socket, log }: SharedVolumes): Saved {
  if (socket === undefined) return { command: [], files: {}, volumes: [] };
  const promises = backups.flatMap(({ pointInTime }) =>
    pointInTime === undefined ? [] : [seconds(pointInTime.rpo)],
  );
  const parameters =
    log === undefined
      ? {}
      : {
          archive_mode: "on",
          archive_timeout: String(archiveTimeout(Math.min(...promises))),
          archive_command: `sh ${archiveScriptPath} %p %f`,
        };
  return {
    command: Object.entries({
      unix_socket_directories: `/var/run/postgresql,${socketFolder}`,
      ...parameters,
    }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    files: log === undefined ? {} : { [archiveScriptPath]: { content: archiveScript } },
    volumes: [
      { volumeName: socket, containerPath: socketFolder },
      ...(log === undefined ? [] : [{ volumeName: log, containerPath: walFolder }]),
    ],
  };
}

const least = bytes("512Mi");

/** Room for a dump and for a scratch server that holds as much as the store may. */
export function backupResources(store: Server | Volume): Resources {
  const held = store.engine === "redis" ? bytes(store.resources?.memory.limit ?? "256Mi") : 0;
  const limit: Bytes = `${Math.ceil((least + held) / 2 ** 20)}Mi`;
  return { cpu: { request: 0.1, limit: 1 }, memory: { request: "64Mi", limit } };
}

/** The numeric user of a store's engine; what saves it runs as the same, so that both read each other's files. */
export function ownerOf(store: Server): string {
  return engineContainer(store).user;
}

/** Of files that nobody's workload names a user for. */
const nobody = "65534:65534";

/** What saves a store: an image with the tools for it, and the numeric user and group whose files both read. */
export interface Saviour {
  readonly image: string;
  readonly user: string;
  /** Where the image declares a volume of its own, which nothing is written to. */
  readonly dataPath?: string;
  /** Whether the image starts its own tool, whatever it is told. */
  readonly tool?: boolean;
}

export function saviourOf(system: System, store: Server | Volume): Saviour {
  if (!isServer(store)) return { image: archiverImage, user: ownerOfVolume(system, store) ?? nobody };
  const tool = savingImage(store);
  if (tool !== undefined) return { image: tool, user: engineContainer(store).user, tool: true };
  const { image, user, dataPath } = engineContainer(store);
  return { image, user, ...(dataPath === undefined ? {} : { dataPath }) };
}

/** The numeric user and group who write in a volume; undefined where none is named. */
export function ownerOfVolume(system: System, volume: Volume): string | undefined {
  const [first] = writersOf(system, volume);
  return first === undefined ? undefined : `${first.identity.uid}:${first.identity.gid}`;
}

/** The files by which a store is saved here, by absolute path. */
export function scripts(backup: Backup, store: Server | Volume): Readonly<Record<string, string>> {
  if (isServer(store) && store.external !== undefined)
    return backupFiles(backup, store, { reach: "network" });
  const watched = isServer(store) && isWatched(store);
  return backupFiles(backup, store, watched ? { sentinels: sentinelHosts(store) } : {});
}
