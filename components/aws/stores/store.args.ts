import { refsOf, seconds, valuesOf, type Backup, type Problem, type Store, type System } from "../../model";
import { leastRecoveryPoint } from "./postgres.args";
import { beyondSnapshots, gapOf, isExported, nodesOf, snapshotsOf } from "./redis.args";
import { scheduleRefusals } from "../workload/schedule.args";
import type { AwsSettings } from "../settings";
import { driverOf } from ".";
import { backupRefusals as sharedRefusals } from "../../shared/backups";
import { storeRefusals } from "../../shared/driver";
import { problemsOf, type Refusal } from "../../shared/refusal";

/** A text ahead of a reference that would speak to Redis without TLS. */
function plainRedis(system: System): readonly Refusal[] {
  const caches = new Set(
    system.stores
      .filter((store) => store.engine === "redis" && store.external === undefined)
      .map(({ name }) => name),
  );
  return [...system.services, ...system.jobs].flatMap((workload) =>
    valuesOf(workload).flatMap(({ property, value }) => {
      const refs = refsOf(value).filter((ref) => ref.ref === "store" && caches.has(ref.name));
      const parts = typeof value === "object" && "template" in value ? value.template : [value];
      const plain =
        parts.some((part) => typeof part === "string" && /\bredis:\/\//.test(part)) ||
        refs.some((ref) => ref.ref === "store" && ref.scheme === "redis");
      return refs.length > 0 && plain
        ? [
            {
              path: `${workload.kind === "job" ? "jobs" : "services"}.${workload.name}.${property}`,
              set: true,
              message: `ElastiCache accepts only TLS, and redis:// is unencrypted; write rediss://, or name the store's own url`,
            },
          ]
        : [];
    }),
  );
}

/** Whether RDS runs a store. */
function isRds(store: Store): boolean {
  return (store.engine === "postgres" || store.engine === "mariadb") && store.external === undefined;
}

/** Days for which RDS and ElastiCache keep anything. */
const longestKept = 35;

/** Days for which a backup is kept; none where its schedule cannot be read. */
function daysOf({ keep, schedule }: Backup): number {
  const kept = "age" in keep ? seconds(keep.age) : keep.count * (gapOf(schedule) ?? 0);
  return Math.ceil(kept / 86_400);
}

function backupRefusals(system: System, settings: AwsSettings): readonly Refusal[] {
  return system.backups.flatMap((backup) => {
    const store = system.stores.find(({ name }) => name === backup.store);
    const path = `backups.${backup.name}`;
    if (store === undefined) return [];
    const rpo = backup.pointInTime === undefined ? undefined : seconds(backup.pointInTime.rpo);
    return [
      {
        path: `${path}.pointInTime.rpo`,
        set: rpo !== undefined && rpo < leastRecoveryPoint,
        message: `RDS saves its log every five minutes, so ${backup.pointInTime?.rpo} cannot be promised; write rpo: "5m" or more`,
      },
      {
        path: `${path}.keep`,
        set: store.engine === "redis" && !isExported(backup) && snapshotsOf(backup) > longestKept,
        message: `ElastiCache keeps daily snapshots for at most ${longestKept} days, not ${snapshotsOf(backup)}; write keep: { age: "${longestKept}d" } or less`,
      },
      {
        path: `${path}.keep`,
        set: isRds(store) && rpo !== undefined && daysOf(backup) > longestKept,
        message: `RDS can restore any moment of the last ${longestKept} days, and these backups are kept for ${daysOf(backup)}; write keep: { age: "${longestKept}d" } or less, or leave pointInTime out`,
      },
      {
        path: `${path}.pointInTime`,
        set: backup.pointInTime !== undefined && store.engine !== "postgres",
        message: "only Postgres can be restored to any moment; leave pointInTime out",
      },
      {
        path: `${path}.schedule`,
        set: store.engine === "redis" && beyondSnapshots(store, backup, settings) > 0,
        message:
          store.engine === "redis"
            ? `ElastiCache gives 20 snapshots of a node a day, and "${backup.schedule}" asks ${nodesOf(store, settings)} of them for ${beyondSnapshots(store, backup, settings)} more; write one like "0 */2 * * *", or more nodes`
            : "",
      },
      ...scheduleRefusals(`${path}.schedule`, backup.schedule),
      ...(backup.drill === undefined
        ? []
        : scheduleRefusals(`${path}.drill.schedule`, backup.drill.schedule)),
    ];
  });
}

/** What stores and backups ask for that AWS does not have; used by `unsupported.ts`. */
export function beyondStores(system: System, settings: AwsSettings): readonly Problem[] {
  const refusals = [
    ...storeRefusals(system, (store) => driverOf(store).refusals(store, { system, settings })),
    ...plainRedis(system),
    ...backupRefusals(system, settings),
    ...sharedRefusals(system, "AWS"),
  ];
  return problemsOf(refusals);
}
