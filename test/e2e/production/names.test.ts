import { afterAll, beforeAll, expect, it } from "vitest";
import { besideName } from "../../../cli/backup/restore";
import { SavedDatabase } from "./support/saved-database";

const owner = { user: "App.User-1", database: "My-Shop.v2" };
let db: SavedDatabase;

beforeAll(async () => {
  const props = { keep: { count: 3 }, drill: { schedule: "0 4 * * *" } };
  db = new SavedDatabase(`trireme-names-${process.pid}`, props, 48 << 20, owner);
  await db.ready();
  db.sql(
    `create table "Items" as select g from generate_series(1, 5) g; create table ":x" (a int); create table "a=b %s" (a int)`,
  );
});
afterAll(() => db?.remove());

it("a database with capitals, dots and hyphens in its name is saved, tried out, exchanged and forgotten", () => {
  const now = new Date();
  const before = besideName(owner.database, "before", now);
  const fresh = besideName(owner.database, "restore", now);
  expect(db.script("take", "manual")).toMatchObject({ code: 0 });
  const name = db.names().complete.at(-1) ?? "";
  expect(db.script("drill")).toMatchObject({ code: 0 });
  db.sql('drop table "Items"');
  for (const words of [
    ["restore", name, fresh],
    ["swap", fresh, before],
  ])
    expect(db.script(...words)).toMatchObject({ code: 0 });
  expect(db.sql('select count(*) from "Items"')).toBe("5");
  expect(db.script("drop", before)).toMatchObject({ code: 0 });
  expect(db.sql(`select count(*) from pg_database where datname like '%before%'`)).toBe("0");
});

it("a role that is no superuser, and acts as the owner, saves, tries out and restores for it", async () => {
  const login = "shop_login";
  const limited = new SavedDatabase(
    `trireme-login-${process.pid}`,
    { keep: { count: 3 } },
    48 << 20,
    { user: "shop_owner", database: "shop" },
    login,
  );
  try {
    await limited.ready();
    // As where a store's connections are limited.
    limited.sql(
      `create role ${login} login nosuperuser replication; grant shop_owner to ${login}; alter role ${login} set role to shop_owner; create table items as select g from generate_series(1, 5) g`,
    );
    expect(limited.script("take", "manual")).toMatchObject({ code: 0 });
    expect(limited.script("drill")).toMatchObject({ code: 0 });
    const name = limited.names().complete.at(-1) ?? "";
    expect(limited.script("restore", name, "fresh")).toMatchObject({ code: 0 });
    const owner = "select pg_get_userbyid(datdba) from pg_database where datname = 'fresh'";
    expect(limited.sql(owner)).toBe("shop_owner");
    expect(
      limited.sql(
        "select count(*) || tableowner from items, pg_tables where tablename = 'items' group by tableowner",
        "fresh",
      ),
    ).toBe("5shop_owner");
  } finally {
    limited.remove();
  }
});
