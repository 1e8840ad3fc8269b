import { expandSchedule, longestGap, seconds, type Backup, type Postgres, type Volume } from "../../model";
import { backupFiles, clockTolerance, epochScript, offsiteFolder } from "../../render/backup";
import { metricsFolder } from "../../render/proxy/reload";
import { clientImage } from "../stores/postgres.args";
import {
  archiver,
  databaseFiles,
  metricLine,
  offsiteStep,
  prepared,
  programOf,
  script,
  scriptFolders,
  targetsOf,
  type Place,
  type Step,
} from "./saving.args";

/** Puts the newest complete backup of the bucket, or the one that `BACKUP_NAME` names, below `/fetched`. */
export const fetching = `name=\${BACKUP_NAME:-}
[ -n "$name" ] || name=$(sh ${offsiteFolder}/main.sh newest)
[ -n "$name" ] || { echo "the bucket has no complete backup" >&2; exit 1; }
sh ${offsiteFolder}/main.sh fetch "$name"`;

/** The name of the one backup that was fetched. */
export const fetchedName = `name=$(ls -1 /fetched | grep -E '^[0-9]{8}T[0-9]{6}Z' | tail -n 1)
[ -n "$name" ] || { echo "no backup was fetched: the container fetch tells why" >&2; exit 1; }`;

/** Seconds that the newest backup may be old at a drill: as its schedule has it, and an hour for the run. */
export function expectedAge({ schedule }: Pick<Backup, "schedule">): number {
  return (longestGap(expandSchedule(schedule)) ?? 86_400) + 3600;
}

/** Tells CloudWatch how a drill went, whatever happens. */
export function drilled(backup: Backup, body: string): string {
  const within = backup.drill?.within === undefined ? "" : Math.floor(seconds(backup.drill.within));
  const report = metricLine(backup.name, {
    DrillSucceeded: "$succeeded",
    DrillFailed: "$((1 - succeeded))",
    DrillSeconds: "$(($(cut -d . -f 1 /proc/uptime) - began))",
  });
  return `began=$(cut -d . -f 1 /proc/uptime)
succeeded=0
report() {
  ${report}
}
trap report EXIT
${body}
${within === "" ? "" : `took=$(($(cut -d . -f 1 /proc/uptime) - began))\n[ $took -le ${within} ] || { echo "it took $took s, ${within} s were promised" >&2; exit 1; }\n`}succeeded=1`;
}

/** Ends a drill whose backup is older than its schedule promises, or of a time that has not come yet. */
export function ageCheck(backup: Backup, what: string): string {
  const promised = expectedAge(backup);
  return `[ $age -ge -${clockTolerance} ] || { echo "the newest ${what} is of a time that has not come yet, $((0 - age)) s ahead of the clock, which is wrong or was" >&2; exit 1; }
[ $age -le ${promised} ] || { echo "the newest ${what} is $age s old, ${promised} s were promised" >&2; exit 1; }`;
}

/** Whether the backup that was fetched is as new as its schedule promises. */
export function isFresh(backup: Backup): string {
  return `${epochScript}age=$(($(date +%s) - $(epoch "$name")))
${ageCheck(backup, "backup")}`;
}

export function fetchStep(
  backup: Backup,
  place: Place,
  command: string,
  volume: "work" | "fetched" = "work",
): readonly Step[] {
  const [from] = targetsOf(backup, place);
  return from === undefined
    ? []
    : [offsiteStep(from, { name: "fetch", command, mounts: [{ volume, path: "/fetched" }] })];
}

/** A scratch database on the store's own server, which has the same extensions; it is dropped again. */
function drillDatabase(backup: Backup, store: Postgres): string {
  return `${fetchedName}
${isFresh(backup)}
scratch="$PGDATABASE"_drill
${script("drop")} "$scratch"
${script("restore")} "$name" "$scratch"
${script("drop")} "$scratch"
echo "the backup $name of ${store.name} was restored and is complete"`;
}

function drillFiles(): string {
  return `cd /fetched/files
sha256sum -c ../files.tsv > /tmp/verdict 2>&1 || { grep -v ': OK$' /tmp/verdict | tail -n 20 >&2; exit 1; }
echo "$(wc -l < ../files.tsv) files were fetched and are what was saved"`;
}

/** The steps by which the newest backup is proven: fetched, restored beside what is in force, compared and removed. */
export function drillSteps(backup: Backup, store: Postgres | Volume, place: Place): readonly Step[] {
  if (store.engine === "postgres") {
    const image = clientImage(store);
    return [
      ...prepared(image, ["work"]),
      ...fetchStep(backup, place, fetching),
      {
        name: "drill",
        image,
        program: programOf(databaseFiles(backup, store), drilled(backup, drillDatabase(backup, store))),
        mounts: [{ volume: "work", path: "/fetched" }],
        scratch: [...scriptFolders, "/backup"],
        needs: "store",
        after: "COMPLETE",
      },
    ];
  }
  const files = backup.form === "files";
  return [
    ...prepared(archiver, files ? ["work"] : ["work", "room"]),
    ...fetchStep(backup, place, files ? `sh ${offsiteFolder}/main.sh unmirror` : fetching),
    {
      name: "drill",
      image: archiver,
      program: programOf(
        files ? {} : backupFiles(backup, store),
        drilled(
          backup,
          files ? drillFiles() : `${fetchedName}\n${isFresh(backup)}\n${script("try")} "$name"`,
        ),
      ),
      mounts: [
        { volume: "work", path: "/fetched" },
        ...(files ? [] : [{ volume: "room", path: "/scratch" } as const]),
      ],
      scratch: files ? [] : ["/opt/backup", metricsFolder, "/backup"],
      after: "COMPLETE",
    },
  ];
}

/** The steps by which a database gets the content of a backup: of any target, for all write the same format. */
export function restoreSteps(backup: Backup, store: Postgres, place: Place): readonly Step[] {
  const image = clientImage(store);
  const stamp = `moment=$(date -u +%Y%m%dt%H%M%Sz)`;
  return [
    ...prepared(image, ["work"]),
    ...fetchStep(backup, place, fetching),
    {
      name: "restore",
      image,
      program: programOf(
        databaseFiles(backup, store),
        `${fetchedName}
${stamp}
${script("restore")} "$name" "$PGDATABASE"_restore_$moment
${script("swap")} "$PGDATABASE"_restore_$moment "$PGDATABASE"_before_$moment
echo "$PGDATABASE is the backup $name; what was in force is kept as $PGDATABASE"_before_$moment`,
      ),
      mounts: [{ volume: "work", path: "/fetched" }],
      scratch: [...scriptFolders, "/backup"],
      needs: "store",
    },
  ];
}
