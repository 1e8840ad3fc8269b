import Redis, { type RedisOptions } from "ioredis";
import pg from "pg";
import type { Log } from "./log";
import type { Environment } from "./settings";

export interface Item {
  readonly id: number;
  readonly name: string;
}

/** What the sample application asks of a relational database. Every call rejects when the server does not answer. */
export interface Database {
  /** Those of the tables that do not exist. */
  missingTables(names: readonly string[]): Promise<readonly string[]>;
  items(): Promise<readonly Item[]>;
  addItem(name: string): Promise<Item>;
  /** Brings the schema up to date in one transaction; tells what it did, nothing where there was nothing to do. */
  migrate(): Promise<readonly string[]>;
  /** One statement, outside of a transaction. */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** What the sample application asks of a cache. */
export interface Cache {
  ping(): Promise<void>;
  increment(key: string): Promise<number>;
  count(key: string): Promise<number>;
  /** Puts a job at the end of a queue. */
  put(queue: string, job: string): Promise<void>;
  /** The next job of a queue; undefined where there is none for so many seconds. */
  take(queue: string, seconds: number): Promise<string | undefined>;
  close(): void;
}

export interface Stores {
  readonly database?: Database;
  readonly cache?: Cache;
}

/** Milliseconds that a request waits for a dependency: a store that stands still for a moment fails none. */
const patience = 10_000;
/** Milliseconds between attempts to connect, at most. */
const longestPause = 2000;
const revision = "0001";
const tables = {
  alembic_version: "version_num varchar(32) primary key",
  items: "id bigint generated always as identity primary key, name text not null",
};

/**
 * Connects, lazily, to what DATABASE_URL and REDIS_URL name; a variable that is not set gives no store.
 * `queryLimit` is in milliseconds.
 */
export function connect(environment: Environment, log: Log, queryLimit = patience): Stores {
  const { DATABASE_URL, REDIS_URL, REDIS_PASSWORD, REDIS_SENTINEL_NAME } = environment;
  return {
    ...(DATABASE_URL ? { database: postgres(DATABASE_URL, log, queryLimit) } : {}),
    ...(REDIS_URL ? { cache: redis(redisAddress(REDIS_URL, REDIS_SENTINEL_NAME, REDIS_PASSWORD), log) } : {}),
  };
}

/**
 * Drops what only SQLAlchemy reads (`+driver`) and gives `sslmode` the meaning that libpq gives it, but for the modes that take what the
 * server has: pg does not try again without TLS.
 */
export function postgresAddress(url: string): string {
  const plain = url
    .replace(/^postgres(ql)?(\+\w+)?:/, "postgresql:")
    .replace(/([?&])sslmode=(prefer|allow)(&|$)/, (_, before: string, __, after: string) =>
      after === "" ? "" : before,
    );
  return plain.includes("sslmode=") ? `${plain}&uselibpqcompat=true` : plain;
}

function postgres(url: string, log: Log, queryLimit: number): Database {
  const pool = new pg.Pool({
    connectionString: postgresAddress(url),
    // Unless the address says so, whatever PGSSLMODE says: it has gone into the address.
    ssl: false,
    max: 5,
    connectionTimeoutMillis: patience,
    query_timeout: queryLimit,
    application_name: "sample",
  });
  pool.on("error", (error) => log("warning", "database connection lost", { error: error.message }));

  return {
    async missingTables(names) {
      const sql = "select name from unnest($1::text[]) as name where to_regclass(name) is null order by name";
      return (await pool.query<{ name: string }>(sql, [names])).rows.map((row) => row.name);
    },
    async items() {
      const sql = "select id::int, name from items order by id desc limit 100";
      return (await pool.query<Item>(sql)).rows;
    },
    async addItem(name) {
      const sql = "insert into items (name) values ($1) returning id::int, name";
      const [item] = (await pool.query<Item>(sql, [name])).rows;
      if (item === undefined) throw new Error("the insert into items returned no row");
      return item;
    },
    async migrate() {
      const client = await pool.connect();
      try {
        await client.query("begin");
        // Two releases at once must not both find the tables missing.
        await client.query("select pg_advisory_xact_lock(hashtext('sample migration'))");
        const done: string[] = [];
        for (const [name, columns] of Object.entries(tables)) {
          const found = await client.query("select to_regclass($1) as found", [name]);
          if ((found.rows as { found: unknown }[])[0]?.found != null) continue;
          await client.query(`create table ${name} (${columns})`);
          done.push(`created table ${name}`);
        }
        const at = await client.query(
          "insert into alembic_version select $1 where not exists (select from alembic_version)",
          [revision],
        );
        if (at.rowCount === 1) done.push(`schema is at revision ${revision}`);
        await client.query("commit");
        return done;
      } finally {
        // Closing the connection rolls back whatever did not commit.
        client.release(true);
      }
    },
    async run(sql) {
      await pool.query(sql);
    },
    close: () => pool.end(),
  };
}

/** Several hosts in the address of a Redis are Sentinels: `redis://:secret@a:26379,b:26379/0`. */
const listed = /^(rediss?:\/\/(?:[^@/]*@)?)([^/@?]+,[^/@?]+)(.*)$/;

/**
 * How ioredis reaches what an address names: a server, or the master of a set that Sentinels know.
 *
 * @param name the set's name, where there are Sentinels
 * @param password of an address without one
 */
export function redisAddress(url: string, name = "", password?: string): RedisOptions {
  const [, scheme = "", hosts, rest = ""] = listed.exec(url) ?? [];
  const address = new URL(hosts === undefined ? url : `${scheme}sentinels${rest}`);
  const secret = address.password === "" ? password : decodeURIComponent(address.password);
  const encrypted = address.protocol === "rediss:" || address.searchParams.get("ssl") === "true";
  const reached =
    hosts === undefined
      ? { host: address.hostname, port: Number(address.port === "" ? 6379 : address.port) }
      : {
          name,
          sentinels: hosts.split(",").map((each) => {
            const [host = "", port = "26379"] = each.split(":");
            return { host, port: Number(port) };
          }),
          ...(secret === undefined ? {} : { sentinelPassword: secret }),
        };
  return {
    ...reached,
    db: Number(address.pathname.slice(1)),
    ...(address.username === "" ? {} : { username: decodeURIComponent(address.username) }),
    ...(secret === undefined ? {} : { password: secret }),
    ...(encrypted ? { tls: {} } : {}),
  };
}

function redis(address: RedisOptions, log: Log): Cache {
  const client = new Redis({
    ...address,
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    connectTimeout: patience,
    commandTimeout: patience,
    retryStrategy: (attempt) => Math.min(attempt * 100, longestPause),
  });
  let trouble: Error | undefined;
  client.on("ready", () => (trouble = undefined));
  client.on("error", (error: Error) => {
    trouble = error;
    log("debug", "cache connection lost", { error: error.message });
  });

  return {
    async ping() {
      // A command that gave up says only that it did; the connection knows why.
      await client.ping().catch((error: unknown) => Promise.reject(trouble ?? (error as Error)));
    },
    increment: (key) => client.incr(key),
    count: async (key) => Number((await client.get(key)) ?? 0),
    put: async (queue, job) => void (await client.rpush(queue, job)),
    take: async (queue, seconds) => (await client.blpop(queue, seconds))?.[1],
    close: () => client.disconnect(),
  };
}
