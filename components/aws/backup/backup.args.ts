import {
  bytes,
  expandSchedule,
  type Backup,
  type Job,
  type Resources,
  type Store,
  type System,
} from "../../model";
import { keptDays } from "../stores/bucket.args";
import { isExported, roomOf } from "../stores/redis.args";
import { taskSize, type TaskSize } from "../workload/fargate.args";
import { fixedName } from "../naming.args";
import type { AwsSettings } from "../settings";

/** Name of the bucket that a system's backups lie in: known beforehand, because scripts name it. */
export function backupBucket(
  prefix: string,
  { account, region }: Pick<AwsSettings, "account" | "region">,
): string {
  return fixedName("bucket", [prefix, "backups", account, region].join("-"));
}

/** What one container of a backup needs at most; the steps run one after the other. */
const stepResources: Resources = {
  cpu: { request: 0.25, limit: 1 },
  memory: { request: "256Mi", limit: "2Gi" },
};

/** GiB of disk that a task of Fargate has. */
const [leastDisk, mostDisk] = [21, 200];

/** GiB of disk that the steps of a task share: room for a dump, or for what an archive is made of and the archive. */
function roomFor(gibibytes: number, copies: number): number {
  return Math.min(mostDisk, Math.max(leastDisk, Math.ceil(copies * gibibytes)));
}

/** What the tasks of a backup get; one that loads a cache's snapshot needs memory for it. */
export function sizeOf(
  saved: { readonly engine: string; readonly store: Store },
  settings: AwsSettings,
): { readonly size: TaskSize; readonly disk?: number } {
  const { engine, store } = saved;
  const plain = { size: taskSize({ resources: stepResources }) };
  if (engine === "redis") return plain;
  if (store.engine === "redis") {
    const held = (roomOf(store, settings) ?? 0) / 2 ** 30;
    const limit = `${Math.ceil(2048 + 1024 * held)}Mi` as const;
    const resources = { ...stepResources, memory: { request: limit, limit } };
    return { size: taskSize({ resources }), disk: roomFor(held, 3) };
  }
  const size = store.size === undefined ? 0 : bytes(store.size) / 2 ** 30;
  const archived = store.engine === "minio" || store.engine === "qdrant";
  return { ...plain, disk: roomFor(size, archived ? 2.2 : 1.5) };
}

/** Seconds that a backup before a release may take. */
export const firstDeadline = 3600;

/** The image of a job's release, by which a backup before it is taken once. */
export function firstName(backup: Pick<Backup, "name">, job: Pick<Job, "name">): string {
  return `${backup.name}-before-${job.name}`;
}

/** A store that AWS Backup saves whole, beside the dumps. */
function isInVault(store: Store): boolean {
  return (
    store.engine === "volume" ||
    ((store.engine === "postgres" || store.engine === "mariadb") && store.external === undefined)
  );
}

/** Whether ElastiCache writes snapshots to the bucket. */
export function exportsCaches({ backups, stores }: System): boolean {
  return backups.some(
    (backup) =>
      stores.some(({ name, engine }) => name === backup.store && engine === "redis") && isExported(backup),
  );
}

/** Hours after a backup's own run at which AWS Backup saves: RDS takes no snapshot in its windows. */
const later = 4;

function dailyAt(schedule: string, shift: number): string {
  const { minutes, hours } = expandSchedule(schedule);
  return `cron(${minutes[0] ?? 0} ${((hours[0] ?? 2) + shift) % 24} ? * * *)`;
}

/** One rule of AWS Backup for one backup of the system. */
export interface VaultRule {
  readonly ruleName: string;
  readonly schedule: string;
  readonly startWindow: number;
  readonly completionWindow: number;
  readonly deleteAfter: number;
}

/** When a store is saved whole, and for how many days it is kept. */
export function vaultRule(backup: Backup): VaultRule {
  return {
    ruleName: fixedName("backupPlan", backup.name),
    schedule: dailyAt(backup.schedule, later),
    // Minutes: an hour until it starts, half a day until it is done.
    startWindow: 60,
    completionWindow: 720,
    deleteAfter: Math.max(7, keptDays(backup)),
  };
}

/** The backups whose stores AWS Backup saves, each store once: its first backup counts. */
export function vaulted(system: System): readonly { readonly backup: Backup; readonly store: Store }[] {
  const seen = new Set<string>();
  return system.backups.flatMap((backup) => {
    const store = system.stores.find(({ name }) => name === backup.store);
    if (store === undefined || !isInVault(store) || seen.has(store.name)) return [];
    seen.add(store.name);
    return [{ backup, store }];
  });
}

/** When AWS tries out what it saved: weekly, on the day after the week's last backup. */
export function testingSchedule(system: System): string {
  const first = vaulted(system)[0]?.backup.schedule ?? "0 2 * * *";
  const { minutes, hours } = expandSchedule(first);
  return `cron(${minutes[0] ?? 0} ${((hours[0] ?? 2) + later + 6) % 24} ? * 2 *)`;
}

/** Letters, digits and underscores alone, as AWS names what it tries out. */
export function testingName(prefix: string, ...words: readonly string[]): string {
  return fixedName("restoreTesting", prefix, ...words).replace(/[^A-Za-z0-9_]/g, "_");
}
