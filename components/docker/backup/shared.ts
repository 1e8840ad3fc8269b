import type { Output, Resource } from "@pulumi/pulumi";
import { engineContainer, type Backup, type Server } from "../../model";
import type { DockerContext } from "../context";
import { ownedVolume } from "../stores/volume";
import { ownerOf, sharing, type SharedVolumes } from "./backup.args";

export interface SharedVolumesArgs {
  readonly store: Server;
  /** Those of the store. */
  readonly backups: readonly Backup[];
  /** Whether the archived log outlives its resource and is protected against deletion. */
  readonly protect: boolean;
}

/** Makes the volumes by which a store and its backups work together. */
export function sharedVolumes(
  context: DockerContext,
  { store, backups, protect }: SharedVolumesArgs,
  parent: Resource,
): SharedVolumes {
  const wanted = sharing(store, backups);
  const make = (what: string, kept: boolean): Output<string> =>
    ownedVolume(
      context,
      `${context.prefix}-${store.name}-${what}`,
      {
        component: store.name,
        owner: ownerOf(store),
        image: context.engineImage(engineContainer(store).image).reference,
        protect: kept,
        mode: "0700",
      },
      { parent },
    ).ready;
  return {
    ...(wanted.socket ? { socket: make("socket", false) } : {}),
    ...(wanted.log ? { log: make("log", protect) } : {}),
  };
}
