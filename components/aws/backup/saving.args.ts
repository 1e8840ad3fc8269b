import type { Input } from "@pulumi/pulumi";
import { bucketImage, type Backup, type Postgres, type Volume } from "../../model";
import {
  backupFiles,
  bucketOf,
  offsiteFolder,
  offsiteScript,
  renderOffsiteSettings,
  savedFolder,
  scriptCommand,
} from "../../render/backup";
import { metricsFolder } from "../../render/proxy/reload";
import { clientImage } from "../stores/postgres.args";

/** Metrics of backups in CloudWatch. */
export const backupNamespace = "Trireme/Backups";

/** A folder that the steps of one task share, or the volume that is saved. */
export interface Mount {
  readonly volume: "work" | "room" | "fetched" | "saved";
  readonly path: string;
  readonly readOnly?: boolean;
}

/** One container of a task that runs to its end; the steps run one after the other, and the last one decides. */
export interface Step {
  readonly name: string;
  readonly image: string;
  /** What `sh -c` runs. */
  readonly program: string;
  readonly mounts: readonly Mount[];
  /** Paths in memory. */
  readonly scratch: readonly string[];
  readonly env?: Readonly<Record<string, Input<string>>>;
  /** `store`: gets how the store is reached, and its password; `bucket`: the keys of the bucket that the operator provided. */
  readonly needs?: "store" | "bucket";
  /** Runs even when the one before failed, so that nothing is left behind. @default "SUCCESS" */
  readonly after?: "SUCCESS" | "COMPLETE";
}

/** The user of Postgres in its official images: all steps share their files. */
export const savingUser = "70:70";

/** A folder that the official images of Postgres declare as a volume that everybody may write to. */
const declaredVolume = "/var/lib/postgresql/data";

/** A text file as the shell writes it. */
function written(path: string, text: string): string {
  const end = "TRIREME_END_OF_FILE";
  return `cat > ${path} <<'${end}'\n${text.endsWith("\n") ? text : `${text}\n`}${end}\n`;
}

/** A script without its comments, which take room that a task definition has little of; the first line may say what reads it. */
function uncommented(path: string, text: string): string {
  return path.endsWith(".sh") ? text.replace(/^[ \t]*#(?!!).*\n/gm, "") : text;
}

/** Writes files into a folder in memory, then runs a command. */
export function programOf(files: Readonly<Record<string, string>>, command: string): string {
  const writes = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => written(path, uncommented(path, text)));
  return `set -eu\numask 077\n${writes.join("")}${command}\n`;
}

/**
 * Fargate's volumes belong to root; one that is first mounted where an image declares a volume gets that folder's owner and
 * permissions. So no step needs root.
 */
export function prepared(image: string, volumes: readonly ("work" | "room" | "fetched")[]): readonly Step[] {
  return volumes.map((volume) => ({
    name: `prepare-${volume}`,
    image,
    program: "true",
    mounts: [{ volume, path: declaredVolume }],
    scratch: [],
  }));
}

/** A line that CloudWatch Logs turns into metrics. */
export function metricLine(backup: string, values: Readonly<Record<string, string>>): string {
  const names = Object.keys(values);
  const metrics = names.map((name) => `{\\"Name\\":\\"${name}\\"}`).join(",");
  const own = names.map((name) => `\\"${name}\\":${values[name] ?? ""}`).join(",");
  return `echo "{\\"_aws\\":{\\"Timestamp\\":$(date +%s)000,\\"CloudWatchMetrics\\":[{\\"Namespace\\":\\"${backupNamespace}\\",\\"Dimensions\\":[[\\"System\\",\\"Backup\\"]],\\"Metrics\\":[${metrics}]}]},\\"System\\":\\"$SYSTEM\\",\\"Backup\\":\\"${backup}\\",${own}}"`;
}

/** Where a backup's copies lie: our own bucket, and the one whose keys the operator provided. */
export interface Place {
  /** System and stack. */
  readonly prefix: string;
  /** Name of our own bucket. */
  readonly bucket: string;
  readonly region: string;
}

/** Whether a backup is kept in our own bucket. */
export function isKeptHere({ destinations }: Pick<Backup, "destinations">): boolean {
  return destinations.some(({ to }) => to === "volume");
}

export interface Target {
  readonly name: string;
  readonly needs?: "bucket";
  readonly settings: string;
}

/** Where copies are sent to, ours first. */
export function targetsOf(backup: Backup, place: Place): readonly Target[] {
  const given = bucketOf(backup);
  const own = {
    to: "bucket",
    bucket: place.bucket,
    region: place.region,
    accessKey: { ref: "secret", name: "", part: "value" },
    secretKey: { ref: "secret", name: "", part: "value" },
  } as const;
  return [
    ...(isKeptHere(backup)
      ? [{ name: "keep", settings: renderOffsiteSettings(backup, own, place.prefix) }]
      : []),
    ...(given === undefined
      ? []
      : [
          {
            name: "copy",
            needs: "bucket" as const,
            settings: renderOffsiteSettings(backup, given, place.prefix),
          },
        ]),
  ];
}

export function offsiteStep(
  target: Target,
  step: { readonly name: string; readonly command: string; readonly mounts: readonly Mount[] },
): Step {
  const files = {
    [`${offsiteFolder}/main.sh`]: offsiteScript,
    [`${offsiteFolder}/settings.sh`]: target.settings,
  };
  return {
    name: step.name,
    image: bucketImage,
    program: programOf(files, step.command),
    mounts: step.mounts,
    scratch: [offsiteFolder, metricsFolder],
    ...(target.needs === undefined ? {} : { needs: target.needs }),
  };
}

export const script = (...args: readonly string[]) => scriptCommand(...args).join(" ");

/** Sends what was taken to each place, and tells CloudWatch after the last. */
export function sent(backup: Backup, place: Place): readonly Step[] {
  const targets = targetsOf(backup, place);
  return targets.map((target, index) => {
    const last = index === targets.length - 1;
    const report = metricLine(backup.name, { BackupSucceeded: "1", BackupBytes: "$bytes" });
    return offsiteStep(target, {
      name: target.name,
      command: `sh ${offsiteFolder}/main.sh copy${last ? `\nbytes=$(du -sb /backup | cut -f 1)\n${report}` : ""}`,
      mounts: [{ volume: "work", path: "/backup", readOnly: true }],
    });
  });
}

/** Tells the next step the highest number that the first place has, so that the new backup's is above it. */
export function numbered(backup: Backup, place: Place): readonly Step[] {
  const [first] = targetsOf(backup, place);
  if (first === undefined) return [];
  return [
    offsiteStep(first, {
      name: "number",
      command: `mkdir -p /backup/.state\nsh ${offsiteFolder}/main.sh last_number > /backup/.state/bucket`,
      mounts: [{ volume: "work", path: "/backup" }],
    }),
  ];
}

/** The scripts of a database that is reached over the network, on a clock of AWS's. RDS itself goes back to any moment. */
export function databaseFiles(backup: Backup, store: Postgres): Readonly<Record<string, string>> {
  return backupFiles({ ...backup, pointInTime: undefined }, store, { reach: "network", clock: "scheduler" });
}

export const scriptFolders = ["/opt/backup", metricsFolder, "/scratch"];

/** Why a backup is taken. */
export type Kind = "scheduled" | "release";

/**
 * The script's own word for a kind of backup: one that runs on the schedule's task may be told another one, as `trireme backup` does for
 * one that was asked for.
 */
export function kindWord(kind: Kind | "before"): string {
  return kind === "scheduled" ? `"\${${kindVariable}:-scheduled}"` : kind;
}

/** Variable of the step `take` that says of which kind a backup is. */
export const kindVariable = "KIND";

/** Dumps a database and sends the dump away. */
function takeDatabase(backup: Backup, store: Postgres, place: Place, kind: Kind): readonly Step[] {
  const image = clientImage(store);
  return [
    ...prepared(image, ["work"]),
    ...numbered(backup, place),
    {
      name: "take",
      image,
      program: programOf(databaseFiles(backup, store), `exec ${script("take", kindWord(kind))}`),
      mounts: [{ volume: "work", path: "/backup" }],
      scratch: scriptFolders,
      needs: "store",
    },
    ...sent(backup, place),
  ];
}

/** Archives a volume's files and sends the archive away. */
function takeArchive(backup: Backup, store: Volume, place: Place, kind: Kind): readonly Step[] {
  return [
    ...prepared(archiver, ["work", "room"]),
    ...numbered(backup, place),
    {
      name: "take",
      image: archiver,
      program: programOf(backupFiles(backup, store), `exec ${script("take", kindWord(kind))}`),
      mounts: [
        { volume: "work", path: "/backup" },
        { volume: "room", path: "/scratch" },
        { volume: "saved", path: savedFolder, readOnly: true },
      ],
      scratch: ["/opt/backup", metricsFolder],
    },
    ...sent(backup, place),
  ];
}

/** The shell and the tools by which files are archived, in an image that declares a volume. */
export const archiver = "postgres:17-alpine";

/** The folder of a volume that a backup is of. */
const folderOf = ({ folder }: Backup) => `${savedFolder}${folder === undefined ? "" : `/${folder}`}`;

/** Files that rest for less are written to while they are copied; their checksums prove nothing. */
const restMinutes = 60;

/** Copies a volume's files as they are: new and changed ones alone are sent, deleted ones stay as former versions. */
function takeFiles(backup: Backup, place: Place): readonly Step[] {
  const listed = `cd '${folderOf(backup)}'\nfind . -type f -mmin +${restMinutes} -exec sha256sum {} + | sort -k 2 > /stage/files.tsv`;
  const saved: Mount = { volume: "saved", path: savedFolder, readOnly: true };
  const targets = targetsOf(backup, place);
  return [
    ...prepared(archiver, ["work"]),
    {
      name: "list",
      image: archiver,
      program: programOf({}, listed),
      mounts: [{ volume: "work", path: "/stage" }, saved],
      scratch: [],
    },
    ...targets.map((target, index) => {
      const report = metricLine(backup.name, { BackupSucceeded: "1", BackupBytes: "$bytes" });
      const last = index === targets.length - 1;
      return offsiteStep(target, {
        name: target.name,
        command: `sh ${offsiteFolder}/main.sh mirror '${folderOf(backup)}' /stage/files.tsv${last ? `\nbytes=$(du -sb '${folderOf(backup)}' | cut -f 1)\n${report}` : ""}`,
        mounts: [{ volume: "work", path: "/stage", readOnly: true }, saved],
      });
    }),
  ];
}

/** The steps by which a database of Postgres or a volume is saved once. */
export function takeSteps(
  backup: Backup,
  store: Postgres | Volume,
  place: Place,
  kind: Kind = "scheduled",
): readonly Step[] {
  if (store.engine === "postgres") return takeDatabase(backup, store, place, kind);
  return backup.form === "files" ? takeFiles(backup, place) : takeArchive(backup, store, place, kind);
}
