import { template, type Value } from "./ref";
import type { Kafka, ObjectStore, Postgres, Qdrant, Redis, Server } from "./store";
import { bytes } from "./units";
import { command, type File, type Health } from "./workload";

/** How one instance of an engine runs in a container, and how its consumers address it. */
export interface EngineContainer {
  /** Official image. */
  readonly image: string;
  /** Numeric user and group of that image. */
  readonly user: string;
  readonly command?: readonly string[];
  readonly env: Readonly<Record<string, Value>>;
  readonly files: Readonly<Record<string, File>>;
  readonly health: Health;
  /** Ports by name; consumers use `main`. */
  readonly ports: Readonly<{ main: number } & Record<string, number>>;
  /** Where the data lives; absent for an engine without state. */
  readonly dataPath?: string;
  /** Paths beside `/tmp` that must stay writable, in memory. */
  readonly scratch: readonly string[];
  readonly url: UrlShape;
}

/** `scheme://user:password@host:port/path`; `scheme` absent: `host:port`. */
export interface UrlShape {
  readonly scheme?: string;
  /** Which credentials stand in the URL. @default none */
  readonly credentials?: "user-and-password" | "password";
  readonly path?: string;
}

/** Where the files of a store's secrets lie in its own container. */
const passwordFile = "/run/secrets/password";

const timing = { interval: "10s", timeout: "5s", retries: 5 } as const;

/** Extensions that work only when the server loads them at its start. */
const preloaded: ReadonlySet<string> = new Set(["pg_stat_statements", "pgaudit", "pg_cron", "timescaledb"]);

function postgres(store: Postgres): EngineContainer {
  const vector = store.extensions?.includes("vector") ?? false;
  const preload = (store.extensions ?? []).filter((extension) => preloaded.has(extension)).sort();
  const parameters: Record<string, string> = {
    ...(preload.length === 0 ? {} : { shared_preload_libraries: preload.join(",") }),
    ...store.parameters,
  };
  return {
    image: vector ? `pgvector/pgvector:pg${store.version}` : `postgres:${store.version}-alpine`,
    user: vector ? "999:999" : "70:70",
    command: [
      "postgres",
      ...Object.entries(parameters)
        .sort(([a], [b]) => a.localeCompare(b))
        .flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    env: {
      POSTGRES_DB: store.database,
      POSTGRES_USER: store.user,
      POSTGRES_PASSWORD_FILE: passwordFile,
      POSTGRES_INITDB_ARGS: "--auth-host=scram-sha-256",
      // A folder below the volume's root: file systems put "lost+found" into the root.
      PGDATA: "/var/lib/postgresql/data/pgdata",
    },
    files: { [passwordFile]: { content: store.password } },
    // Over TCP: while the image initialises a new database, a server answers on the socket alone.
    health: command(["pg_isready", "-h", "127.0.0.1", "-U", store.user, "-d", store.database], timing),
    ports: { main: 5432 },
    dataPath: "/var/lib/postgresql/data",
    scratch: ["/var/run/postgresql"],
    url: { scheme: "postgresql", credentials: "user-and-password", path: `/${store.database}` },
  };
}

function redis(store: Redis): EngineContainer {
  const save = store.persistence === "snapshot" ? (store.save ?? [{ after: 900, changes: 1 }]) : [];
  const lines = [
    "dir /data",
    `appendonly ${store.persistence === "append-only" ? "yes" : "no"}`,
    ...(save.length === 0 ? ['save ""'] : save.map(({ after, changes }) => `save ${after} ${changes}`)),
    ...(store.maxMemory === undefined ? [] : [`maxmemory ${bytes(store.maxMemory)}`]),
    ...(store.eviction === undefined ? [] : [`maxmemory-policy ${store.eviction}`]),
    "",
  ];
  return {
    image: `redis:${store.version}-alpine`,
    user: "999:1000",
    command: ["redis-server", "/run/config/redis.conf"],
    env: {},
    files: {
      // The password stands in a file, so that no argument list shows it.
      "/run/config/redis.conf": { content: template`${lines.join("\n")}requirepass ${store.password}\n` },
      [passwordFile]: { content: store.password },
    },
    health: command(
      ["sh", "-c", `REDISCLI_AUTH="$(cat ${passwordFile})" redis-cli ping | grep -qx PONG`],
      timing,
    ),
    ports: { main: 6379 },
    ...(store.persistence === "none" ? {} : { dataPath: "/data" }),
    scratch: store.persistence === "none" ? ["/data"] : [],
    url: { scheme: "redis", credentials: "password", path: "/0" },
  };
}

function kafka(store: Kafka): EngineContainer {
  return {
    image: `confluentinc/cp-kafka:${store.version}`,
    user: "1000:1000",
    env: {
      KAFKA_BROKER_ID: 1,
      KAFKA_ZOOKEEPER_CONNECT: template`${{ ref: "store", name: store.zookeeper, attribute: "url" }}`,
      KAFKA_LISTENERS: "PLAINTEXT://0.0.0.0:9092",
      KAFKA_ADVERTISED_LISTENERS: template`PLAINTEXT://${store.host}:9092`,
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1,
      KAFKA_NUM_PARTITIONS: store.partitions ?? 1,
    },
    files: {},
    health: command(["kafka-broker-api-versions", "--bootstrap-server", "127.0.0.1:9092"], {
      ...timing,
      startPeriod: "60s",
    }),
    ports: { main: 9092 },
    dataPath: "/var/lib/kafka/data",
    scratch: ["/etc/kafka", "/var/log/kafka"],
    url: {},
  };
}

function zookeeper(store: Server): EngineContainer {
  return {
    image: `zookeeper:${store.version}`,
    user: "1000:1000",
    env: { ZOO_4LW_COMMANDS_WHITELIST: "ruok", ZOO_ADMINSERVER_ENABLED: false },
    files: {},
    health: command(["sh", "-c", "echo ruok | nc -w 2 127.0.0.1 2181 | grep -qx imok"], timing),
    ports: { main: 2181 },
    dataPath: "/data",
    scratch: ["/datalog", "/logs", "/conf"],
    url: {},
  };
}

function minio(store: ObjectStore): EngineContainer {
  return {
    image: `minio/minio:${store.version}`,
    user: "1000:1000",
    command: ["server", "/data", "--console-address", ":9001"],
    env: { MINIO_ROOT_USER: store.accessKey, MINIO_ROOT_PASSWORD_FILE: passwordFile },
    files: { [passwordFile]: { content: store.secretKey } },
    health: command(["mc", "ready", "local"], timing),
    ports: { main: 9000, console: 9001 },
    dataPath: "/data",
    scratch: [],
    url: { scheme: "http" },
  };
}

function qdrant(store: Qdrant): EngineContainer {
  return {
    image: `qdrant/qdrant:${store.version}-unprivileged`,
    user: "1000:1000",
    env: { QDRANT__SERVICE__API_KEY: store.password },
    files: {},
    health: command(
      [
        "bash",
        "-c",
        "exec 3<>/dev/tcp/127.0.0.1/6333 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q 200 <&3",
      ],
      timing,
    ),
    ports: { main: 6333, grpc: 6334 },
    dataPath: "/qdrant/storage",
    scratch: ["/qdrant/snapshots"],
    url: { scheme: "http" },
  };
}

function consul(store: Server): EngineContainer {
  return {
    image: `hashicorp/consul:${store.version}`,
    user: "100:1000",
    command: ["agent", "-server", "-bootstrap-expect=1", "-client=0.0.0.0", "-ui", "-data-dir=/consul/data"],
    env: {},
    files: {},
    health: command(["consul", "info"], timing),
    ports: { main: 8500, dns: 8600 },
    dataPath: "/consul/data",
    scratch: ["/consul/config"],
    url: { scheme: "http" },
  };
}

/** The container of a store's engine. */
export function engineContainer(store: Server): EngineContainer {
  switch (store.engine) {
    case "postgres":
      return postgres(store);
    case "redis":
      return redis(store);
    case "kafka":
      return kafka(store);
    case "zookeeper":
      return zookeeper(store);
    case "minio":
      return minio(store);
    case "qdrant":
      return qdrant(store);
    case "consul":
      return consul(store);
    default:
      return store satisfies never;
  }
}
