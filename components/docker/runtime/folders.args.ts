import { dirname } from "node:path";
import type { HostAccess, System } from "../../model";

/** Where an engine keeps what it has, on its machine. */
export interface EngineFolders {
  /** Images, containers and their logs: `docker info` calls it the root directory. */
  readonly data: string;
  /** With the socket. */
  readonly socket: string;
}

/** Where they are unless the operator of the engine says otherwise; features name files of the engine so. */
export const usualFolders: EngineFolders = { data: "/var/lib/docker", socket: "/var/run" };

/** Whether something of a system reads files of the engine. */
export function readsEngine({ origins = {} }: System): boolean {
  const folders = [usualFolders.data, usualFolders.socket];
  return Object.values(origins).some(({ host }) =>
    host?.mounts.some(({ from }) => folders.some((folder) => isBelow(from, folder))),
  );
}

/** The folder of an engine's socket on its machine, by the address at which it is reached. */
export function socketFolder(address: string | undefined): string {
  return address?.startsWith("unix://") === true
    ? dirname(address.slice("unix://".length))
    : usualFolders.socket;
}

/** What a component sees of the machine, on an engine that keeps its files in folders of its own. */
export function onEngineOf(folders: EngineFolders, access: HostAccess | undefined): HostAccess | undefined {
  if (access === undefined) return undefined;
  const moved = (path: string): string => {
    const key = (["data", "socket"] as const).find((one) => isBelow(path, usualFolders[one]));
    return key === undefined ? path : folders[key] + path.slice(usualFolders[key].length);
  };
  return { ...access, mounts: access.mounts.map(({ from, path }) => ({ from: moved(from), path })) };
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
