import { describe, expect, it } from "vitest";
import { isServer, postgres, type Postgres, type System } from "../../../../../components/model";
import {
  identifierOf,
  instanceShape,
  poolPercent,
  replicaShape,
  retentionOf,
  settingsJob,
  settingStatements,
  storageOf,
  withSettingsJobs,
} from "../../../../../components/aws/stores/postgres.args";
import { awsSettings, environment, shop, systems } from "../../../../support/aws-stores";

const plain = postgres("db", { version: "16", database: "shop", user: "shop" });

function databaseOf(system: System): Postgres {
  const found = system.stores.find(
    (store): store is Postgres => isServer(store) && store.engine === "postgres",
  );
  if (found === undefined) throw new Error("the system has no database");
  return found;
}

describe("instanceShape", () => {
  it("is exactly this for Simplr in production", () => {
    const simplr = systems.simplr(environment("production"));
    expect(
      instanceShape("simplr-aws", databaseOf(simplr), {
        backups: simplr.backups,
        settings: awsSettings("production"),
        protect: true,
      }),
    ).toEqual({
      identifier: "simplr-aws-db",
      engine: "postgres",
      engineVersion: "15",
      allowMajorVersionUpgrade: false,
      autoMinorVersionUpgrade: true,
      instanceClass: "db.t4g.medium",
      dbName: "rag_mail",
      username: "rag_user",
      port: 5432,
      allocatedStorage: 20,
      maxAllocatedStorage: 100,
      storageType: "gp3",
      storageEncrypted: true,
      publiclyAccessible: false,
      multiAz: true,
      backupRetentionPeriod: 30,
      backupWindow: "02:00-03:00",
      maintenanceWindow: "sun:04:00-sun:05:00",
      deleteAutomatedBackups: false,
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "simplr-aws-db-final",
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 7,
      monitoringInterval: 60,
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      copyTagsToSnapshot: true,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      applyImmediately: true,
    });
  });

  it.each([
    ["development", "db.t4g.micro", false, 1],
    ["staging", "db.t4g.small", false, 7],
    ["production", "db.t4g.medium", true, 14],
  ] as const)("has in %s a %s, a standby: %s, and %s days", (name, instanceClass, multiAz, days) => {
    const shape = instanceShape("shop", plain, { backups: [], settings: awsSettings(name), protect: false });
    expect(shape).toMatchObject({ instanceClass, multiAz, backupRetentionPeriod: days });
  });

  it("leaves nothing behind where nothing is protected", () => {
    const shape = instanceShape("shop", plain, {
      backups: [],
      settings: awsSettings("development"),
      protect: false,
    });
    expect(shape).toMatchObject({
      skipFinalSnapshot: true,
      deletionProtection: false,
      deleteAutomatedBackups: true,
    });
    expect(shape.finalSnapshotIdentifier).toBeUndefined();
  });

  it("gives a standby to whoever asks for one, in any environment", () => {
    const shape = instanceShape(
      "shop",
      { ...plain, standby: true },
      { backups: [], settings: awsSettings("development"), protect: false },
    );
    expect(shape.multiAz).toBe(true);
  });
});

describe("the stack's own words", () => {
  it("decide class, disk and pooler before system and environment do", () => {
    const settings = awsSettings("production", { stores: { db: { class: "db.r7g.large", size: "200Gi" } } });
    const shape = instanceShape("shop", plain, { backups: [], settings, protect: true });
    expect(shape).toMatchObject({ instanceClass: "db.r7g.large", allocatedStorage: 200 });
  });

  it("never go below what gp3 has", () => {
    expect(storageOf({ ...plain, size: "5Gi" }, awsSettings())).toBe(20);
  });
});

describe("retentionOf", () => {
  const backups = systems.simplr(environment("production")).backups;

  it("is as long as backups are kept, and 35 days at most", () => {
    expect(retentionOf(plain, backups, awsSettings())).toBe(30);
    const longer = backups.map((backup) => ({ ...backup, keep: { age: "90d" } as const }));
    expect(retentionOf(plain, longer, awsSettings())).toBe(35);
  });
});

describe("replicaShape", () => {
  it("has an identifier of its own, no snapshot and no guard: its data is its source's", () => {
    const shape = replicaShape("shop-prod", plain, { settings: awsSettings(), protect: true, number: 2 });
    expect(shape).toMatchObject({
      identifier: "shop-prod-db-read-2",
      skipFinalSnapshot: true,
      deletionProtection: false,
    });
    expect(shape.backupRetentionPeriod).toBeUndefined();
  });
});

describe("identifierOf", () => {
  it("stays within RDS's 63 characters, and apart from a name that begins alike", () => {
    const long = "a".repeat(60);
    const one = identifierOf("shop-prod", `${long}x`);
    const other = identifierOf("shop-prod", `${long}y`);
    expect(one.length).toBeLessThanOrEqual(63);
    expect(one).not.toBe(other);
  });
});

describe("poolPercent", () => {
  it.each([
    [{ connectionLimit: 20, parameters: { max_connections: "100" } }, 20],
    [{ connectionLimit: 500, parameters: { max_connections: "100" } }, 100],
    [{ connectionLimit: 20 }, 80],
    [{}, 80],
  ])("of %j is %s", (given, expected) => {
    expect(poolPercent({ ...plain, ...given })).toBe(expected);
  });
});

describe("settings that RDS has no parameter for", () => {
  it("are statements, quoted, on the database and its owner", () => {
    const store = {
      ...plain,
      databaseName: 'sh"op',
      parameters: { "ivfflat.probes": "1'0", work_mem: "16MB" },
      connectionLimit: 20,
    };
    expect(settingStatements(store)).toEqual([
      `alter database "sh""op" set "ivfflat"."probes" to '1''0'`,
      'alter role "shop" connection limit 20',
    ]);
  });

  it("are brought into force by a job of the release with the server's own client", () => {
    const job = settingsJob({ ...plain, connectionLimit: 20 });
    expect(job).toMatchObject({
      name: "db-settings",
      image: { reference: "postgres:16-alpine" },
      run: "release",
      env: { PGSSLMODE: "require" },
    });
    expect(job?.command?.slice(-2)).toEqual(["-c", 'alter role "shop" connection limit 20']);
  });

  it("make no job where there are none, nor of an external database", () => {
    expect(settingsJob(plain)).toBeUndefined();
    const system = shop({ stores: [plain] });
    expect(withSettingsJobs(system)).toBe(system);
    const external = { url: { ref: "secret", name: "url", part: "value" } } as const;
    expect(settingsJob({ ...plain, connectionLimit: 5, external })).toBeUndefined();
  });

  it("come to Simplr before its own jobs", () => {
    const jobs = withSettingsJobs(systems.simplr(environment("production"))).jobs.map(({ name }) => name);
    expect(jobs).toEqual(["db-settings", "init-db", "vacuum", "reindex"]);
  });
});
