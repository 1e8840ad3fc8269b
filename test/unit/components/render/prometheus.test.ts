import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  backup,
  diskFree,
  down,
  postgres,
  rabbitmq,
  type Backup,
  type Duration,
  type Ingress,
  type System,
} from "../../../../components/model";
import { defaultAlerts } from "../../../../components/render/prometheus/defaults";
import { promDuration } from "../../../../components/render/prometheus/duration";
import { renderRules } from "../../../../components/render/prometheus/rules";
import { renderPrometheus, type PrometheusOptions } from "../../../../components/render/prometheus/scrapes";
import { plain } from "../../../support/plain";
import { db, dbBackup, shop } from "../../../support/valid";

interface Configuration {
  readonly global: Readonly<Record<string, unknown>>;
  readonly alerting?: unknown;
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly metrics_path?: string;
    readonly static_configs: readonly { readonly targets: readonly string[]; readonly labels: object }[];
  }[];
}

const options: PrometheusOptions = { interval: "15s", scrapes: [], rules: ["/rules.yml"], labels: {} };
const read = (changes: Partial<PrometheusOptions>): Configuration =>
  parse(plain(renderPrometheus({ ...options, ...changes }))) as Configuration;

describe("a duration of Prometheus", () => {
  it.each<[Duration, string]>([
    ["15d", "15d"],
    ["48h", "2d"],
    ["1.5h", "90m"],
    ["90s", "90s"],
    ["0.5s", "500ms"],
    ["0s", "0s"],
  ])("%s is %s", (duration, text) => {
    expect(promDuration(duration)).toBe(text);
  });
});

describe("Prometheus's configuration", () => {
  it("asks each instance by a name that stays, with the labels that alerts speak of", () => {
    const instances = { "api-10": "10.api:8000", "api-2": "2.api:8000" };
    const { scrape_configs } = read({ scrapes: [{ job: "api", service: "api", instances, path: "/m" }] });
    expect(scrape_configs).toMatchObject([
      {
        job_name: "api",
        metrics_path: "/m",
        static_configs: [
          { targets: ["2.api:8000"], labels: { service: "api", instance: "api-2" } },
          { targets: ["10.api:8000"], labels: { service: "api", instance: "api-10" } },
        ],
      },
    ]);
  });

  it("never waits longer for an answer than until the next question", () => {
    expect(read({ interval: "5s" }).global).toMatchObject({ scrape_interval: "5s", scrape_timeout: "5s" });
    expect(read({ interval: "1m" }).global).toMatchObject({ scrape_interval: "1m", scrape_timeout: "10s" });
  });

  it("changes labels of what is answered, and drops what nobody asked for", () => {
    const relabel = [
      { from: "service", drops: "next-.*" },
      { from: "label", to: "component" },
    ];
    const { scrape_configs } = read({
      scrapes: [{ job: "proxy", service: "proxy", instances: { proxy: "proxy:1" }, relabel }],
    });
    expect(scrape_configs[0]).toMatchObject({
      metric_relabel_configs: [
        { source_labels: ["service"], regex: "next-.*", action: "drop" },
        { source_labels: ["label"], regex: "(.+)", target_label: "component", replacement: "$1" },
      ],
    });
  });

  it("knows an Alertmanager only where there is one", () => {
    expect(read({}).alerting).toBeUndefined();
    expect(read({ alertmanager: "alertmanager:9093" }).alerting).toEqual({
      alertmanagers: [{ static_configs: [{ targets: ["alertmanager:9093"] }] }],
    });
  });
});

it("a rule holds what its alert says, and a group without alerts is left out", () => {
  const alert = {
    name: "Down",
    expr: "up == 0",
    for: "1m",
    severity: "critical",
    summary: "{{ $labels.x }}",
  } as const;
  expect(parse(renderRules(shop, { system: [alert], none: [] }))).toEqual({
    groups: [
      {
        name: "system",
        rules: [
          {
            alert: "Down",
            expr: "up == 0",
            for: "1m",
            labels: { severity: "critical" },
            annotations: { summary: "{{ $labels.x }}" },
          },
        ],
      },
    ],
  });
});

describe("what every system is watched for", () => {
  const names = (system: System): readonly string[] => defaultAlerts(system).map(({ name }) => name);
  const bare: System = { ...shop, backups: [], jobs: [], monitoring: { alerts: [] } };
  const { ingress: _, ...closed } = bare;

  it("is its instances, stores and disk, and no more where it has no more", () => {
    expect(names(closed)).toEqual(["InstanceDown", "StoreDown", "DiskNearlyFull"]);
  });

  it("is on a cluster what is measured there: claims with hostMetrics, schedules by the cluster, no renewals", () => {
    const on = (system: System) => defaultAlerts(system, "cluster");
    const named = (system: System): readonly string[] => on(system).map(({ name }) => name);
    expect(named(closed)).toEqual(["InstanceDown", "StoreDown"]);
    expect(named({ ...closed, monitoring: { alerts: [], hostMetrics: true } })).toContain("DiskNearlyFull");
    const renewed: System = {
      ...bare,
      ingress: { ...shop.ingress!, tls: { mode: "lets-encrypt", email: "a@example.com" } },
    };
    expect(names(renewed)).toContain("CertificateNotRenewed");
    expect(named(renewed)).not.toContain("CertificateNotRenewed");
    expect(named(renewed)).toContain("CertificateExpires");
    const [job] = shop.jobs;
    const scheduled: System = {
      ...closed,
      jobs: [
        { ...job!, name: "sweep", run: { schedule: "0 * * * *" } },
        { ...job!, name: "at-release", run: "release" },
      ],
    };
    const failed = on(scheduled).find(({ name }) => name === "ScheduledJobFailed");
    expect(failed?.expr).toContain('kube_cronjob_status_last_schedule_time{cronjob=~"sweep"}');
    expect(named(closed)).not.toContain("ScheduledJobFailed");
    const [own] = on(closed);
    expect(own?.summary).toContain("An instance");
  });

  it("is no log that an operator archives, for it writes no metrics of ours", () => {
    const saved: System = {
      ...closed,
      stores: [{ ...db, operator: "cloudnative-pg" }],
      backups: [{ ...dbBackup, pointInTime: { rpo: "5m" } }],
    };
    expect(names(saved)).not.toContain("LogNotArchived");
    expect(names({ ...saved, stores: [db] })).toContain("LogNotArchived");
  });

  it("is its brokers, by a rule that names the engine's stores, and by what holds their publishers back", () => {
    const broker = rabbitmq("broker", { version: "4.3", user: "shop" });
    const brokered: System = { ...closed, stores: [...closed.stores, broker] };
    expect(names(brokered)).toEqual(["InstanceDown", "StoreDown", "PublishersWait", "DiskNearlyFull"]);
    const down = defaultAlerts(brokered).find(({ name }) => name === "StoreDown");
    expect(down?.expr).toMatchObject({ of: expect.arrayContaining(["broker"]) as string[] });
    const elsewhere: System = {
      ...brokered,
      stores: [{ ...broker, external: { url: { ref: "secret", name: "broker-url", part: "value" } } }],
    };
    expect(names(elsewhere)).not.toContain("PublishersWait");
  });

  it("is its requests, where there is a proxy that counts them", () => {
    expect(names(bare)).toEqual(
      expect.arrayContaining(["RequestsFail", "ErrorBudgetBurns", "AnswersAreSlow"]),
    );
  });

  const nightly = backup("nightly", {
    of: postgres("db", { version: "16", database: "shop", user: "shop" }),
    schedule: "0 2 * * *",
    keep: { count: 3 },
    destinations: [{ to: "volume" }],
  });
  const secured = (tls: NonNullable<Ingress["tls"]>): System => ({
    ...bare,
    ...(bare.ingress === undefined ? {} : { ingress: { ...bare.ingress, tls } }),
  });

  it("is its backups, drills and certificates, where it has such", () => {
    const saved: Backup = { ...nightly, drill: { schedule: "0 4 * * 0" } };
    const found = names({ ...secured({ mode: "self-signed" }), backups: [saved] });
    for (const name of ["BackupTooOld", "RestoreDrillFailed", "RestoreDrillTooOld", "CertificateExpires"])
      expect(found).toContain(name);
  });

  it("is the log, the bucket and the authority only where there are such: of nobody's metrics no alert would fire", () => {
    const few = names({ ...secured({ mode: "self-signed" }), backups: [nightly] });
    const key = { ref: "secret", name: "key", part: "value" } as const;
    const many = names({
      ...secured({ mode: "lets-encrypt", email: "operations@example.com" }),
      backups: [
        {
          ...nightly,
          pointInTime: { rpo: "5m" },
          destinations: [{ to: "bucket", bucket: "copies", accessKey: key, secretKey: key }],
        },
      ],
    });
    for (const name of ["LogNotArchived", "NotInTheBucket", "CertificateNotRenewed"]) {
      expect(few).not.toContain(name);
      expect(many).toContain(name);
    }
  });

  it("looks for the files of backups alone, and waits longer for who copies them: of certificates and jobs they are written when they change", () => {
    const exprOf = (one: Backup) =>
      defaultAlerts({ ...bare, backups: [one] }).find(({ name }) => name === "BackupsNotWatched")?.expr;
    const own = 'time() - node_textfile_mtime_seconds{file=~".*/(?:nightly)\\\\.prom"} > 600';
    expect(exprOf(nightly)).toBe(own);
    const key = { ref: "secret", name: "key", part: "value" } as const;
    const copied = { to: "bucket", bucket: "copies", accessKey: key, secretKey: key } as const;
    expect(exprOf({ ...nightly, destinations: [copied] })).toBe(
      `${own} or time() - node_textfile_mtime_seconds{file=~".*/(?:nightly-offsite)\\\\.prom"} > 21600`,
    );
  });

  it("gives way to an alert of the system's own that has its name or asks the same", () => {
    const own = { for: "1m", severity: "info", summary: "own" } as const;
    const alerts = [
      { ...own, name: "StoreDown", expr: "pg_up == 0" },
      { ...own, name: "Gone", expr: "up == 0" },
    ];
    expect(names({ ...closed, monitoring: { alerts } })).toEqual(["DiskNearlyFull"]);
    const all = [
      { ...own, name: "Gone", expr: down() },
      { ...own, name: "Full", expr: diskFree({ below: 0.1 }) },
    ];
    expect(names({ ...closed, monitoring: { alerts: all } })).toEqual([]);
    // Of one service alone: the others are watched all the same.
    const one = [{ ...own, name: "Gone", expr: down({ of: ["api"] }) }];
    expect(names({ ...closed, monitoring: { alerts: one } })).toContain("InstanceDown");
  });
});
