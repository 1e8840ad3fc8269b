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

/** Exit code of a step that has listed what there is, so that none after it runs. */
export const listedCode = 3;

/**
 * Puts the newest complete backup of the bucket, or the one that `BACKUP_NAME` names, below `/fetched`; `none` fetches nothing, `list` writes
 * what there is into the log and ends the task.
 */
export const fetching = `name=\${BACKUP_NAME:-}
[ "$name" != none ] || exit 0
[ "$name" != list ] || { sh ${offsiteFolder}/main.sh list; exit ${listedCode}; }
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

/** Tells CloudWatch how a drill went, whatever happens; one that tries out an older backup (`TRIED`) says nothing of the newest. */
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
  [ -z "\${TRIED:-}" ] || return 0
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

/** Whether the backup that was fetched is as new as its schedule promises; one that a person chose (`TRIED`) may be of any age. */
export function isFresh(backup: Backup): string {
  return `if [ -z "\${TRIED:-}" ]; then
${epochScript}age=$(($(date +%s) - $(epoch "$name")))
${ageCheck(backup, "backup")}
fi`;
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

/** Ends what goes on where a file of the bucket is not what was saved. */
export const comparedFiles = `cd /fetched/files
sha256sum -c ../files.tsv > /tmp/verdict 2>&1 || { grep -v ': OK$' /tmp/verdict | tail -n 20 >&2; exit 1; }`;

function drillFiles(): string {
  return `${comparedFiles}
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
