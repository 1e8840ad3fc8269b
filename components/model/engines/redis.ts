import type { StoreRef } from "../ref";
import { bytes, type Bytes } from "../values/units";
import { command } from "../workload";
import { enduring, passwordFile, timing, type Engine, type EngineContainer } from "../values/engine";
import { attribute, reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** What a Redis is. */
export interface RedisProps extends StoreProps {
  /**
   * `append-only`: every write survives; `snapshot`: by `save`; `none`: a cache.
   * @example "append-only"
   */
  readonly persistence: "append-only" | "snapshot" | "none";
  /**
   * Snapshot points: after so many seconds with at least so many changes.
   * @default with `snapshot`: after 900 seconds with one change
   * @example [{ after: 300, changes: 100 }]
   */
  readonly save?: readonly { readonly after: number; readonly changes: number }[];
  /**
   * Memory for data, below the container's limit; on AWS what the node holds.
   * @default no bound of its own
   * @example "512Mi"
   */
  readonly maxMemory?: Bytes;
  /**
   * What is removed when `maxMemory` is full (https://redis.io/docs/latest/develop/reference/eviction/).
   * @default "noeviction": writes fail
   * @example "allkeys-lru"
   */
  readonly eviction?: "noeviction" | "allkeys-lru" | "allkeys-lfu" | "volatile-lru" | "volatile-ttl";
  /**
   * Nodes in all, with Sentinel above 1; Docker and Kubernetes take 1 or 3.
   * @default 1
   * @example 3
   */
  readonly nodes?: number;
  /**
   * Name by which Sentinel knows the nodes; `check` refuses it with one node.
   * @default the store's name
   * @example "primary"
   */
  readonly setName?: string;
}

/** A Redis as {@link redis} makes it. Behind Sentinel `url` lists the Sentinels: `redis://:password@host-1:26379,host-2:26379,host-3:26379`. */
export interface Redis extends NamedStore<"redis">, RedisProps, Reachable {
  /**
   * Its password, generated and rotated by the target.
   * @example cache.password
   */
  readonly password: StoreRef;
  /**
   * The set's name to ask Sentinel for; empty where `url` is the server itself.
   * @example cache.sentinelName
   */
  readonly sentinelName: StoreRef;
}

/**
 * A Redis with a password.
 * @example
 * const cache = redis("cache", { version: "7", persistence: "none", maxMemory: "256Mi", eviction: "allkeys-lru" });
 */
export function redis(name: string, props: RedisProps): Redis {
  return {
    kind: "store",
    engine: "redis",
    name,
    ...props,
    ...reachable(name),
    password: attribute(name, "password"),
    sentinelName: attribute(name, "sentinelName"),
  };
}

const configurationFile = "/run/config/redis.conf";

/**
 * Who may do what. It lies with the data, because `ACL SAVE` writes it: a rotation changes the passwords of a running
 * server, and the next start must know them. A copy of the data does not hold it.
 */
const aclFile = "/data/users.acl";

/** May only PING, so that the health check needs no password that rotates. */
const healthUser = "health";

/** The first start makes the list of users, from hashes alone; later ones keep what rotations made of it. */
const start = `set -eu
umask 077
if [ ! -s ${aclFile} ]; then
  hash=$(printf %s "$(cat ${passwordFile})" | sha256sum | cut -d ' ' -f 1)
  {
    echo "user default on #$hash ~* &* +@all"
    echo "user ${healthUser} on nopass -@all +ping"
  } >${aclFile}.new
  mv ${aclFile}.new ${aclFile}
fi
exec redis-server ${configurationFile}
`;

/** One Redis server from the official image. */
function container(store: Redis): EngineContainer {
  const save = store.persistence === "snapshot" ? (store.save ?? [{ after: 900, changes: 1 }]) : [];
  const lines = [
    "dir /data",
    `aclfile ${aclFile}`,
    `appendonly ${store.persistence === "append-only" ? "yes" : "no"}`,
    ...(save.length === 0 ? ['save ""'] : save.map(({ after, changes }) => `save ${after} ${changes}`)),
    ...(store.maxMemory === undefined ? [] : [`maxmemory ${bytes(store.maxMemory)}`]),
    ...(store.eviction === undefined ? [] : [`maxmemory-policy ${store.eviction}`]),
    "",
  ];
  return {
    image: `redis:${store.version}-alpine`,
    user: "999:1000",
    command: ["sh", "-c", start],
    env: {},
    files: {
      [configurationFile]: { content: lines.join("\n") },
      [passwordFile]: { content: store.password },
    },
    health: command(
      [
        "sh",
        "-c",
        `redis-cli --no-auth-warning --user ${healthUser} --pass ${healthUser} ping | grep -qx PONG`,
      ],
      timing,
    ),
    // Each of these answers is given by a server that lives: while it loads its data, or cannot write it.
    alive: command(
      [
        "sh",
        "-c",
        `redis-cli --no-auth-warning --user ${healthUser} --pass ${healthUser} ping | grep -Eq '^(PONG|LOADING|BUSY|MISCONF|MASTERDOWN)'`,
      ],
      enduring,
    ),
    ports: { main: 6379 },
    // Of a cache it holds the users alone.
    dataPath: "/data",
    scratch: [],
    url: { scheme: "redis", credentials: "password", path: "/0" },
  };
}

export default {
  container,
  disk: "2Gi",
  attributes: ["password", "sentinelName"],
  wantsBackup: ({ persistence }) => persistence !== "none",
  saved: "network",
  password: "rotates",
  copies: ({ nodes = 1 }) => (nodes === 1 ? [] : [`${nodes} nodes`]),
  counted: ({ nodes = 1 }) => nodes > 1,
  // As AWS counts the nodes of a cache, whatever the system says of their number.
  endings: ["001", "002", "003", "004", "005", "006"],
} as const satisfies Engine<Redis>;
