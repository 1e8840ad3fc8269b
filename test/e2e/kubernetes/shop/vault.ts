import {
  command,
  job,
  postgres,
  service,
  system,
  urlWith,
  type Environment,
  type Resources,
  type System,
} from "../../../../components/model";

/** Of the database, and of those that ask it by its own client. */
const vaultImage = "pgvector/pgvector:pg15-bookworm";

const environment: Environment = {
  name: "development",
  domain: "vault.localhost",
  repository: "trireme.local/vault",
  tag: "suite",
  replicas: 1,
  ports: {},
};

const resources: Resources = {
  cpu: { request: 0.01, limit: 0.5 },
  memory: { request: "32Mi", limit: "128Mi" },
};

/** A database that speaks TLS alone, to a limited number of connections, through a pooler, with an extension that its image lacks; a job that makes its table, and a client. */
export function vault(): System {
  const db = postgres("db", {
    version: "15",
    database: "vault",
    user: "vault",
    tls: true,
    connectionLimit: 8,
    pooler: true,
    extensions: ["pgaudit", "vector"],
    resources: { ...resources, memory: { request: "64Mi", limit: "512Mi" } },
  });
  const url = urlWith(db.url, { params: { sslmode: "require" } });
  const image = { name: "client", reference: vaultImage };
  const user = 999;
  return system("vault", environment, {
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
        env: { DATABASE_URL: url },
        health: command(["sh", "-c", 'psql -XAtqc "select 1" "$DATABASE_URL"'], {
          interval: "5s",
          retries: 6,
        }),
        resources,
        user,
      }),
    ],
  });
}
