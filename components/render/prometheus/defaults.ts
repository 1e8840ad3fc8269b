import { diskFree, down, type Alert, type System } from "../../model";
import { backupAlerts } from "./backups";
import { objectives } from "./objectives";
import type { Place } from "./place";
import { exprOf } from "./rules";
import { instancesDown, measuredEngines } from "./signals";

const lasting = (minutes: number): Alert["for"] => `${minutes}m`;

function instances(system: System, place: Place): readonly Alert[] {
  return [
    {
      name: "InstanceDown",
      expr: instancesDown(system, place),
      for: lasting(2),
      severity: "critical",
      summary:
        place === "engine"
          ? "{{ $labels.instance }} of {{ $labels.service }} does not answer"
          : // Of one that is gone nobody knows the address.
            "{{ if $labels.instance }}{{ $labels.instance }}{{ else }}An instance{{ end }} of {{ $labels.service }} does not answer",
      description: "Look at its log: trireme logs STACK {{ $labels.service }}",
    },
  ];
}

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

/** The same of a cluster's own schedules: nothing runs, and nothing has succeeded since it last began. */
function clusterJobs({ jobs: all }: System): readonly Alert[] {
  const names = all.filter(({ run }) => run !== "release").map(({ name }) => name);
  const of = `{cronjob=~"${[...names].sort().join("|")}"}`;
  // A cluster's own kube-state-metrics may tell of them as well.
  const told = (metric: string) => `max by (namespace, cronjob) (${metric})`;
  const begun = told(`kube_cronjob_status_last_schedule_time${of}`);
  const succeeded = told("kube_cronjob_status_last_successful_time");
  return [
    {
      name: "ScheduledJobFailed",
      expr: `(${begun} > ${succeeded} or ${begun} unless ${succeeded}) and ${told("kube_cronjob_status_active")} == 0`,
      for: lasting(1),
      severity: "warning",
      summary: "The last run of {{ $labels.cronjob }} failed",
      description: "Look at its log: trireme logs STACK {{ $labels.cronjob }}",
    },
  ];
}

const disks: readonly Alert[] = [
  {
    name: "DiskNearlyFull",
    expr: diskFree({ below: 0.1 }),
    for: lasting(10),
    severity: "critical",
    summary: "{{ $labels.device }} has {{ $value | humanizePercentage }} of its space left",
  },
];

/** Those of jobs on a schedule, by who runs them. */
function jobAlerts(system: System, place: Place): readonly Alert[] {
  if (system.jobs.every(({ run }) => run === "release")) return [];
  return place === "engine" ? jobs : clusterJobs(system);
}

/** Those of certificates, by who has them: on a cluster the proxy tells when they end, which Kong does not, and of renewals their authority. */
function certificateAlerts({ ingress }: System, place: Place): readonly Alert[] {
  if (ingress?.tls === undefined || (place !== "engine" && ingress.engine === "kong")) return [];
  const renewed = ingress.tls.mode === "lets-encrypt" && place === "engine";
  return renewed ? [...certificates, ...renewals] : certificates;
}

/**
 * What every system that is measured is watched for, unless an alert of its own has the name or asks the same.
 *
 * @param place what runs the measured. @default "engine"
 */
export function defaultAlerts(system: System, place: Place = "engine"): readonly Alert[] {
  const own = system.monitoring?.alerts ?? [];
  // Everything that is down: instances and stores. A cloud tells of signals by its own alarms.
  const everything =
    place !== "managed" &&
    own.some(({ expr }) => typeof expr !== "string" && expr.type === "down" && expr.of === undefined);
  const taken = new Set([
    ...own.flatMap((alert) => [alert.name, exprOf(alert, system, place).trim()]),
    ...(everything ? [...instances(system, place), ...storesDown(system)].map(({ name }) => name) : []),
  ]);
  const brokered = system.stores.some((store) => store.engine === "rabbitmq" && store.external === undefined);
  const all = [
    ...instances(system, place),
    ...storesDown(system),
    ...(brokered ? brokers : []),
    ...(place === "managed" ? budgets(system) : further(system, place)),
  ];
  return all.filter((alert) => !taken.has(alert.name) && !taken.has(exprOf(alert, system, place)));
}

/** What the alarms of a cloud do not tell of requests: those that are signals, they do. */
function budgets(system: System): readonly Alert[] {
  return objectives(system).filter(({ expr }) => typeof expr === "string");
}

/** Disks, requests, backups, certificates and jobs, where nothing but Prometheus tells of them. */
function further(system: System, place: Place): readonly Alert[] {
  return [
    ...(place === "engine" || system.monitoring?.hostMetrics === true ? disks : []),
    ...objectives(system),
    ...backupAlerts(system),
    ...certificateAlerts(system, place),
    ...jobAlerts(system, place),
  ];
}
