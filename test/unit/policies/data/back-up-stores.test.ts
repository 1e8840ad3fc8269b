import { describe, expect, it } from "vitest";
import { backUpStores, keepBackups, takeFinalSnapshot } from "../../../../policies/data/back-up-stores";
import { unknown } from "../../../../policies/subject";
import { broken, containerOf, holds, messagesOf, subject } from "../../../support/policies";

const longer =
  "Keep them longer than it takes to notice that data is wrong. [AWS FSBP v1.0.0: RDS.11, ElastiCache.1]";
const database = subject(
  "aws:rds/instance:Instance",
  { backupRetentionPeriod: 7, finalSnapshotIdentifier: "shop-prod-db-last" },
  { name: "db" },
);

holds(keepBackups, [
  {
    what: "a database",
    fine: database,
    breaks: [0, 6, undefined].map(
      (days) =>
        [
          "backupRetentionPeriod",
          days,
          `aws:Instance "db": backupRetentionPeriod is ${days ?? "not set"}; allowed: 7 days or more. ${longer}`,
        ] as const,
    ),
  },
  {
    what: "a plan",
    fine: subject("aws:backup/plan:Plan", { rules: [{ lifecycle: { deleteAfter: 35 } }] }, { name: "plan" }),
    breaks: [
      [
        "rules.0.lifecycle.deleteAfter",
        3,
        `aws:Plan "plan": rules[0].lifecycle.deleteAfter is 3; allowed: 7 days or more. ${longer}`,
      ],
    ],
  },
]);

describe(keepBackups.name, () => {
  it("has its days from the stack", () => {
    expect(messagesOf(keepBackups, [database], { retentionDays: 30 })).toEqual([
      `aws:Instance "db": backupRetentionPeriod is 7; allowed: 30 days or more. ${longer}`,
    ]);
  });

  it("leaves read replicas to their source", () => {
    expect(messagesOf(keepBackups, [subject(database.type, { replicateSourceDb: "db" })])).toEqual([]);
  });
});

holds(takeFinalSnapshot, [
  {
    what: "a database",
    fine: database,
    breaks: [
      [
        "skipFinalSnapshot",
        true,
        'aws:Instance "db": skipFinalSnapshot is true; allowed: false. Leave it out.',
      ],
      [
        "finalSnapshotIdentifier",
        undefined,
        'aws:Instance "db": finalSnapshotIdentifier is not set; allowed: a name. Name the snapshot: without a name the deletion fails, or leaves none.',
      ],
    ],
  },
]);

describe(backUpStores.name, () => {
  const db = containerOf(
    "store",
    { volumes: [{ volumeName: unknown }], networksAdvanced: [{ name: "db" }] },
    "shop-prod-db",
  );
  const data = subject(
    "docker:index/volume:Volume",
    {},
    {
      name: "shop-prod-db-data",
      below: ["trireme:docker:Platform", "trireme:docker:Store"],
    },
  );
  const backup = containerOf(
    "backup",
    { volumes: [], networksAdvanced: [{ name: "db" }] },
    "shop-prod-nightly",
  );

  it("accepts a store on Docker that a container saves, over a network that both are on", () => {
    expect(messagesOf(backUpStores, [db, data, backup])).toEqual([]);
  });

  it("refuses one without", () => {
    const apart = containerOf(
      "backup",
      { volumes: [], networksAdvanced: [{ name: "other" }] },
      "shop-prod-nightly",
    );
    const message =
      'docker:Container "shop-prod-db": backup is not set; allowed: a container that saves it, and restores it for a drill. Add backup("shop-prod-db-daily", { … }) to the system, or keep the store outside.';
    expect(messagesOf(backUpStores, [db, data])).toEqual([message]);
    expect(messagesOf(backUpStores, [db, data, apart])).toEqual([message]);
  });

  it("asks nothing of a cache that keeps nothing", () => {
    expect(messagesOf(backUpStores, [db])).toEqual([]);
  });

  const labelled = (type: string, labels: Readonly<Record<string, string>>, name: string) =>
    subject(type, { metadata: { labels } }, { name });
  const bare = labelled("kubernetes:apps/v1:StatefulSet", { "app.kubernetes.io/name": "db" }, "db");
  const disk = [{ name: "data", persistentVolumeClaim: { claimName: unknown } }];
  const set = broken(bare, "spec.template.spec.volumes", disk);
  const job = (role: string) =>
    labelled(
      "kubernetes:batch/v1:CronJob",
      { "dev.trireme.of": "db", "app.kubernetes.io/component": role },
      `db-${role}`,
    );

  it("accepts a StatefulSet with a backup and a drill, and names what is missing", () => {
    expect(messagesOf(backUpStores, [set, job("backup-run"), job("drill")])).toEqual([]);
    expect(messagesOf(backUpStores, [set, job("backup-run")])).toEqual([
      'kubernetes:StatefulSet "db": drill is not set; allowed: a CronJob with the labels dev.trireme.of: db and app.kubernetes.io/component: drill. Add a backup of the store to the system.',
    ]);
  });

  it("asks nothing of a StatefulSet that keeps nothing, and much of each that may", () => {
    expect(messagesOf(backUpStores, [bare])).toEqual([]);
    expect(
      messagesOf(backUpStores, [broken(bare, "spec.template.spec.volumes", [{ emptyDir: {} }])]),
    ).toEqual([]);
    expect(messagesOf(backUpStores, [broken(bare, "spec.volumeClaimTemplates", [{}])])).toHaveLength(2);
    expect(messagesOf(backUpStores, [broken(bare, "spec.template.spec.volumes", unknown)])).toHaveLength(2);
  });
});
