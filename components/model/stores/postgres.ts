import type { StoreRef } from "../ref";
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
   * Number of read replicas behind `readUrl`. Docker, and a StatefulSet on Kubernetes, refuse them.
   * @default 0
   * @example 2
   */
  readonly readReplicas?: number;
  /**
   * Whether connections go through a pooler. Docker, and a StatefulSet on Kubernetes, refuse it.
   * @default false
   * @example true
   */
  readonly pooler?: boolean;
  /**
   * Whether unencrypted connections are refused; consumers ask for TLS with `urlWith`. Docker, and a StatefulSet on Kubernetes, have no
   * certificate and refuse it.
   * @default false
   * @example true
   */
  readonly tls?: boolean;
  /**
   * Connections that the owner may hold at once, dumps and migrations included. Docker, and a StatefulSet on Kubernetes, refuse it: set
   * the parameter `max_connections` there.
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
