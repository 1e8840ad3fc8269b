import { afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { Checkout } from "../docker/checkout";
import { asDatabaseUser, asRedisClient, checksumsOf, driverOf } from "../../support/drivers";

const subject = inject("subject");
const driver = driverOf(subject);
const checkout = Checkout.at(subject.folder);

async function command(name: string, ...args: readonly string[]): Promise<string> {
  const { code, output } = await checkout.trireme(name, subject.stack, ...args);
  expect(code, output).toBe(0);
  return output;
}

describe("a restore", { timeout: 600_000 }, () => {
  beforeAll(async () => {
    await asDatabaseUser(
      driver,
      `create table if not exists kept_rows (id serial primary key, note text not null);
       insert into kept_rows (note) select md5(g::text) from generate_series(1, 500) g`,
    );
  });

  /** What a restore has kept of before. */
  afterEach(async () => {
    const kept = await asDatabaseUser(
      driver,
      "select datname from pg_database where datname like 'syfthub\\_before\\_%'",
    );
    for (const name of kept.split("\n").filter((line) => line !== ""))
      await command("restore", "--forget", name);
  });

  it("brings back a table that was dropped: the checksums of all tables are equal", async () => {
    await command("backup", "db-daily");
    const before = await checksumsOf(driver);
    expect(before).toContain("public.kept_rows ");
    await asDatabaseUser(driver, "drop table kept_rows");
    const told = await command("restore", "--backup", "db-daily", "--from", "latest", "--yes");
    expect(told).toMatch(/All \d+ checks hold/);
    expect(await checksumsOf(driver)).toBe(before);
    await asDatabaseUser(driver, "drop table kept_rows");
  });

  it("brings the cache back", async () => {
    await asRedisClient(driver, "set", "restored", "yes");
    await command("backup", "redis-daily");
    await asRedisClient(driver, "flushall");
    await command("restore", "--backup", "redis-daily", "--from", "latest", "--yes");
    expect(await asRedisClient(driver, "get", "restored")).toBe("yes");
  });
});
