import { afterAll, beforeAll, expect, it } from "vitest";
import { SavedDatabase } from "./support/saved-database";

const tables = 10_000;
let db: SavedDatabase;

beforeAll(async () => {
  const props = { keep: { count: 3 }, drill: { schedule: "0 4 * * *" } };
  db = new SavedDatabase(`trireme-many-${process.pid}`, props, 256 << 20);
  await db.ready();
  // One transaction would need a lock of each.
  db.sql(`do $$ begin for n in 1..${tables} loop
    execute format('create table t%s (one int)', n);
    if n % 500 = 0 then commit; end if;
  end loop; end $$`);
}, 300_000);
afterAll(() => db?.remove());

it("a database of ten thousand tables is saved, tried out and restored", { timeout: 300_000 }, () => {
  const take = db.script("take", "scheduled");
  expect(take.code, take.output).toBe(0);
  const name = db.names().complete.at(-1) ?? "";
  expect(db.shell(`grep -c '^public.t' ${name}/rows.tsv`).output.trim()).toBe(String(tables));
  expect(db.shell("ls .partial-* */batches.sql").code).not.toBe(0);
  const drill = db.script("drill");
  expect(drill.code, drill.output).toBe(0);
  const restore = db.script("restore", name, "shop_restore");
  expect(restore.code, restore.output).toBe(0);
  expect(db.sql("select count(*) from pg_class where relname ~ '^t[0-9]+$'", "shop_restore")).toBe(
    String(tables),
  );
});
