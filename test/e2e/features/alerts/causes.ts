import { scheduleCommand } from "../../../../components/render/schedule";
import { certificateFor } from "../../production/support/certificate";
import { execIn } from "../../docker/engine";
import type { Site } from "./site";

/** Why an alert fires, as the table says it, and the labels by which it is known that it fires because of that. */
type Because = readonly [words: string, labels?: Readonly<Record<string, string>>];

/** Something that goes wrong on the real system. */
export interface Cause {
  /** What fires then, by the keys of the table. */
  readonly alerts: Readonly<Record<string, Because>>;
  /** Makes it go wrong. */
  make(site: Site): Promise<unknown>;
}

const main = "sh /opt/backup/main.sh";
const failures = "requests were answered with 500";
const slowness = "answers took 2.5 s";
const instance: Because = ["an instance was stopped", { service: "api" }];
const database: Because = ["the database was stopped", { service: "db" }];
const disk = (device: string): Because => ["a disk was filled up to 94 %", { device }];

/** The authority does not answer when the certificate is to be renewed. */
export const renewal: Cause = {
  alerts: { CertificateNotRenewed: ["its authority was away when it was to be renewed"] },
  make: async (site) => {
    await site.authorityAway();
    await site.sh("proxy", "certificates", "sh /run/acme/acme.sh force", 1);
  },
};

/** The operator's certificate is nearly over. */
export const expiry: Cause = {
  alerts: {
    CertificateExpires: ["a certificate of two days was brought up", { host: "alerts.localhost" }],
    CertificateExpiresAtOnce: ["a certificate of two days was brought up", { host: "alerts.localhost" }],
  },
  make: (site) => site.upWith(certificateFor(["DNS:alerts.localhost"], 2)),
};

/** What a backup's container would see of a clock that is two days ahead. */
const ahead = `date() { case " $* " in *" -d "*) command date "$@" ;; *) command date -d "@$(($(command date +%s) + 172800))" "$@" ;; esac; }`;
/** A shell that goes into the newest of the backups. */
const newest = `cd "/backup/$(ls /backup | tail -n 1)"`;

/** Everything else, at the same time. @param device the disk that is filled up */
export const together = (device: string): readonly Cause[] => [
  {
    alerts: {
      InstanceDown: instance,
      "ServiceDown-reactdjango": instance,
      "AppDown-simplr": instance,
      "MLServiceDown-synthstack": instance,
    },
    make: (site) => site.stop("api", "service"),
  },
  {
    alerts: {
      StoreDown: database,
      "DatabaseDown-simplr": database,
      "DatabaseDown-syfthub": database,
      "DatabaseDown-synthstack": database,
    },
    make: (site) => site.stop("db", "store"),
  },
  {
    alerts: { "RedisDown-syfthub": ["the Redis was stopped", { service: "cache" }] },
    make: (site) => site.stop("cache", "store"),
  },
  {
    alerts: {
      RequestsFail: [failures],
      ErrorBudgetBurnsFast: [failures],
      ErrorBudgetBurns: [failures],
      "HighErrorRate-synthstack": [failures],
      AnswersAreSlow: [slowness],
      "SlowRequests-simplr": [slowness],
      "HighLatency-synthstack": [slowness],
    },
    make: async (site) => {
      for (const path of ["/fail", "/slow", "/"]) site.askEvery(250, path);
      return Promise.resolve();
    },
  },
  {
    alerts: {
      "FailedLoginSpike-reactdjango": ["twenty logins a second with a wrong password"],
      "HighErrorRate-reactdjango": [
        "requests were answered with 500, without a database",
        { service: "identity-service" },
      ],
    },
    make: async (site) => {
      await site.stop("db", "store");
      const body = JSON.stringify({ username: "eve", password: "guess" });
      site.askEvery(50, "/api/v1/auth/login", { method: "POST", body });
      site.askEvery(250, "/api/v1/items");
    },
  },
  {
    alerts: { "LowSystemCredits-synthstack": ["requests used up what was left"] },
    make: async (site) => {
      for (let request = 0; request < 40; request++) await site.ask("/via/ml_service/api/v1/answer");
    },
  },
  {
    alerts: { ScheduledJobFailed: ["its database was stopped", { name: "look" }] },
    make: async (site) => {
      await site.stop("db", "store");
      const { code, output } = await execIn(await site.container("look", "schedule"), scheduleCommand("now"));
      if (code === 0) throw new Error(output);
    },
  },
  {
    alerts: {
      BackupFailed: ["its database was stopped", { backup: "nightly" }],
      BackupTooOld: ["its newest was two days old by its name, and no other came", { backup: "nightly" }],
      BackupsNotWatched: [
        "its container was stopped, twenty minutes ago by the time of its file",
        { file: "/var/lib/metrics/nightly.prom" },
      ],
    },
    make: async (site) => {
      await site.stop("db", "store");
      await site.sh(
        "nightly",
        "backup",
        'cd /backup && old=$(ls | tail -n 1) && mv "$old" "$(date -u -d "@$(($(date +%s) - 172800))" +%Y%m%dT%H%M%SZ).${old##*.}"',
      );
      await site.sh("nightly", "backup", `${main} take scheduled`, 1);
      await site.stop("nightly", "backup");
      const past = 'touch -d "@$(($(date +%s) - 1200))" /var/lib/metrics/nightly.prom';
      await site.sh("ledger-nightly", "backup", past);
    },
  },
  {
    alerts: {
      RestoreDrillFailed: ["the newest backup was cut short", { backup: "files-nightly" }],
      NotInTheBucket: ["the bucket was away when a backup was taken", { backup: "files-nightly" }],
      ClockWasWrong: ["a backup was taken by a clock that was two days ahead", { backup: "files-nightly" }],
    },
    make: async (site) => {
      const cut = 'file=$(ls -S | head -n 1) && head -c 40 "$file" > /tmp/cut && cat /tmp/cut > "$file"';
      await site.sh("files-nightly", "backup", `${newest} && ${cut}`);
      await site.sh("files-nightly", "backup", `${main} drill`, 1);
      await site.bucketAway();
      const take = `${ahead}; set -- take scheduled; . /opt/backup/main.sh`;
      await site.sh("files-nightly", "backup", take);
    },
  },
  {
    alerts: {
      LogNotArchived: ["the folder of the log became read-only", { backup: "ledger-nightly" }],
      RestoreDrillTooOld: ["its last drill was nine days ago, by its record", { backup: "ledger-nightly" }],
      "DatabaseConnectionPoolExhausted-reactdjango": [
        "50 of 60 connections were held",
        { service: "ledger" },
      ],
    },
    make: async (site) => {
      await site.sh("ledger", "store", "chmod 500 /wal");
      const record = "/var/lib/metrics/.ledger-nightly/drill_timestamp";
      await site.sh("ledger-nightly", "backup", `echo $(($(date +%s) - 777600)) > ${record}`);
      const psql = "psql -XqAt -U alerts -d ledger -c";
      const hold = `for each in $(seq 50); do ${psql} 'select pg_sleep(240)' >/dev/null 2>&1 & done`;
      await site.sh(
        "ledger",
        "store",
        `${psql} 'create table moved (); select pg_switch_wal()' && { ${hold}; }`,
      );
    },
  },
  {
    alerts: {
      DiskNearlyFull: disk(device),
      "DiskSpaceLow-reactdjango": disk(device),
      PublishersWait: ["the disk of the broker was filled up to 94 %", { service: "broker" }],
    },
    make: async (site) => {
      site.disk.fill(8);
      return Promise.resolve();
    },
  },
  {
    alerts: {
      MemoryNearlyUsed: ["a service held 92 % of its memory", { component: "keeper" }],
      "HighMemoryUsage-reactdjango": ["a service held 92 % of its memory", { component: "keeper" }],
    },
    make: async (site) => {
      const { usage, limit } = await site.memory("keeper");
      await site.ask(`/keeper/hold?bytes=${Math.round(0.92 * limit - usage)}`);
    },
  },
  {
    alerts: { ProcessorsNearlyUsed: ["a service used all that it may", { component: "worker" }] },
    make: (site) => site.sh("worker", "service", "touch /tmp/work"),
  },
];

/** Why each alert fires, by the keys of the table. */
export const whys: ReadonlyMap<string, string> = new Map(
  [renewal, expiry, ...together("")].flatMap(({ alerts }) =>
    Object.entries(alerts).map(([key, [words]]) => [key, words] as const),
  ),
);
