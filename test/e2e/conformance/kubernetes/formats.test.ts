import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { prefixOf } from "../../../../components/model/values/naming";
import { run } from "../../../../setup/processes";
import { Checkout } from "../../docker/checkout";
import { SavedDatabase } from "../../production/support/saved-database";
import { asDatabaseUser, checksumsOf, instanceOf } from "../../../support/drivers";
import { KubernetesDriver } from "../../../support/drivers/kubernetes";

const subject = inject("subject");
const namespace = prefixOf("syfthub", subject.stack);
const driver = new KubernetesDriver(namespace);
const checkout = Checkout.at(subject.folder);
const folder = mkdtempSync(join(tmpdir(), "trireme-formats-"));

async function command(name: string, ...args: readonly string[]): Promise<string> {
  const { code, output } = await checkout.trireme(name, subject.stack, ...args);
  expect(code, output).toBe(0);
  return output;
}

/** The container that saves the database, as `kubectl exec` names it. */
async function keeper(): Promise<readonly [string, ...string[]]> {
  const { id } = await instanceOf(driver, "db-daily", "backup");
  return ["kubectl", "--namespace", namespace, "exec", "-i", id, "--container", "backup", "--"];
}

/** Copies a backup, a folder of plain files, out of the cluster; returns its name. */
async function carryOut(): Promise<string> {
  const [program, ...args] = await keeper();
  const newest = "ls /backup | grep '^2' | tail -1";
  const name = execFileSync(program, [...args, "sh", "-c", newest], { encoding: "utf8" }).trim();
  const archive = execFileSync(program, [...args, "tar", "-C", "/backup", "-c", name], {
    maxBuffer: 2 ** 28,
  });
  execFileSync("tar", ["-C", folder, "-x"], { input: archive });
  return name;
}

/** Copies one into the cluster, to where those lie that were fetched from elsewhere. */
async function carryIn(name: string): Promise<void> {
  const archive = execFileSync("tar", ["-C", folder, "-c", name], { maxBuffer: 2 ** 28 });
  const [program, ...args] = await keeper();
  // Who it belonged to elsewhere is nobody's business here.
  execFileSync(program, [...args, "tar", "-C", "/fetched", "-x", "--no-same-owner"], { input: archive });
}

async function restore(name: string): Promise<void> {
  await command("restore", "--backup", "db-daily", "--from", name, "--yes");
  const kept = await asDatabaseUser(
    driver,
    "select datname from pg_database where datname like 'syfthub\\_before\\_%'",
  );
  for (const one of kept.split("\n").filter((line) => line !== "")) await command("restore", "--forget", one);
}

afterAll(() => rmSync(folder, { recursive: true }));

describe("a backup of the cluster", { timeout: 1_200_000 }, () => {
  let before = "";
  let name = "";

  beforeAll(async () => {
    await asDatabaseUser(
      driver,
      `create table if not exists carried (id serial primary key, note text not null);
       insert into carried (note) select md5(g::text) from generate_series(1, 500) g`,
    );
    await command("backup", "db-daily");
    before = await checksumsOf(driver);
    name = await carryOut();
  }, 300_000);

  it("outlives its namespace: a new one gets equal data", async () => {
    await run("kubectl", ["delete", "namespace", namespace, "--wait"]);
    const up = await checkout.trireme("up", subject.stack, "--yes", "--skip-preview");
    expect(up.code, up.output).toBe(0);
    const empty = await asDatabaseUser(driver, "select to_regclass('carried') is null");
    expect(empty).toBe("t");
    await carryIn(name);
    await restore(name);
    expect(await checksumsOf(driver)).toBe(before);
  });

  it("restores on Docker, and one of Docker's in the cluster", async () => {
    const database = new SavedDatabase("kc-formats", { keep: { count: 3 } }, 256 << 20, {
      user: "syfthub",
      database: "syfthub",
    });
    try {
      await database.ready();
      database.put(join(folder, name));
      const restored = database.script("restore", name, "from_cluster");
      expect(restored.code, restored.output).toBe(0);
      const rows = "select count(*) || ' ' || md5(string_agg(note, ',' order by id)) from carried";
      expect(database.sql(rows, "from_cluster")).toBe(await asDatabaseUser(driver, rows));

      // The application goes on with it there, writes, and moves back.
      database.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname in ('syfthub', 'from_cluster')`,
        "postgres",
      );
      database.sql("alter database syfthub rename to empty", "postgres");
      database.sql("alter database from_cluster rename to syfthub", "postgres");
      database.sql("create table ledger (id int, note text); insert into ledger values (1, 'from Docker')");
      const taken = database.script("take", "manual");
      expect(taken.code, taken.output).toBe(0);
      const [latest = ""] = database.names().complete.slice(-1);
      mkdirSync(folder, { recursive: true });
      database.copyOut(latest, folder);
      await carryIn(latest);
      await restore(latest);
      expect(await asDatabaseUser(driver, "select note from ledger where id = 1")).toBe("from Docker");
    } finally {
      database.remove();
    }
  });

  afterAll(async () => {
    // The application's own tables are in the cluster's backup.
    await carryIn(name);
    await restore(name);
    await asDatabaseUser(driver, "drop table carried");
  }, 300_000);
});
