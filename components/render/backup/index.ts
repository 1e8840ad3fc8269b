import { engineContainer, isServer, type Backup, type Server, type Volume } from "../../model";
import { mainScript, scriptFolder } from "./common";
import { postgresScript } from "./postgres";
import { recoveryScript } from "./recovery";
import { redisScript } from "./redis";
import { renderSettings, type BackupPlace } from "./settings";
import { archiveScript, countSql, dumpSql, swapSql } from "./sql";
import { volumeScript } from "./volume";

export { bucketKeyPaths, bucketOf, offsiteFolder, offsiteScript, renderOffsiteSettings } from "./offsite";
export { clockTolerance, epochScript } from "./order";
export { archiveScript, archiveScriptPath, socketFolder, walFolder } from "./sql";
export { passwordPath } from "./redis";
export { archiveTimeout, type BackupPlace } from "./settings";
export { savedFolder } from "./volume";

/** The command that runs one of the scripts' commands in a container that has them. */
export function scriptCommand(...args: readonly string[]): readonly string[] {
  return ["sh", `${scriptFolder}/main.sh`, ...args];
}

/** Where each store's own files stand beside those that all have. */
const engineFiles: Readonly<Partial<Record<(Server | Volume)["engine"], Readonly<Record<string, string>>>>> =
  {
    postgres: {
      "engine.sh": postgresScript,
      "recovery.sh": recoveryScript,
      "dump.sql": dumpSql,
      "count.sql": countSql,
      "swap.sql": swapSql,
      "archive.sh": archiveScript,
    },
    redis: { "engine.sh": redisScript },
    volume: { "engine.sh": volumeScript },
  };

/** Whether backups of an engine can be taken by scripts beside it. */
export function canSave(engine: Server["engine"]): boolean {
  return engineFiles[engine] !== undefined;
}

/** The files by which one store is saved, tried out and restored, by absolute path. */
export function backupFiles(
  backup: Backup,
  store: Server | Volume,
  place: BackupPlace = {},
): Readonly<Record<string, string>> {
  const parameter = "shared_preload_libraries=";
  const command = isServer(store) ? engineContainer(store).command : undefined;
  const preload = command?.find((word) => word.startsWith(parameter)) ?? "";
  const files = {
    "main.sh": mainScript,
    "settings.sh": renderSettings(backup, store, preload.replace(parameter, ""), place),
    ...engineFiles[store.engine],
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${scriptFolder}/${name}`, text]));
}
