import type { StoreRef } from "../ref";
import { encodePart } from "../values/url";
import { command } from "../workload";
import {
  enduring,
  passwordFile,
  timing,
  type Additional,
  type Engine,
  type EngineContainer,
} from "../values/engine";
import { attribute, reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** What a PostgreSQL database is. */
export interface PostgresProps extends StoreProps {
  /**
   * Name of the database: letters, digits, `_`, `.` and `-`, up to 63; on AWS letters, digits and `_`.
   * @example "shop"
   */
  readonly database: string;
  /**
   * Name of the role that owns the database; as `database`, up to 59 characters, and not beginning with `pg_`.
   * @example "shop"
   */
  readonly user: string;
  /**
   * Extensions that the release's migration may create; those that need preloading are preloaded. The target refuses what its image
   * does not carry.
   * @default []
   * @example ["vector", "pg_stat_statements"]
   */
  readonly extensions?: readonly string[];
  /**
   * Server parameters by PostgreSQL's own names (https://www.postgresql.org/docs/current/runtime-config.html).
   * @default {}
   * @example { max_connections: "200", work_mem: "16MB" }
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Number of read replicas behind `readUrl`.
   * @default 0
   * @example 2
   */
  readonly readReplicas?: number;
  /**
   * Whether services connect through a pooler; jobs and backups do not.
   * @default false
   * @example true
   */
  readonly pooler?: boolean;
  /**
   * Whether unencrypted connections are refused; consumers ask for TLS with `urlWith`.
   * @default false
   * @example true
   */
  readonly tls?: boolean;
  /**
   * Connections that consumers may hold at once, migrations included; dumps are where they log in as consumers do, which they do not on
   * Docker.
   * @default the server's own bound
   * @example 20
   */
  readonly connectionLimit?: number;
  /**
   * Whether a standby takes over when the server fails. Docker, and a StatefulSet on Kubernetes, refuse it.
   * @default false
   * @example true
   */
  readonly standby?: boolean;
  /**
   * What runs it on Kubernetes: a StatefulSet of one server, or CloudNativePG (https://cloudnative-pg.io) with standbys and replicas.
   * @default "statefulset"
   * @example "cloudnative-pg"
   */
  readonly operator?: "statefulset" | "cloudnative-pg";
}

/** A database as {@link postgres} makes it. */
export interface Postgres
  extends NamedStore<"postgres">, Omit<PostgresProps, "database" | "user">, Reachable {
  /**
   * Name of the role that owns the database; the role that consumers log in as changes with a rotation: {@link Postgres.user}.
   * @example "shop"
   */
  readonly owner: string;
  /**
   * Name of the database that the server is started with.
   * @example "shop"
   */
  readonly databaseName: string;
  /**
   * Name of the database that consumers use.
   * @example db.database
   */
  readonly database: StoreRef;
  /**
   * Role that consumers log in as.
   * @example db.user
   */
  readonly user: StoreRef;
  /**
   * URL of the read replicas, of the primary where there are none.
   * @example db.readUrl
   */
  readonly readUrl: StoreRef;
  /**
   * Password of {@link Postgres.user}, generated and rotated by the target.
   * @example db.password
   */
  readonly password: StoreRef;
}

/**
 * A PostgreSQL database with one owner.
 * @example
 * const db = postgres("db", { version: "16", database: "shop", user: "shop", extensions: ["vector"], size: "20Gi" });
 * @example
 * const managed = postgres("db", { version: "16", database: "shop", user: "shop", external: { url: databaseUrl.value } });
 */
export function postgres(name: string, { database, user, ...props }: PostgresProps): Postgres {
  return {
    kind: "store",
    engine: "postgres",
    name,
    ...props,
    owner: user,
    databaseName: database,
    ...reachable(name),
    database: attribute(name, "database"),
    user: attribute(name, "user"),
    readUrl: attribute(name, "readUrl"),
    password: attribute(name, "password"),
  };
}

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

/**
 * What CloudNativePG runs, with pgvector and pgaudit: of the same release of Debian.
 *
 * @example
 * const image: string = operatedImage({ version: "16" });
 */
export function operatedImage({ version }: Pick<Postgres, "version">): string {
  return `ghcr.io/cloudnative-pg/postgresql:${version}-standard-${debian}`;
}

/**
 * Files that the server's own image lacks. pgaudit is in no image that has PostgreSQL's user and its entry point; CloudNativePG's has it
 * as PostgreSQL's own packages for the same release of Debian bring it, and so it is that one's files that are added.
 */
function additional({ version, extensions = [] }: Postgres): Additional | undefined {
  if (!extensions.includes("pgaudit")) return undefined;
  const [major = version] = version.split(".");
  return {
    image: operatedImage({ version: major }),
    files: {
      [`/usr/lib/postgresql/${major}/lib`]: "pgaudit.so",
      [`/usr/share/postgresql/${major}/extension`]: "pgaudit*",
    },
  };
}

/** One PostgreSQL server. */
function container(store: Postgres): EngineContainer {
  const preload = (store.extensions ?? []).filter((extension) => preloaded.has(extension)).sort();
  const parameters: Record<string, string> = {
    ...(preload.length === 0 ? {} : { shared_preload_libraries: preload.join(",") }),
    ...store.parameters,
  };
  const adds = additional(store);
  return {
    image: postgresImage(store),
    ...(adds === undefined ? {} : { adds }),
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

/** The longest name that PostgreSQL keeps whole. */
const longestRole = 63;
const alternate = "_alt";

/**
 * The database role that a generation of the password belongs to. Generations alternate between two roles, because a
 * role has one password: the old role goes on while consumers move to the other.
 *
 * @example
 * const second: string = roleOf(db, 1);
 */
export function roleOf({ owner }: Pick<Postgres, "owner">, generation: number): string {
  return generation % 2 === 0 ? owner : `${owner.slice(0, longestRole - alternate.length)}${alternate}`;
}

/** The copies of a database as a diagram tells of them. */
function copies({ readReplicas = 0, standby }: Postgres): readonly string[] {
  return [
    ...(readReplicas === 0 ? [] : [`${readReplicas} read ${readReplicas === 1 ? "replica" : "replicas"}`]),
    ...(standby === true ? ["standby"] : []),
  ];
}

export default {
  container,
  disk: "10Gi",
  attributes: ["readUrl", "user", "password", "database"],
  wantsBackup: () => true,
  saved: "socket",
  password: "rotates",
  userOf: roleOf,
  databaseOf: ({ databaseName }) => databaseName,
  copies,
  operatedImage: (store) => (store.operator === "cloudnative-pg" ? operatedImage(store) : undefined),
  readOnce: ["POSTGRES_DB", "POSTGRES_USER", "POSTGRES_INITDB_ARGS", "PGDATA", "LANG", "LC_ALL"],
  filesOfMajor: true,
} as const satisfies Engine<Postgres>;
