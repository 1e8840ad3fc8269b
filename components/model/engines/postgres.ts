import type { Postgres } from "../store";
import { encodePart } from "../values/url";
import { command } from "../workload";
import { enduring, passwordFile, timing, type EngineContainer } from "./shape";

/** Extensions that work only when the server loads them at its start. */
const preloaded: ReadonlySet<string> = new Set(["pg_stat_statements", "pgaudit", "pg_cron", "timescaledb"]);

/**
 * The Debian release of every image. Its C library decides how texts sort: indexes that another one wrote miss rows without a
 * word, so the release is named, and is the same whatever the extensions.
 */
const debian = "bookworm";

/** PostgreSQL's user in the official image, on which pgvector's is built. */
const owner = "999:999";

/** The official image, or the one built on it where pgvector is asked for: for any version one user and one C library. */
function postgresImage({ version, extensions = [] }: Pick<Postgres, "version" | "extensions">): string {
  return extensions.includes("vector")
    ? `pgvector/pgvector:pg${version}-${debian}`
    : `postgres:${version}-${debian}`;
}

/** What CloudNativePG runs, with pgvector and pgaudit: of the same release of Debian. */
export function operatedImage({ version }: Pick<Postgres, "version">): string {
  return `ghcr.io/cloudnative-pg/postgresql:${version}-standard-${debian}`;
}

/** One PostgreSQL server. */
export function postgres(store: Postgres): EngineContainer {
  const preload = (store.extensions ?? []).filter((extension) => preloaded.has(extension)).sort();
  const parameters: Record<string, string> = {
    ...(preload.length === 0 ? {} : { shared_preload_libraries: preload.join(",") }),
    ...store.parameters,
  };
  return {
    image: postgresImage(store),
    user: owner,
    command: [
      "postgres",
      ...Object.entries(parameters)
        .sort(([a], [b]) => a.localeCompare(b))
        .flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    env: {
      POSTGRES_DB: store.databaseName,
      POSTGRES_USER: store.owner,
      POSTGRES_PASSWORD_FILE: passwordFile,
      POSTGRES_INITDB_ARGS: "--auth-host=scram-sha-256",
      // A folder below the volume's root: file systems put "lost+found" into the root.
      PGDATA: "/var/lib/postgresql/data/pgdata",
    },
    files: { [passwordFile]: { content: store.password } },
    // Over TCP: while the image initialises a new database, a server answers on the socket alone.
    health: command(["pg_isready", "-h", "127.0.0.1", "-U", store.owner, "-d", store.databaseName], timing),
    // 1: it rejects connections, as all through its recovery; to end it then is to let it begin again.
    alive: command(
      [
        "sh",
        "-c",
        'pg_isready -q -h 127.0.0.1 -U "$1" -d "$2"; [ $? -le 1 ]',
        "alive",
        store.owner,
        store.databaseName,
      ],
      enduring,
    ),
    ports: { main: 5432 },
    dataPath: "/var/lib/postgresql/data",
    // Parallel queries share memory there. A container's own has 64 MiB; this one ends at its memory limit.
    scratch: ["/dev/shm", "/var/run/postgresql"],
    url: {
      scheme: "postgresql",
      credentials: "user-and-password",
      path: `/${encodePart(store.databaseName)}`,
    },
  };
}
