import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attributesOf,
  consul,
  engineContainer,
  engineNames,
  isConfidential,
  isRef,
  isSavable,
  kafka,
  mariadb,
  objectStore,
  postgres,
  qdrant,
  rabbitmq,
  redis,
  refsOf,
  zookeeper,
  type PostgresProps,
  type Redis,
  type Server,
  type Value,
} from "../../../../../components/model";
import { readable, table } from "../../../stacks/systems/readable";

const pg = (props: Partial<PostgresProps> = {}) =>
  engineContainer(postgres("db", { version: "16", database: "shop", user: "owner", ...props }));
const cache = (props: Partial<Redis>) =>
  engineContainer(redis("cache", { version: "7", persistence: "none", ...props }));
const configuration = (props: Partial<Redis>) =>
  readable(cache(props).files["/run/config/redis.conf"]?.content ?? "");

const every: readonly Server[] = [
  postgres("db", { version: "16", database: "shop", user: "owner" }),
  redis("cache", { version: "7", persistence: "append-only" }),
  zookeeper("keeper", { version: "3.8" }),
  kafka("events", { version: "7.5.0", zookeeper: "keeper" }),
  objectStore("objects", { version: "2025-01-01", buckets: ["a"] }),
  qdrant("vectors", { version: "v1.12.4" }),
  consul("registry", { version: "1.20" }),
  mariadb("orders", { version: "10.11", database: "shop", user: "owner" }),
  rabbitmq("parcels", { version: "4.3", user: "owner" }),
];

describe("every engine", () => {
  it("runs an official image as a user that is not root", () => {
    expect(every.map((store) => [engineContainer(store).image, engineContainer(store).user])).toEqual([
      ["postgres:16-bookworm", "999:999"],
      ["redis:7-alpine", "999:1000"],
      ["zookeeper:3.8", "1000:1000"],
      ["confluentinc/cp-kafka:7.5.0", "1000:1000"],
      ["minio/minio:2025-01-01", "1000:1000"],
      ["qdrant/qdrant:v1.12.4-unprivileged", "1000:1000"],
      ["hashicorp/consul:1.20", "100:1000"],
      ["mariadb:10.11", "999:999"],
      ["rabbitmq:4.3-management", "999:999"],
    ]);
  });

  it("listens where its own documentation says", () => {
    expect(every.map((store) => engineContainer(store).ports)).toEqual([
      { main: 5432 },
      { main: 6379 },
      { main: 2181 },
      { main: 9092 },
      { main: 9000, console: 9001 },
      { main: 6333, grpc: 6334 },
      { main: 8500, dns: 8600 },
      { main: 3306 },
      { main: 5672, management: 15672, metrics: 15692 },
    ]);
  });

  it("is addressed as its clients expect", () => {
    expect(every.map((store) => engineContainer(store).url)).toEqual([
      { scheme: "postgresql", credentials: "user-and-password", path: "/shop" },
      { scheme: "redis", credentials: "password", path: "/0" },
      {},
      {},
      { scheme: "http" },
      { scheme: "http" },
      { scheme: "http" },
      { scheme: "mysql", credentials: "user-and-password", path: "/shop" },
      { scheme: "amqp", credentials: "user-and-password", path: "/%2F" },
    ]);
  });

  it("keeps its data in a volume and nothing else on disk", () => {
    expect(every.map((store) => [engineContainer(store).dataPath, engineContainer(store).scratch])).toEqual([
      ["/var/lib/postgresql/data", ["/dev/shm", "/var/run/postgresql"]],
      ["/data", []],
      ["/data", ["/datalog", "/logs"]],
      ["/var/lib/kafka/data", ["/etc/kafka", "/var/log/kafka", "/etc/kafka/secrets"]],
      ["/data", []],
      ["/qdrant/storage", ["/qdrant/snapshots"]],
      ["/consul/data", ["/consul/config"]],
      ["/var/lib/mysql", ["/run/mysqld"]],
      ["/var/lib/rabbitmq", ["/var/log/rabbitmq"]],
    ]);
  });

  it("is probed by a command of its own image, Kafka by the port that it opens when it serves", () => {
    expect(every.map((store) => engineContainer(store).health.probe)).toEqual([
      { command: ["pg_isready", "-h", "127.0.0.1", "-U", "owner", "-d", "shop"] },
      {
        command: ["sh", "-c", "redis-cli --no-auth-warning --user health --pass health ping | grep -qx PONG"],
      },
      { command: ["sh", "-c", "echo ruok | nc -w 2 127.0.0.1 2181 | grep -qx imok"] },
      { command: ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9092"] },
      { command: ["mc", "ready", "local"] },
      {
        command: [
          "bash",
          "-c",
          "exec 3<>/dev/tcp/127.0.0.1/6333 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q 200 <&3",
        ],
      },
      { command: ["consul", "info"] },
      {
        command: [
          ...["sh", "-c"],
          'MYSQL_PWD=$(cat /run/secrets/password) mariadb-admin --no-defaults --protocol=tcp -h 127.0.0.1 -u "$1" ping',
          ...["ping", "owner"],
        ],
      },
      {
        command: [
          ...["bash", "-c"],
          "exec 3<>/dev/tcp/127.0.0.1/5672 4<>/dev/tcp/127.0.0.1/15672 && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&4 && grep -q ' 200 ' <&4",
        ],
      },
    ]);
  });

  it("names no secret but its own", () => {
    for (const store of every) {
      const { env, files } = engineContainer(store);
      const values = [...Object.values(env), ...Object.values(files).map(({ content }) => content)];
      const secrets = values.flatMap(refsOf).filter(isConfidential);
      expect(secrets.filter(({ name }) => name !== store.name)).toEqual(
        // A broker has to know where its ZooKeeper answers; that address holds no credentials.
        store.engine === "kafka" ? [{ ref: "store", name: "keeper", attribute: "url" }] : [],
      );
    }
  });
});

describe("postgres", () => {
  it("reads its password from a file", () => {
    expect(table(pg().env)).toEqual({
      POSTGRES_DB: "shop",
      POSTGRES_USER: "owner",
      POSTGRES_PASSWORD_FILE: "/run/secrets/password",
      POSTGRES_INITDB_ARGS: "--auth-host=scram-sha-256",
      PGDATA: "/var/lib/postgresql/data/pgdata",
    });
    expect(readable(pg().files["/run/secrets/password"]?.content ?? "")).toBe("<store db password>");
  });

  it("takes parameters in one order, however they are written", () => {
    const parameters = { work_mem: "16MB", max_connections: "100" };
    expect(pg({ parameters }).command).toEqual([
      "postgres",
      "-c",
      "max_connections=100",
      "-c",
      "work_mem=16MB",
    ]);
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z_.]{0,8}$/), fc.string()), (dictionary) => {
        const turned = Object.fromEntries(Object.entries(dictionary).reverse());
        expect(pg({ parameters: turned }).command).toEqual(pg({ parameters: dictionary }).command);
      }),
    );
  });

  it("preloads the extensions that need it, and those alone", () => {
    expect(pg({ extensions: ["uuid-ossp", "pg_stat_statements", "pg_cron"] }).command).toEqual([
      "postgres",
      "-c",
      "shared_preload_libraries=pg_cron,pg_stat_statements",
    ]);
    expect(pg({ extensions: ["uuid-ossp"] }).command).toEqual(["postgres"]);
  });

  it("with vectors is the image that carries them, which is built on the other one", () => {
    expect([pg({ extensions: ["vector"] }).image, pg({ extensions: ["vector"] }).user]).toEqual([
      "pgvector/pgvector:pg16-bookworm",
      "999:999",
    ]);
  });
});

describe("redis", () => {
  it("as a cache writes nothing to disk but who may use it", () => {
    expect(configuration({})).toBe('dir /data\naclfile /data/users.acl\nappendonly no\nsave ""\n');
    expect([cache({}).dataPath, cache({}).scratch]).toEqual(["/data", []]);
  });

  it("that appends writes every change and takes no snapshots", () => {
    expect(configuration({ persistence: "append-only" })).toBe(
      'dir /data\naclfile /data/users.acl\nappendonly yes\nsave ""\n',
    );
  });

  it("takes snapshots at the points that are asked for", () => {
    const save = [
      { after: 900, changes: 1 },
      { after: 60, changes: 10_000 },
    ];
    expect(configuration({ persistence: "snapshot", save })).toBe(
      "dir /data\naclfile /data/users.acl\nappendonly no\nsave 900 1\nsave 60 10000\n",
    );
    expect(configuration({ persistence: "snapshot" })).toContain("\nsave 900 1\n");
  });

  it("is bounded in bytes, with the eviction that is asked for", () => {
    expect(configuration({ maxMemory: "256Mi", eviction: "allkeys-lru" })).toBe(
      'dir /data\naclfile /data/users.acl\nappendonly no\nsave ""\nmaxmemory 268435456\nmaxmemory-policy allkeys-lru\n',
    );
  });

  it("shows its password in no argument, and reads it at its first start alone", () => {
    const [shell, option, script = ""] = cache({}).command ?? [];
    expect([shell, option]).toEqual(["sh", "-c"]);
    expect(script).toContain(
      'if [ ! -s /data/users.acl ]; then\n  hash=$(printf %s "$(cat /run/secrets/password)"',
    );
    expect(script.trim().split("\n").at(-1)).toBe("exec redis-server /run/config/redis.conf");
  });

  it("has a configuration that no rotation changes", () => {
    expect(refsOf(cache({}).files["/run/config/redis.conf"]?.content ?? "")).toEqual([]);
  });
});

describe("the life of a store", () => {
  /** What the engine's own tool says and returns, in place of the tool. */
  const lives = (store: Server, tool: string, body: string): boolean => {
    const { probe } = engineContainer(store).alive;
    if (!("command" in probe)) throw new Error("not a command");
    const [shell = "", flag = "", text = "", ...rest] = probe.command;
    // A shell takes no hyphen in a function's name.
    const name = tool.replace("-", "_");
    const script = text.replaceAll(tool, name);
    return spawnSync(shell, [flag, `${name}() { ${body}; }\n${script}`, ...rest]).status === 0;
  };

  it.each([
    [0, true],
    [1, true],
    [2, false],
    [3, false],
  ])("of Postgres with pg_isready at %d is %s: 1 is that it rejects connections", (code, expected) => {
    expect(lives(every[0] ?? never(), "pg_isready", `return ${code}`)).toBe(expected);
  });

  it.each([
    ["PONG", true],
    ["LOADING Redis is loading the dataset in memory", true],
    ["MISCONF Redis is configured to save RDB snapshots", true],
    ["Could not connect to Redis at 127.0.0.1:6379", false],
    ["", false],
  ])("of Redis that says %j is %s", (said, expected) => {
    expect(lives(every[1] ?? never(), "redis-cli", `echo '${said}'`)).toBe(expected);
  });

  it("may take an hour to begin, and is asked patiently after", () => {
    for (const store of every)
      expect(engineContainer(store).alive).toMatchObject({ startPeriod: "1h", interval: "30s", retries: 10 });
  });
});

describe("a store", () => {
  it("is looked at here of every engine", () => {
    expect(every.map(({ engine }) => engine).sort()).toEqual(engineNames);
  });

  it.each(every)(
    "of $engine offers as references all that consumers may name, so that a rotation changes them together",
    (store) => {
      const offered = attributesOf(store).map(
        (attribute) => [attribute, (store as unknown as Readonly<Record<string, Value>>)[attribute]] as const,
      );
      const wanted = attributesOf(store).map((attribute) => [
        attribute,
        { ref: "store", name: store.name, attribute },
      ]);
      expect(offered).toEqual(wanted);
      expect(offered.every(([, value]) => value !== undefined && isRef(value))).toBe(true);
    },
  );

  it("is saved by scripts where its engine says how", () => {
    expect(
      every
        .filter(isSavable)
        .map(({ engine }) => engine)
        .sort(),
    ).toEqual(["mariadb", "minio", "postgres", "qdrant", "rabbitmq", "redis"]);
  });
});

function never(): never {
  throw new Error("the list of engines is shorter than the test believes");
}
