import {
  engineContainer,
  isSavable,
  isServer,
  type Backup,
  type SavableStore,
  type Server,
  type Volume,
} from "../../model";
import { accountScript, encryptedScript, exportedScript } from "./account";
import { mainScript, scriptFolder } from "./common";
import { mariadbScript } from "./mariadb";
import { objectsScript } from "./objects";
import { postgresScript } from "./postgres";
import { qdrantScript } from "./qdrant";
import { definitionsFile, rabbitmqScript } from "./rabbitmq";
import { definitionsScript } from "./rabbitmq-definitions";
import { recoveryScript } from "./recovery";
import { redisScript, watchedScript } from "./redis";
import { renderSettings, type BackupPlace } from "./settings";
import { archiveScript, countSql, dumpSql, swapSql } from "./sql";
import { archiveForm, filesForm } from "./volume";

export { exportedSnapshot } from "./account";
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

/** What each engine's scripts are beside those that all have; one that is missing is an error of the compiler. */
const engineFiles: Readonly<Record<SavableStore["engine"], Readonly<Record<string, string>>>> = {
  postgres: {
    "engine.sh": postgresScript,
    "recovery.sh": recoveryScript,
    "dump.sql": dumpSql,
    "count.sql": countSql,
    "swap.sql": swapSql,
    "archive.sh": archiveScript,
  },
  mariadb: { "engine.sh": mariadbScript },
  minio: { "engine.sh": objectsScript },
  qdrant: { "engine.sh": qdrantScript },
  rabbitmq: { "engine.sh": rabbitmqScript, [definitionsFile]: definitionsScript },
  redis: { "engine.sh": redisScript },
  volume: { "engine.sh": archiveForm },
};

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
    ...(isSavable(store) ? engineFiles[store.engine] : {}),
    ...(place.sentinels === undefined ? {} : { "engine.sh": `${redisScript}${watchedScript}` }),
    ...(place.account === undefined ? {} : { "engine.sh": `${objectsScript}${accountScript}` }),
    ...(place.encrypted === true ? { "engine.sh": `${mariadbScript}${encryptedScript}` } : {}),
    ...(place.exported === true ? { "engine.sh": `${redisScript}${exportedScript}` } : {}),
    ...(backup.form === "files" ? { "engine.sh": filesForm } : {}),
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${scriptFolder}/${name}`, text]));
}
