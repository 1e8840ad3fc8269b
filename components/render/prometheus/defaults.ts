import {
  diskFree,
  down,
  expandSchedule,
  hasMetrics,
  longestGap,
  type Alert,
  type Backup,
  type System,
} from "../../model";
import { objectives } from "./objectives";
import { exprOf } from "./rules";
import { measuredEngines } from "./signals";

const lasting = (minutes: number): Alert["for"] => `${minutes}m`;

const instances: readonly Alert[] = [
  {
    name: "InstanceDown",
    expr: "up == 0",
    for: lasting(2),
    severity: "critical",
    summary: "{{ $labels.instance }} of {{ $labels.service }} does not answer",
    description: "Look at its log: trireme logs STACK {{ $labels.service }}",
  },
];

/**
 * Stores by name, by their exporters too: one that waits for its store until Prometheus gives up says nothing of it, and `up` is all
 * that is left.
 */
function storesDown({ stores }: System): readonly Alert[] {
  const of = stores.filter(({ engine }) => measuredEngines.includes(engine)).map(({ name }) => name);
  return of.length === 0
    ? []
    : [
        {
          name: "StoreDown",
          expr: down({ of }),
          for: lasting(1),
          severity: "critical",
          summary: "{{ $labels.service }} does not answer",
        },
      ];
}

/** A broker that holds its publishers back is up, and so are they. */
const brokers: readonly Alert[] = [
  {
    name: "PublishersWait",
    expr: "rabbitmq_alarms_memory_used_watermark == 1 or rabbitmq_alarms_free_disk_space_watermark == 1",
    for: lasting(2),
    severity: "critical",
    summary: "{{ $labels.service }} takes no messages: its memory or its disk is nearly full",
    description: "Look at what its queues hold: consumers may have stopped.",
  },
];

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

/** Of what a system saves, by what it saves: an alert of metrics that nobody writes would never fire. */
function backupAlerts(system: System): readonly Alert[] {
  const { backups } = system;
  if (backups.length === 0) return [];
  return [
    ...backupRuns,
    notWatched(backups),
    ...(backups.some(({ pointInTime }) => pointInTime !== undefined) ? logs : []),
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

const certificates: readonly Alert[] = [
  {
    name: "CertificateExpires",
    expr: "certificate_expiry_timestamp_seconds - time() < 14 * 86400",
    for: lasting(10),
    severity: "warning",
    summary: "The certificate of {{ $labels.host }} ends in {{ $value | humanizeDuration }}",
  },
  {
    name: "CertificateExpiresAtOnce",
    expr: "certificate_expiry_timestamp_seconds - time() < 3 * 86400",
    for: lasting(10),
    severity: "critical",
    summary: "The certificate of {{ $labels.host }} ends in {{ $value | humanizeDuration }}",
  },
];

/** Of certificates that an authority renews. */
const renewals: readonly Alert[] = [
  {
    name: "CertificateNotRenewed",
    expr: "certificate_renewal_success == 0",
    for: "6h",
    severity: "warning",
    summary: "The certificate's authority does not renew it",
  },
];

const jobs: readonly Alert[] = [
  {
    name: "ScheduledJobFailed",
    expr: "scheduled_job_last_exit_code != 0",
    for: "0s",
    severity: "warning",
    summary: "The last run of {{ $labels.name }} ended with {{ $value }}",
  },
];

const disks: readonly Alert[] = [
  {
    name: "DiskNearlyFull",
    expr: diskFree({ below: 0.1 }),
    for: lasting(10),
    severity: "critical",
    summary: "{{ $labels.device }} has {{ $value | humanizePercentage }} of its space left",
  },
];

/** What every system that is measured is watched for, unless an alert of its own has the name or asks the same. */
export function defaultAlerts(system: System): readonly Alert[] {
  const own = system.monitoring?.alerts ?? [];
  // Everything that is down: instances and stores.
  const all = own.some(
    ({ expr }) => typeof expr !== "string" && expr.type === "down" && expr.of === undefined,
  );
  const taken = new Set([
    ...own.flatMap((alert) => [alert.name, exprOf(alert, system).trim()]),
    ...(all ? [...instances, ...storesDown(system)].map(({ name }) => name) : []),
  ]);
  const { ingress, jobs: of } = system;
  return [
    ...instances,
    ...storesDown(system),
    ...(system.stores.some((store) => store.engine === "rabbitmq" && store.external === undefined)
      ? brokers
      : []),
    ...disks,
    ...objectives(system),
    ...backupAlerts(system),
    ...(ingress?.tls === undefined ? [] : certificates),
    ...(ingress?.tls?.mode === "lets-encrypt" ? renewals : []),
    ...(hasMetrics(system) && of.some(({ run }) => run !== "release") ? jobs : []),
  ].filter((alert) => !taken.has(alert.name) && !taken.has(exprOf(alert, system)));
}
