import type { Backup, Postgres, Volume } from "../../model";
import { backupFiles, offsiteFolder, savedFolder } from "../../render/backup";
import { metricsFolder } from "../../render/proxy/reload";
import { clientImage } from "../stores/postgres.args";
import { comparedFiles, fetchedName, fetching, fetchStep, listedCode } from "./drill.args";
import {
  archiver,
  databaseFiles,
  prepared,
  programOf,
  script,
  scriptFolders,
  type Place,
  type Step,
} from "./saving.args";

/**
 * What a run of a restoring task may be told by variables of its last step:
 *
 * - `MOMENT`: when the restore began, part of the names of what it keeps: `20261121t060000z`
 * - `BESIDE`: 1 restores beside what is in force
 * - `FORGET`: removes what an earlier restore has kept under this name, and restores nothing
 */
export const restoreVariables = { moment: "MOMENT", beside: "BESIDE", forget: "FORGET" } as const;

const moment = `moment=\${${restoreVariables.moment}:-$(date -u +%Y%m%dt%H%M%Sz)}`;
const isForgetting = `[ -n "\${${restoreVariables.forget}:-}" ]`;

/** 63 bytes are Postgres' limit. */
function databaseProgram(): string {
  return `if ${isForgetting}; then
  ${script("drop")} "$FORGET"
  echo "$FORGET is removed"
  exit 0
fi
${fetchedName}
${moment}
short=$(printf %.36s "$PGDATABASE")
if [ "\${${restoreVariables.beside}:-}" = 1 ]; then
  ${script("restore")} "$name" "$short"_scratch_$moment
  echo "the backup $name is in the database $short"_scratch_$moment
  exit 0
fi
${script("restore")} "$name" "$short"_restore_$moment
${script("swap")} "$short"_restore_$moment "$short"_before_$moment
echo "$PGDATABASE is the backup $name; what was in force is kept as $short"_before_$moment`;
}

/** The steps by which a database gets the content of a backup: of any target, for all write the same format. */
export function restoreSteps(backup: Backup, store: Postgres, place: Place): readonly Step[] {
  const image = clientImage(store);
  return [
    ...prepared(image, ["work"]),
    ...fetchStep(backup, place, fetching),
    {
      name: "restore",
      image,
      program: programOf(databaseFiles(backup, store), databaseProgram()),
      mounts: [{ volume: "work", path: "/fetched" }],
      scratch: [...scriptFolders, "/backup"],
      needs: "store",
    },
  ];
}

function forgetting({ folder = "." }: Backup): string {
  return `if ${isForgetting}; then
  kept='${savedFolder}/${folder}'/.$FORGET
  [ -d "$kept" ] || { echo "the volume has no .$FORGET" >&2; exit 1; }
  rm -rf "$kept"
  echo "$FORGET is removed"
  exit 0
fi`;
}

function volumeProgram(backup: Backup): string {
  return `${forgetting(backup)}
${fetchedName}
${moment}
${script("replace")} "$name" before_$moment || { ${script("putback")} before_$moment; exit 1; }
echo "the volume holds the backup $name; its files of before are kept in .before_$moment"`;
}

/** The steps by which a volume gets the files of an archive; nobody else may write to it meanwhile. */
export function restoreArchive(backup: Backup, store: Volume, place: Place): readonly Step[] {
  return [
    ...prepared(archiver, ["work", "room"]),
    ...fetchStep(backup, place, fetching),
    {
      name: "restore",
      image: archiver,
      program: programOf(backupFiles(backup, store), volumeProgram(backup)),
      mounts: [
        { volume: "work", path: "/fetched" },
        { volume: "room", path: "/scratch" },
        { volume: "saved", path: savedFolder },
      ],
      scratch: ["/opt/backup", metricsFolder, "/backup"],
    },
  ];
}

function filesProgram(backup: Backup): string {
  return `${forgetting(backup)}
${comparedFiles}
${moment}
mkdir -p '${savedFolder}/${backup.folder ?? "."}'
cd '${savedFolder}/${backup.folder ?? "."}'
old=.before_$moment
mkdir "$old"
each_entry() { # folder, command
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    case $entry in "$1"/.before_*) continue ;; esac
    if [ -e "$entry" ] || [ -L "$entry" ]; then "$2" "$entry"; fi
  done
}
away() { mv "$1" "$old/"; }
gone() { rm -rf "$1"; }
back() { mv "$1" .; }
each_entry . away
cp -R /fetched/files/. . || {
  each_entry . gone
  each_entry "$old" back
  rmdir "$old"
  echo "the files could not be copied; those of before are in their place" >&2
  exit 1
}
echo "the volume holds the files of the bucket; its files of before are kept in $old"`;
}

/** The same where the files lie in the bucket as they are. */
export function restoreFiles(backup: Backup, place: Place): readonly Step[] {
  const fetch = `case \${BACKUP_NAME:-} in
none) ;;
list) sh ${offsiteFolder}/main.sh mirrored; exit ${listedCode} ;;
*) sh ${offsiteFolder}/main.sh unmirror ;;
esac`;
  return [
    ...prepared(archiver, ["work"]),
    ...fetchStep(backup, place, fetch),
    {
      name: "restore",
      image: archiver,
      program: programOf({}, filesProgram(backup)),
      mounts: [
        { volume: "work", path: "/fetched" },
        { volume: "saved", path: savedFolder },
      ],
      scratch: [],
    },
  ];
}
