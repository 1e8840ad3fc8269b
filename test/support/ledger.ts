import {
  backup,
  job,
  postgres,
  service,
  system,
  urlWith,
  type Environment,
  type System,
} from "../../components/model";
import { defineSystem } from "../../stacks/systems/define";

/** A system of a database alone, which asks for all that one server of it does. */
function ledger(env: Environment): System {
  const image = { name: "client", reference: "pgvector/pgvector:pg15-bookworm" };
  const db = postgres("db", {
    version: "15",
    database: "ledger",
    user: "ledger",
    extensions: ["pg_stat_statements", "pgaudit", "vector"],
    parameters: { "pgaudit.log": "write, ddl" },
    tls: true,
    connectionLimit: 5,
    pooler: true,
  });
  const of = { DATABASE_URL: urlWith(db.url, { params: { sslmode: "require" } }) };
  const shared = { image, env: of, user: 999 };
  const migrate = job("migrate", {
    ...shared,
    command: [
      ...["sh", "-euc"],
      'psql -Xq "$DATABASE_URL" -c "create extension if not exists pgaudit; create extension if not exists vector; create table if not exists entries (id serial primary key, note text)"',
    ],
    run: "release",
  });
  const client = service("client", {
    ...shared,
    command: ["sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"],
  });
  const nightly = backup("nightly", {
    of: db,
    schedule: "0 2 * * *",
    keep: { count: 2 },
    destinations: [{ to: "volume" }],
    drill: { schedule: "0 4 * * *" },
    pointInTime: { rpo: "5m" },
  });
  return system("ledger", env, { services: [client], stores: [db], jobs: [migrate], backups: [nightly] });
}

export default defineSystem({
  name: "ledger",
  title: "Ledger",
  summary: "a database of the tests",
  system: ledger,
});
