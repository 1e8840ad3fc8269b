import { expandSchedule, longestGap, type Alert, type Backup, type System } from "../../model";

const lasting = (minutes: number): Alert["for"] => `${minutes}m`;

const backupRuns: readonly Alert[] = [
  {
    name: "BackupFailed",
    expr: "backup_last_result == 0",
    for: lasting(20),
    severity: "critical",
    summary: "The last run of {{ $labels.backup }} failed",
  },
  {
    name: "BackupTooOld",
    expr: "backup_age_seconds > backup_expected_age_seconds + 3600",
    // Of a new stack nothing is saved yet, and the first one takes its time.
    for: lasting(20),
    severity: "critical",
    summary: "The newest backup of {{ $labels.backup }} is {{ $value | humanizeDuration }} old",
  },
  {
    name: "ClockWasWrong",
    expr: "backup_early_count > 0",
    for: "0s",
    severity: "warning",
    summary: "{{ $labels.backup }} has backups of a time that has not come yet",
  },
];

/** Seconds that a copy to a bucket may take, in which nothing is written. */
const longestCopy = 6 * 3600;

const isCopied = ({ destinations }: Backup): boolean => destinations.some(({ to }) => to === "bucket");

/** Who watches over a backup writes each minute, and who copies it when it has looked; of certificates and jobs it is written when they change. */
function notWatched(all: readonly Backup[]): Alert {
  const older = (names: readonly string[], than: number): string =>
    `time() - node_textfile_mtime_seconds{file=~".*/(?:${[...names].sort().join("|")})\\\\.prom"} > ${than}`;
  const copied = all.filter(isCopied);
  return {
    name: "BackupsNotWatched",
    expr: [
      older(
        all.map(({ name }) => name),
        600,
      ),
      ...(copied.length === 0
        ? []
        : [
            older(
              copied.map(({ name }) => `${name}-offsite`),
              longestCopy,
            ),
          ]),
    ].join(" or "),
    for: lasting(5),
    severity: "warning",
    summary: "{{ $labels.file }} was not written for {{ $value | humanizeDuration }}",
    description: "Whoever writes it has stopped: nothing is known of its backups.",
  };
}

const logs: readonly Alert[] = [
  {
    name: "LogNotArchived",
    expr: "wal_archive_failing == 1",
    for: lasting(5),
    severity: "critical",
    summary: "The log of {{ $labels.backup }} is not archived: a restore would lose what came since",
  },
];

const copies: readonly Alert[] = [
  {
    name: "NotInTheBucket",
    expr: "backup_offsite_last_result == 0",
    for: lasting(30),
    severity: "critical",
    summary: "The backups of {{ $labels.backup }} do not reach their bucket",
  },
];

/** Whether the one who archives a store's log is a cluster's operator, which writes no metrics of ours. */
function isOperated({ stores }: System, { store: name }: Backup): boolean {
  return stores.some(
    (store) => store.name === name && "operator" in store && store.operator === "cloudnative-pg",
  );
}

/** Of what a system saves, by what it saves: an alert of metrics that nobody writes would never fire. */
export function backupAlerts(system: System): readonly Alert[] {
  const { backups } = system;
  if (backups.length === 0) return [];
  return [
    ...backupRuns,
    notWatched(backups),
    ...(backups.some((one) => one.pointInTime !== undefined && !isOperated(system, one)) ? logs : []),
    ...(backups.some(isCopied) ? copies : []),
    ...(backups.some(({ drill }) => drill !== undefined) ? drills : []),
    ...drillsTooOld(system),
  ];
}

const drills: readonly Alert[] = [
  {
    name: "RestoreDrillFailed",
    expr: "restore_drill_success == 0",
    for: "0s",
    severity: "critical",
    summary: "The newest backup of {{ $labels.backup }} could not be restored",
  },
];

/** Seconds that a drill may be late: it waits for its turn, and takes its time. */
const lateDrill = 2 * 3600;

/** Seconds between two moments of a schedule; undefined for one that never comes, or is none, which `check` tells of. */
function gapOf(schedule: string): number | undefined {
  try {
    return longestGap(expandSchedule(schedule));
  } catch {
    return undefined;
  }
}

/** Drills that have stopped: nothing else tells, for the last one succeeded. */
function drillsTooOld({ backups: all }: System): readonly Alert[] {
  const late = all.flatMap(({ name, drill }) => {
    const gap = drill === undefined ? undefined : gapOf(drill.schedule);
    // 0 until the first one: a new stack has nothing that could be late.
    return gap === undefined
      ? []
      : [
          `(time() - (restore_drill_timestamp_seconds{backup="${name}"} > 0)) > ${Math.ceil(gap) + lateDrill}`,
        ];
  });
  return late.length === 0
    ? []
    : [
        {
          name: "RestoreDrillTooOld",
          expr: late.join(" or "),
          for: "0s",
          severity: "warning",
          summary: "{{ $labels.backup }} was not restored for {{ $value | humanizeDuration }}",
          description: "Its drill has stopped: look at its log.",
        },
      ];
}
