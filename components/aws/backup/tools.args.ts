import {
  engineContainer,
  objectsImage,
  requestImage,
  type Backup,
  type Mariadb,
  type ObjectStore,
  type Qdrant,
  type Rabbitmq,
  type Redis,
} from "../../model";
import { backupFiles, passwordPath, type BackupPlace } from "../../render/backup";
import { metricsFolder } from "../../render/proxy/reload";
import { drilled, fetchedName, fetching, fetchStep, isFresh } from "./drill.args";
import {
  archiver,
  kindWord,
  numbered,
  prepared,
  programOf,
  script,
  sent,
  type Kind,
  type Mount,
  type Place,
  type Step,
} from "./saving.args";

/** A store that is saved by a tool over its network, in the format of the other targets. */
export type ToolStore = Qdrant | Mariadb | ObjectStore | Rabbitmq | Redis;

/** How the scripts find such a store. */
export type ToolPlace = Place & { readonly reach: BackupPlace };

/** The image that saves a store: the client of its engine. */
function toolImage(store: ToolStore): string {
  switch (store.engine) {
    case "qdrant":
      return requestImage;
    case "mariadb":
    case "rabbitmq":
      return engineContainer(store).image;
    case "minio":
      return objectsImage;
    case "redis":
      return `redis:${store.version.split(".")[0] ?? store.version}-alpine`;
    default:
      return store satisfies never;
  }
}

/** Whether an engine asks for a password, which its scripts read in a file. */
function asksPassword({ engine }: ToolStore): boolean {
  return ["mariadb", "qdrant", "rabbitmq"].includes(engine);
}

/** A folder that the image of an engine declares, and that nothing uses. */
function unusedFolders({ engine }: ToolStore): readonly string[] {
  const folders: Readonly<Record<string, string>> = {
    mariadb: "/var/lib/mysql",
    rabbitmq: "/var/lib/rabbitmq",
    redis: "/data",
  };
  return [folders[engine] ?? []].flat();
}

const room: Mount = { volume: "room", path: "/scratch" };

/** A step that runs the scripts of a store. */
function toolStep(
  backup: Backup,
  store: ToolStore,
  { reach }: ToolPlace,
  step: Pick<Step, "name" | "program" | "mounts" | "after"> & { readonly scratch?: readonly string[] },
): Step {
  const files = backupFiles(backup, store, { clock: "scheduler", ...reach });
  const password = asksPassword(store) ? `printf %s "$PASSWORD" > ${passwordPath}\nunset PASSWORD\n` : "";
  return {
    ...step,
    image: toolImage(store),
    program: programOf(files, `${password}${step.program}`),
    scratch: [
      "/opt/backup",
      metricsFolder,
      ...(asksPassword(store) ? ["/run/secrets"] : []),
      ...unusedFolders(store),
      ...(step.scratch ?? []),
    ],
    needs: "store",
  };
}

function take(backup: Backup, store: ToolStore, place: ToolPlace, kind: Kind | "before"): Step {
  return toolStep(backup, store, place, {
    name: "take",
    program: `exec ${script("take", kindWord(kind))}`,
    mounts: [{ volume: "work", path: "/backup" }, room],
  });
}

/**
 * Saves a store and sends the result away.
 *
 * @param before what has to be there before: the snapshot that a service writes
 */
export function toolTake(
  backup: Backup,
  store: ToolStore,
  place: ToolPlace,
  given: { readonly kind: Kind; readonly before?: readonly Step[] },
): readonly Step[] {
  return [
    ...prepared(archiver, ["work", "room"]),
    ...(given.before ?? []),
    ...numbered(backup, place),
    take(backup, store, place, given.kind),
    ...sent(backup, place),
  ];
}

/** Fetches the newest backup and tries it out, as the store's engine does it. */
export function toolDrill(backup: Backup, store: ToolStore, place: ToolPlace): readonly Step[] {
  return [
    ...prepared(archiver, ["work", "room"]),
    ...fetchStep(backup, place, fetching),
    toolStep(backup, store, place, {
      name: "drill",
      program: drilled(backup, `${fetchedName}\n${isFresh(backup)}\n${script("try")} "$name"`),
      mounts: [{ volume: "work", path: "/fetched" }, room],
      scratch: ["/backup"],
      after: "COMPLETE",
    }),
  ];
}

/** Puts a backup in place of what a store holds, which is saved and sent away before. */
export function toolRestore(backup: Backup, store: ToolStore, place: ToolPlace): readonly Step[] {
  return [
    ...prepared(archiver, ["work", "room", "fetched"]),
    ...fetchStep(backup, place, fetching, "fetched"),
    ...numbered(backup, place),
    take(backup, store, place, "before"),
    ...sent(backup, place),
    toolStep(backup, store, place, {
      name: "restore",
      program: `${fetchedName}
${script("replace")} "$name" replaced
echo "${store.name} holds the backup $name; what it held before is the newest one whose name ends with -before"`,
      mounts: [{ volume: "work", path: "/backup" }, { volume: "fetched", path: "/fetched" }, room],
    }),
  ];
}
