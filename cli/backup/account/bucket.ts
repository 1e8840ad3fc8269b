import type { Backup } from "../../../components/model";
import type { KeepingClient, KeptObject, Snapshot } from "../../../components/aws/runtime/keeping";
import { listedCode } from "../../../components/aws/backup/drill.args";
import { PlainError } from "../../../setup/errors";
import { byAge, parseList, readManifest, type Listed } from "../listing";
import { taskOf, type AccountSite } from "./site";

/** The name under which the files of a volume that is saved as they are stand in a list: there is one copy, the newest. */
const filesName = "files";

/** What is complete below a backup's folder, the oldest first: the list of checksums is sent last. */
export function completeIn(objects: readonly KeptObject[], backup: string): readonly string[] {
  return objects
    .flatMap(({ key }) => {
      const [folder, name = "", file, ...rest] = key.split("/");
      return folder === backup && file === "SHA256SUMS" && rest.length === 0 ? [name] : [];
    })
    .sort(byAge);
}

/** What the stack's own bucket has of a backup. */
export async function listBucket(
  client: KeepingClient,
  bucket: string,
  { name: backup, form }: Pick<Backup, "name" | "form">,
): Promise<readonly Listed[]> {
  const objects = await client.objects(bucket, `${backup}/`);
  if (form === "files") {
    const list = objects.find(({ key }) => key === `${backup}/files.tsv`);
    if (list === undefined) return [];
    const files = objects.filter(({ key }) => key.startsWith(`${backup}/files/`));
    const size = files.reduce((sum, one) => sum + one.size, 0);
    const time = list.at.replace(/\.\d+Z$/, "Z");
    return [{ backup, name: filesName, where: "bucket", time, size, rows: files.length }];
  }
  return await Promise.all(
    completeIn(objects, backup).map(async (name): Promise<Listed> => {
      const manifest = await client.text(bucket, `${backup}/${name}/manifest.json`);
      return { backup, name, where: "bucket", ...readManifest(manifest ?? "") };
    }),
  );
}

/**
 * What a bucket of the operator's has of a backup, which its task alone has the keys of.
 *
 * @throws PlainError with the task's last lines
 */
export async function listByTask({ account, backup, progress }: AccountSite): Promise<readonly Listed[]> {
  const { component, role, part } = taskOf({ backup }, "restore");
  const ended = await progress.step(`Having a task list what the bucket has of ${backup.name}`, () =>
    account.run(
      { component, role, part },
      {
        ...{ container: "fetch", deadline: 900 },
        override: { container: "fetch", environment: { BACKUP_NAME: "list" } },
      },
    ),
  );
  const text = ended.lines.map((line) => line.text).join("\n");
  if (ended.exitCode !== listedCode)
    throw new PlainError(
      `The bucket of ${backup.name} cannot be listed: ${ended.reason ?? ""}\n${text}`.trim(),
    );
  return parseList(backup.name, text);
}

/** Bytes of a size as ElastiCache writes it: `5 MB`. */
export function bytesOf(size: string): number | undefined {
  const [, count, unit = ""] = /^([\d.]+) ?([kKMGT]?)B?$/.exec(size) ?? [];
  return count === undefined
    ? undefined
    : Number(count) * 1000 ** ["", "K", "M", "G", "T"].indexOf(unit.toUpperCase());
}

/** The snapshots of a cache as backups. */
export function listedSnapshots(snapshots: readonly Snapshot[], backup: string): readonly Listed[] {
  return snapshots.map(({ name, at, size, status, version }) => {
    const bytes = size === undefined ? undefined : bytesOf(size);
    return {
      ...{ backup, name, where: "snapshot" as const },
      ...(at === undefined ? {} : { time: at.replace(/\.\d+Z$/, "Z") }),
      ...(bytes === undefined ? {} : { size: bytes }),
      ...(version === undefined ? {} : { version: `Redis ${version}` }),
      ...(status === "available" ? {} : { fault: `ElastiCache says that it is ${status}` }),
    };
  });
}
