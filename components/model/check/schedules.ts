import { expandSchedule, longestGap } from "../values/schedule";
import { engineOf, isServer, type Store } from "../engines";
import type { System } from "../system";
import { noSuch, type Problem } from "./problem";

function cronProblem(path: string, schedule: string): readonly Problem[] {
  const wrong = (why: string): readonly Problem[] => [
    {
      path,
      message: `"${schedule}" is not a valid schedule (${why}); write five fields "minute hour day month weekday", for example "0 2 * * *"`,
    },
  ];
  try {
    return longestGap(expandSchedule(schedule)) === undefined ? wrong("no such date exists") : [];
  } catch (error) {
    if (error instanceof RangeError) return wrong(error.message);
    throw error;
  }
}

/** What can be saved: data that cannot be made again. */
export function wantsBackup(store: Store): boolean {
  if (isServer(store) && store.external !== undefined) return false;
  return isServer(store) ? engineOf(store).wantsBackup(store) : store.disposable === undefined;
}

/** Backups, drills and scheduled jobs. */
export function checkSchedules(system: System): readonly Problem[] {
  const stores = system.stores.map(({ name }) => name);
  const backups = system.backups.flatMap((backup) => {
    const path = `backups.${backup.name}`;
    const count = "count" in backup.keep ? backup.keep.count : undefined;
    return [
      ...(stores.includes(backup.store)
        ? []
        : [
            {
              path: `${path}.of`,
              message: noSuch("store", backup.store, stores),
            },
          ]),
      ...cronProblem(`${path}.schedule`, backup.schedule),
      ...(backup.drill === undefined ? [] : cronProblem(`${path}.drill.schedule`, backup.drill.schedule)),
      ...(count === undefined || (Number.isInteger(count) && count >= 1)
        ? []
        : [
            {
              path: `${path}.keep.count`,
              message: `${count} backups cannot be kept; allowed are whole numbers from 1`,
            },
          ]),
      ...(backup.destinations.length > 0
        ? []
        : [
            {
              path: `${path}.destinations`,
              message: `destinations is empty; write [{ to: "volume" }] or a bucket`,
            },
          ]),
    ];
  });
  // A store has one log; two archives would take segments from each other.
  const logged = system.backups.filter(({ pointInTime }) => pointInTime !== undefined);
  const twice = logged.flatMap(({ name, store }, index) => {
    const first = logged.slice(0, index).find((other) => other.store === store);
    return first === undefined
      ? []
      : [
          {
            path: `backups.${name}.pointInTime`,
            message: `backup "${first.name}" already archives the log of store "${store}"; remove pointInTime from one of the two`,
          },
        ];
  });
  const names = system.backups.map(({ name }) => name);
  const jobs = system.jobs.flatMap((job) => [
    ...(job.run === "release" ? [] : cronProblem(`jobs.${job.name}.run.schedule`, job.run.schedule)),
    ...(job.backupFirst === undefined || names.includes(job.backupFirst)
      ? []
      : [
          {
            path: `jobs.${job.name}.backupFirst`,
            message: noSuch("backup", job.backupFirst, names),
          },
        ]),
  ]);
  return [...backups, ...twice, ...jobs];
}
