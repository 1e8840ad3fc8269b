import { describe, expect, it } from "vitest";
import { backup, mariadb, postgres, system, type System } from "../../../../../../components/model";
import { development } from "../../../../../support/valid";
import { checkDatabases } from "../../../../../../components/model/check/stores/databases";
import { limitsOf } from "../../../../../support/limits";
import type { TargetName } from "../../../../../../components/targets";

function named(database: string, user = "app"): System {
  const db = postgres("db", { version: "16", database, user });
  const daily = backup("db-daily", {
    of: db,
    schedule: "0 2 * * *",
    keep: { count: 3 },
    destinations: [{ to: "volume" }],
  });
  return system("shop", development, { stores: [db], backups: [daily] });
}
const paths = (tried: System, target: TargetName = "docker") =>
  checkDatabases(tried, limitsOf(target)).map(({ path }) => path);

const good = ["shop", "Shop", "SHOP_v2", "my-shop", "shop.v2", "_shop", "a", "My-Shop.v2_9", "x".repeat(59)];
const bad = [
  ...[
    "my shop",
    "o'neill",
    'the"shop',
    "a=b",
    "dbname=x host=y",
    "postgresql://x",
    "a/b",
    "a?b",
    "a#b",
    "50%",
  ],
  ...[
    "$HOME",
    "$(id)",
    "`id`",
    "a;b",
    "a\\b",
    "a\nb",
    "a\tb",
    "-shop",
    "9shop",
    "café",
    "",
    "a:b",
    "a@b",
    ".shop",
    "a*",
  ],
  "x".repeat(64),
];

describe("the name of a database and of its owner", () => {
  it.each(good)("may be %j", (name) => {
    expect(checkDatabases(named(name, name), limitsOf("docker"))).toEqual([]);
  });

  it.each(bad)("cannot be %j: no part of a backup trips over it", (name) => {
    expect(paths(named(name))).toEqual(["stores.db.database"]);
    expect(paths(named("shop", name), "kubernetes")).toEqual(["stores.db.user"]);
  });

  it("leaves room for the second user of a rotation", () => {
    expect(paths(named("x".repeat(63), "x".repeat(60)))).toEqual(["stores.db.user"]);
  });

  it("says what is allowed, and what to write", () => {
    expect(checkDatabases(named("my shop"), limitsOf("docker"))[0]?.message).toMatch(
      /^"my shop" does not survive .*allowed are a letter or _ first, .*write "my_shop"$/,
    );
  });

  it.each(["postgres", "template1"])("is not %s where it is saved", (name) => {
    expect(paths(named(name))).toEqual(["stores.db.database"]);
    expect(paths({ ...named(name), backups: [] })).toEqual([]);
  });

  it("is not one that Postgres keeps for itself", () => {
    expect(paths(named("shop", "pg_owner"))).toEqual(["stores.db.user"]);
  });

  it.each(["my-shop", "shop.v2", "_shop"])("is not %s on RDS", (name) => {
    expect(paths(named(name), "aws")).toEqual(["stores.db.database"]);
  });
});

describe("the names of a MariaDB", () => {
  const tried = (database: string, user: string) => {
    const db = mariadb("db", { version: "10.11", database, user });
    return paths(system("shop", development, { stores: [db] }));
  };

  it("may be what goes through URLs and shells, and none of the server's own", () => {
    expect(tried("order-book", "clerk")).toEqual([]);
    expect(tried("mysql", "root")).toEqual(["stores.db.database", "stores.db.user"]);
    expect(tried("order book", "o'neill")).toEqual(["stores.db.database", "stores.db.user"]);
    expect(tried("x".repeat(65), "y".repeat(81))).toEqual(["stores.db.database", "stores.db.user"]);
    expect(tried("x".repeat(64), "y".repeat(80))).toEqual([]);
  });
});
