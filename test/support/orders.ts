import { backup, job, mariadb, service, system, type Environment, type System } from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

/** A system of a MariaDB, which is saved, and of who uses it. */
function orders(env: Environment): System {
  const image = { name: "client", reference: "mariadb:10.11" };
  const db = mariadb("db", {
    version: "10.11",
    database: "order-book",
    user: "clerk",
    parameters: { max_connections: "40" },
  });
  const of = {
    URL: db.url,
    DB_HOST: db.host,
    DB_USER: db.user,
    DB_NAME: db.database,
    MYSQL_PWD: db.password,
  };
  const shared = { image, env: of, user: 999 };
  const migrate = job("migrate", {
    ...shared,
    command: [
      ...["sh", "-euc"],
      'mariadb --no-defaults -h "$DB_HOST" -u "$DB_USER" "$DB_NAME" -e "create table if not exists orders (id int auto_increment primary key, note varchar(200) character set utf8mb4)"',
    ],
    run: "release",
  });
  const client = service("client", {
    ...shared,
    // Ends as it is told to: a restore stops it.
    command: ["sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"],
  });
  const nightly = backup("nightly", {
    of: db,
    schedule: "0 2 * * *",
    keep: { count: 2 },
    destinations: [{ to: "volume" }],
    drill: { schedule: "0 4 * * *" },
  });
  return system("orders", env, { services: [client], stores: [db], jobs: [migrate], backups: [nightly] });
}

export default defineSystem({
  name: "orders",
  title: "Orders",
  summary: "a MariaDB of the tests",
  system: orders,
});
