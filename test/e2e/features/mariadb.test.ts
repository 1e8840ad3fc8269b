import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerOf, execIn } from "../docker/engine";
import { Ledger } from "./support/ledger";

const orders = new Ledger("orders-mariadb", "orders");

/** What SQL answers as the consumer asks for it. */
async function sql(statement: string, user = '"$DB_USER"'): Promise<string> {
  const { output } = await orders.shell(
    `mariadb --no-defaults --default-character-set=utf8mb4 -N -B -h "$DB_HOST" -u ${user} "$DB_NAME" -e "${statement}"`,
  );
  return output.trim();
}

beforeAll(async () => {
  const { code, output } = await orders.up();
  expect(code, output).toBe(0);
});

afterAll(() => orders.remove());

describe("a MariaDB", () => {
  it("lets its account do everything in its database, and root in from nowhere", async () => {
    expect(
      await sql("insert into orders (note) values ('erste Bestellung: 3 Öfen'); select note from orders"),
    ).toBe("erste Bestellung: 3 Öfen");
    expect(await sql("select @@max_connections, @@character_set_server, current_user()")).toBe(
      "40\tutf8mb4\tclerk@%",
    );
    expect((await orders.shell("echo $URL")).output.trim()).toMatch(
      /^mysql:\/\/clerk:[A-Za-z0-9]{32}@db:3306\/order-book$/,
    );
    expect(await sql("select 1", "root")).toContain("Access denied");
    expect(await sql("create database another")).toContain("denied");
  });

  it("shows its password in no variable, argument or log", async () => {
    const password = (await orders.shell("echo $MYSQL_PWD")).output.trim();
    const server = await containerOf(orders.stack, "db", "store");
    const { Config, Args } = await server.inspect();
    expect(JSON.stringify([Config, Args])).not.toContain(password);
    expect(await orders.logsOf("db", "store")).not.toContain(password);
  });

  it("is saved, tried out, and restored with what its tables held", async () => {
    await sql("insert into orders (note) select concat('order ', seq) from seq_1_to_500");
    await sql("create view open_orders as select * from orders where id > 100");
    const before = await sql("checksum table orders extended; select count(*) from open_orders");
    const taken = await orders.checkout.trireme("backup", orders.stack, "nightly");
    expect(taken.code, taken.output).toBe(0);
    await sql("drop table orders; create table stray (a int)");
    const restored = await orders.checkout.trireme("restore", orders.stack, "--from", "latest", "--yes");
    expect(restored.code, restored.output).toBe(0);
    expect(await sql("checksum table orders extended; select count(*) from open_orders")).toBe(before);
    expect(await sql("show tables")).toBe("open_orders\norders");
    const { code, output } = await orders.checkout.trireme("drill", orders.stack);
    expect(code, output).toBe(0);
  });

  it("has its data still when its container is another one, and is well", async () => {
    orders.edit('max_connections: "40"', 'max_connections: "41"');
    const again = await orders.up();
    expect(again.code, again.output).toBe(0);
    expect(await sql("select @@max_connections, count(*) from orders")).toBe("41\t501");
    const { code, output } = await orders.checkout.trireme("verify", orders.stack);
    expect(code, output).toBe(0);
    const preview = await orders.checkout.pulumi("preview", "--stack", orders.stack, "--expect-no-changes");
    expect(preview.code, preview.output).toBe(0);
  });

  it("gets another password as its page says, and has its data still", async () => {
    const secret = async () =>
      (await execIn(await containerOf(orders.stack, "db", "store"), ["cat", "/run/secrets/password"])).output;
    const old = await secret();
    const { output: urns } = await orders.checkout.pulumi("stack", "--show-urns", "--stack", orders.stack);
    const [urn = ""] = /urn:\S+-db-password\b/.exec(urns) ?? [];
    const first = await orders.checkout.trireme(
      ...["up", orders.stack, "--yes", "--skip-preview", "--replace", urn],
    );
    // The migration cannot log in yet.
    expect(first.code, first.output).not.toBe(0);
    expect(await secret()).not.toBe(old);
    const told = await execIn(await containerOf(orders.stack, "db", "store"), [
      ...["env", `MYSQL_PWD=${old}`, "sh", "-c"],
      'new=$(cat /run/secrets/password); mariadb --no-defaults -u root -e "alter user clerk@\\`%\\` identified by \\"$new\\"; alter user root@localhost identified by \\"$new\\""',
    ]);
    expect(told).toEqual({ code: 0, output: "" });
    const second = await orders.up();
    expect(second.code, second.output).toBe(0);
    expect(await sql("select count(*) from orders")).toBe("501");
    expect((await orders.shell('printf %s "$MYSQL_PWD"')).output).toBe(await secret());
    const { code, output } = await orders.checkout.trireme("verify", orders.stack);
    expect(code, output).toBe(0);
  });
});
