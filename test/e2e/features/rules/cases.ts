import { seconds, type Alert, type System } from "../../../../components/model";
import type { Series } from "./scraped";

/** When one phase of a case is, in seconds. */
export interface Phase {
  readonly from: number;
  readonly to: number;
}

/** What a cause makes of a series: its value, `"gone"`, a clock that stands, or undefined where it has nothing to do with it. */
export type Change = (series: Series, phase: Phase) => number | "gone" | "stands" | undefined;

/** What an alert says when it fires. */
export interface Fired {
  /** But for its name and severity. */
  readonly labels: Readonly<Record<string, string>>;
  /** How `$value` is shown, where the texts show it. */
  readonly value?: string | ((at: number, bad: Phase) => string);
}

/** By what an alert fires, and by what it does not. */
export interface Case {
  /** Tells it from others of its alert. */
  readonly by: string;
  /** Nearly as bad, for as long: nothing fires. @default there is nothing between well and bad */
  readonly near?: Change;
  readonly bad: Change;
  readonly fired: readonly Fired[];
  /** Seconds that it has to be bad before the expression holds: what it looks back at. @default it holds at once */
  readonly after?: number;
  /** Seconds between two looks. @default 60 */
  readonly step?: number;
  /** Whether near and bad have a time of their own, without what was before: an expression looks back at all of it. @default false */
  readonly apart?: boolean;
}

/** Cases of an alert of a system that is measured. */
export type Cases = (alert: Alert, system: System, world: readonly Series[]) => readonly Case[];

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Whether a series is of this metric and has these labels. */
export function is(
  series: Series,
  metric: string | RegExp,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  return (
    (typeof metric === "string" ? series.metric === metric : metric.test(series.metric)) &&
    Object.entries(labels).every(([label, value]) => series.labels[label] === value)
  );
}

/** The labels of a metric's first series, which has to be there. */
export function labelsOf(
  world: readonly Series[],
  metric: string,
  labels: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const found = world.find((series) => is(series, metric, labels));
  if (found === undefined) throw new Error(`nobody answers ${metric}${JSON.stringify(labels)}`);
  return found.labels;
}

/** One series of a metric at these values. */
function one(
  metric: string,
  values: { readonly near?: number; readonly bad: number; readonly shown?: Fired["value"] },
  more: Partial<Case> & { readonly labels?: Readonly<Record<string, string>> } = {},
): Cases {
  return (_, __, world) => {
    const labels = labelsOf(world, metric, more.labels);
    const { near, bad, shown } = values;
    const set =
      (value: number): Change =>
      (series) =>
        is(series, metric, labels) ? value : undefined;
    return [
      {
        by: metric,
        ...(near === undefined ? {} : { near: set(near) }),
        bad: set(bad),
        fired: [{ labels, ...(shown === undefined ? {} : { value: shown }) }],
        ...more,
      },
    ];
  };
}

const duration = (all: number): string => {
  const [d, h, m, s] = [all / day, (all % day) / hour, (all % hour) / minute, all % minute].map(Math.floor);
  if (all < minute) return `${s}s`;
  if (all < hour) return `${m}m ${s}s`;
  return all < day ? `${h}h ${m}m ${s}s` : `${d}d ${h}h ${m}m ${s}s`;
};

/** A certificate that ends so many days after the phase began, or a little later than asked for when it is over. */
function certificate(days: number): Cases {
  return (_, __, world) => {
    const metric = "certificate_expiry_timestamp_seconds";
    const labels = labelsOf(world, metric);
    const end = (from: number): number => from + (days - 1) * day;
    return [
      {
        by: `${days} days`,
        near: (series, { to }) => (is(series, metric, labels) ? to + days * day + hour : undefined),
        bad: (series, { from }) => (is(series, metric, labels) ? end(from) : undefined),
        fired: [{ labels, value: (at, { from }) => duration(end(from) - at) }],
      },
    ];
  };
}

/** A file or a drill whose moment stands still. */
function stands(
  metric: string,
  since: number,
  labels: Readonly<Record<string, string>>,
  more: Partial<Case> = {},
): Case {
  const { step = minute } = more;
  return {
    by: `${metric} stands still`,
    bad: (series) => (is(series, metric, labels) ? "stands" : undefined),
    // What it was at the last look while all was well.
    fired: [{ labels, value: (at, { from }) => duration(at - from + step) }],
    after: since,
    ...more,
  };
}

/** The ways in which a system is asked which share of its requests failed. */
const allRequests = /^(?:proxy_requests_total|traefik_entrypoint_requests_total|kong_http_requests_total)$/;

/** So large a share of the requests fails. */
export function failing(share: number, metric: RegExp = allRequests, service?: string): Change {
  return (series) => {
    if (!is(series, metric, service === undefined ? {} : { service })) return undefined;
    const status = series.labels.status ?? series.labels.code ?? series.labels.status_code ?? "";
    const total = series.metric === "traefik_entrypoint_requests_total" ? 30 : 10;
    return status.startsWith("5") ? share * total : status.startsWith("2") ? (1 - share) * total : 0;
  };
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(4))}%`;

/** A share of the budget's errors over a window. */
function burning({ near, bad, after }: { near: number; bad: number; after: number }): Cases {
  return () => [
    {
      by: `${percent(bad)} of the requests fail`,
      near: failing(near),
      bad: failing(bad),
      fired: [{ labels: {}, value: percent(bad) }],
      after,
      apart: true,
    },
  ];
}

/** Whoever is asked stops: what it answered is gone with it. */
export function stopped(asked: readonly Series[]): Case {
  const who = new Set(asked.map(({ labels }) => `${labels.job} ${labels.instance}`));
  return {
    by: "nobody answers",
    bad: (series) =>
      !who.has(`${series.labels.job} ${series.labels.instance}`)
        ? undefined
        : series.metric === "up"
          ? 0
          : "gone",
    fired: asked.map(({ labels }) => ({ labels })),
  };
}

/** Alerts whose expression is PromQL, by name; those of one system with its name before. */
export const byName: Readonly<Record<string, Cases>> = {
  InstanceDown: (_, __, world) => [stopped(world.filter(({ metric }) => metric === "up"))],
  PublishersWait: (alert, system, world) =>
    ["rabbitmq_alarms_memory_used_watermark", "rabbitmq_alarms_free_disk_space_watermark"].flatMap((metric) =>
      one(metric, { bad: 1 })(alert, system, world),
    ),
  BackupFailed: one("backup_last_result", { bad: 0 }),
  BackupTooOld: one("backup_age_seconds", {
    near: 86_400 + 3_500,
    bad: 86_400 + 7_200,
    shown: duration(86_400 + 7_200),
  }),
  BackupsNotWatched: (_, { backups }, world) => {
    const metric = "node_textfile_mtime_seconds";
    const of = (name: string, since: number, step: number): Case =>
      stands(metric, since, labelsOf(world, metric, { file: `/var/lib/metrics/${name}.prom` }), { step });
    const copied = backups.find(({ destinations }) => destinations.some(({ to }) => to === "bucket"));
    return [
      of(backups[0]?.name ?? "", 600, minute),
      ...(copied === undefined ? [] : [of(`${copied.name}-offsite`, 6 * hour, 5 * minute)]),
    ];
  },
  ClockWasWrong: one("backup_early_count", { bad: 1 }),
  LogNotArchived: one("wal_archive_failing", { bad: 1 }),
  NotInTheBucket: one("backup_offsite_last_result", { bad: 0 }),
  RestoreDrillFailed: one("restore_drill_success", { bad: 0 }),
  RestoreDrillTooOld: (_, { backups }, world) =>
    backups
      .filter(({ drill }) => drill !== undefined)
      .map(({ name, drill }) => {
        const [, , dayOfMonth, , weekday] = drill?.schedule.split(" ") ?? [];
        const gap = dayOfMonth !== "*" ? 31 * day : weekday !== "*" ? 7 * day : day;
        const metric = "restore_drill_timestamp_seconds";
        return stands(metric, gap + 2 * hour, labelsOf(world, metric, { backup: name }), {
          ...{ by: `the drill of ${name} stops`, step: 6 * hour },
        });
      }),
  CertificateExpires: certificate(14),
  CertificateExpiresAtOnce: certificate(3),
  CertificateNotRenewed: one("certificate_renewal_success", { bad: 0 }, { step: 5 * minute }),
  ScheduledJobFailed: one("scheduled_job_last_exit_code", { bad: 3, shown: "3" }),
  ErrorBudgetBurnsFast: burning({ near: 0.005, bad: 0.02, after: hour }),
  ErrorBudgetBurns: burning({ near: 0.0009, bad: 0.004, after: 2 * hour }),
  "reactdjango/HighErrorRate": () => {
    const of = (share: number) => failing(share, /^http_requests_total$/, "content-service");
    return [
      {
        by: "a service fails",
        near: of(0.045),
        bad: of(0.08),
        fired: [{ labels: { service: "content-service" }, value: "8%" }],
        after: seconds("5m"),
      },
    ];
  },
  "reactdjango/DatabaseConnectionPoolExhausted": (_, __, world) => {
    const metric = "pg_stat_database_numbackends";
    const { service = "" } = labelsOf(world, metric);
    // Of two databases.
    const of =
      (each: number): Change =>
      (series) =>
        is(series, metric, { service }) ? each : undefined;
    return [{ by: "connections", near: of(39), bad: of(45), fired: [{ labels: { service }, value: "90%" }] }];
  },
  "reactdjango/FailedLoginSpike": () => {
    const of =
      (each: number): Change =>
      (series) =>
        is(series, "http_requests_total", { service: "identity-service", status: "401" }) ? each : undefined;
    return [
      {
        by: "logins fail",
        // By each of two instances.
        near: of(4.5),
        bad: of(8),
        fired: [{ labels: {}, value: "16" }],
        after: seconds("1m"),
        step: 15,
      },
    ];
  },
  "synthstack/LowSystemCredits": () => {
    // Each instance tells of the same credits.
    const of =
      (left: number): Change =>
      (series) =>
        is(series, "credits_remaining") ? left : undefined;
    return [{ by: "credits", near: of(1_100), bad: of(900), fired: [{ labels: {}, value: "900" }] }];
  },
};
