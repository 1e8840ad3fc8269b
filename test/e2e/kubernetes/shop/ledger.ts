import {
  command,
  postgres,
  redis,
  service,
  system,
  urlWith,
  type Bytes,
  type System,
} from "../../../../components/model";
import { environment, resources } from "./system";

/** Of the database, and of those that ask it by its own client. */
const image = "postgres:16-bookworm";

/** A database that a replica follows over TLS, three servers of Redis with Sentinels, and a client of both. */
export function ledger(size: Bytes): System {
  const memory = { request: "64Mi", limit: "512Mi" } as const;
  const db = postgres("db", {
    ...{ version: "16", database: "ledger", user: "ledger", tls: true, readReplicas: 1 },
    ...{ size, resources: { ...resources, memory } },
  });
  const cache = redis("cache", { version: "7", persistence: "append-only", nodes: 3, size, resources });
  const user = 999;
  const encrypted = { params: { sslmode: "require" } };
  return system(
    "ledger",
    { ...environment, domain: "ledger.localhost" },
    {
      stores: [db, cache],
      services: [
        service("client", {
          image: { name: "client", reference: image },
          command: ["sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"],
          env: {
            DATABASE_URL: urlWith(db.url, encrypted),
            READ_URL: urlWith(db.readUrl, encrypted),
            CACHE_URL: cache.url,
            CACHE_PASSWORD: cache.password,
          },
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
