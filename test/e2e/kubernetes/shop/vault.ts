import { command, job, postgres, service, system, urlWith, type System } from "../../../../components/model";
import { environment, resources } from "./system";

/** Of the database, and of those that ask it by its own client. */
const vaultImage = "pgvector/pgvector:pg15-bookworm";

/** A database that speaks TLS alone, to a limited number of connections, through a pooler, with a replica and an extension that its image lacks; a job that makes its table, and a client. */
export function vault(): System {
  const db = postgres("db", {
    version: "15",
    database: "vault",
    user: "vault",
    tls: true,
    connectionLimit: 8,
    pooler: true,
    readReplicas: 1,
    extensions: ["pgaudit", "vector"],
    resources: { ...resources, memory: { request: "64Mi", limit: "512Mi" } },
  });
  const url = urlWith(db.url, { params: { sslmode: "require" } });
  const image = { name: "client", reference: vaultImage };
  const user = 999;
  return system(
    "vault",
    { ...environment, domain: "vault.localhost" },
    {
      stores: [db],
      jobs: [
        job("migrate", {
          image,
          command: [
            "sh",
            "-c",
            'psql -Xv ON_ERROR_STOP=1 -c "create table if not exists coins (id serial)" "$DATABASE_URL"',
          ],
          env: { DATABASE_URL: url },
          run: "release",
          resources,
          user,
        }),
      ],
      services: [
        service("client", {
          image,
          command: ["sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"],
          env: { DATABASE_URL: url, READ_URL: urlWith(db.readUrl, { params: { sslmode: "require" } }) },
          health: command(["sh", "-c", 'psql -XAtqc "select 1" "$DATABASE_URL"'], {
            interval: "5s",
            retries: 6,
          }),
          resources,
          user,
        }),
      ],
    },
  );
}
