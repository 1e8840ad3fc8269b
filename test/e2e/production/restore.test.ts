import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { Outcome } from "../docker/checkout";
import { containerOf, eventually, execIn } from "../docker/engine";
import { Bucket } from "./support/bucket";
import { Live } from "./support/live";
import { asDatabaseUser, variable } from "./support/stores";

const production = inject("production");
const { stack } = production;
const live = new Live(production);

async function sql(statement: string): Promise<string> {
  const { code, output } = await asDatabaseUser(stack, await variable(stack, "DATABASE_URL"), statement);
  if (code !== 0) throw new Error(output);
  return output.trim();
}

/** A checksum of every table's rows; the backup's own marker moves on. */
async function checksums(): Promise<string> {
  const tables = await sql(`
    select string_agg(format('%I.%I', schemaname, tablename), E'\\n' order by schemaname, tablename) from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'trireme')`);
  const each = tables
    .split("\n")
    .map(
      (name) =>
        `select '${name} ' || count(*) || ' ' || coalesce(md5(string_agg(x::text, '|' order by x::text)), '-') from ${name} x`,
    );
  return await sql(each.join(" union all "));
}

async function command(name: string, ...args: readonly string[]): Promise<Outcome> {
  const outcome = await live.checkout.trireme(name, stack, ...args);
  expect(outcome.code, outcome.output).toBe(0);
  return outcome;
}

async function inSaver(backup: string, ...argv: readonly string[]): Promise<string> {
  const { code, output } = await execIn(await containerOf(stack, backup, "backup"), argv);
  if (code !== 0) throw new Error(output);
  return output.trim();
}

async function newest(backup: string): Promise<string> {
  return await inSaver(backup, "sh", "-c", "ls /backup | grep '^2' | tail -1");
}

/** What a restore has kept of before. */
afterEach(async () => {
  const kept = await sql("select datname from pg_database where datname like 'syfthub\\_before\\_%'");
  for (const name of kept.split("\n").filter((line) => line !== ""))
    await command("restore", "--forget", name);
});

beforeAll(async () => {
  await sql(`
    create table if not exists ledger (id serial primary key, note text not null);
    insert into ledger (note) select md5(g::text) from generate_series(1, 500) g`);
});
afterAll(async () => {
  await sql("drop table if exists ledger");
});

describe("a restore", { timeout: 600_000 }, () => {
  it("is told of in the list, and done beside the database when asked", async () => {
    await command("backup", "db-daily");
    const list = await command("restore");
    const name = await newest("db-daily");
    expect(list.output).toContain(name);
    const { output } = await command("restore", "--backup", "db-daily", "--from", name, "--to", "scratch");
    const scratch = /syfthub_scratch_\w+/.exec(output)?.[0] ?? "";
    expect(await sql(`select count(*) from pg_database where datname = '${scratch}'`)).toBe("1");
    await command("restore", "--forget", scratch);
  });

  it("goes to a second before an accident", async () => {
    const before = await checksums();
    const moment = await sql("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')");
    // The moment is told in seconds: the accident must happen in a later one.
    await eventually("the clock stands still", async () =>
      (await sql(`select now() > timestamptz '${moment}' + interval '2 seconds'`)) === "t" ? true : undefined,
    );
    await sql("delete from ledger");
    const later = new Date(Date.parse(moment) + 1000).toISOString();
    await command("restore", "--at", later, "--yes");
    expect(await checksums()).toBe(before);
  });
});

describe("the drill", { timeout: 300_000 }, () => {
  it("proves the newest backups and says so in verify", async () => {
    const { output } = await command("drill");
    expect(output).toMatch(/db-daily/);
    const { output: verified } = await command("verify");
    expect(verified).toContain("✓ the drill of db-daily restored the newest backup");
  });

  it("says which backup does not restore", async () => {
    const name = await newest("db-daily");
    await inSaver("db-daily", "sh", "-c", `printf x | dd of=/backup/${name}/dump bs=1 seek=900 conv=notrunc`);
    const drill = await live.checkout.trireme("drill", stack, "db-daily");
    expect(drill.code).toBe(1);
    expect(drill.output).toMatch(/checksum .* wrong: dump/);
    const verified = await live.checkout.trireme("verify", stack);
    expect(verified.code).toBe(1);
    expect(verified.output).toContain("✗ the drill of db-daily restored the newest backup: ");
    await inSaver("db-daily", "rm", "-r", `/backup/${name}`);
    await command("backup", "db-daily");
    await command("drill", "db-daily");
  });
});

describe("a bucket", { timeout: 900_000 }, () => {
  let bucket: Bucket;
  beforeAll(async () => {
    bucket = await Bucket.start(production.http + 20, "hub-backups");
    live.settings({
      bucket: { name: bucket.name, endpoint: bucket.endpoint, region: "us-east-1" },
      secrets: {
        "backup-access-key": "test-key-of-the-bucket",
        "backup-secret-key": "test-secret-of-the-bucket",
      },
    });
    const { code, output } = await live.up();
    expect(code, output).toBe(0);
  }, 600_000);
  afterAll(async () => {
    const { code, output } = await live.restore();
    await bucket?.stop();
    if (code !== 0) throw new Error(output);
  }, 600_000);

  /** A backup that is in the bucket, which is looked after once a minute. */
  let copied = "";

  it("gets each backup, with the list of checksums, and lets it expire after 30 days", async () => {
    await command("backup", "db-daily");
    copied = await newest("db-daily");
    const isThere = async (): Promise<true | undefined> =>
      (await bucket.keys()).some((key) => key.endsWith(`${copied}/SHA256SUMS`)) ? true : undefined;
    try {
      await eventually("the backup is not in the bucket", isThere, 240_000);
    } catch (error) {
      const copier = await containerOf(stack, "db-daily", "offsite");
      throw new Error(String(await copier.logs({ stdout: true, stderr: true })), { cause: error });
    }
    const rules = await bucket.lifecycle();
    expect(rules).toContain("<Days>30</Days>");
  });

  it("gives back what the machine has lost", async () => {
    const before = await checksums();
    await inSaver("db-daily", "rm", "-r", `/backup/${copied}`);
    await sql("drop table ledger");
    await command("restore", "--backup", "db-daily", "--from", copied, "--yes");
    expect(await checksums()).toBe(before);
  });
});
