import type { Redis } from "../store";
import { bytes } from "../values/units";
import { command } from "../workload";
import { enduring, passwordFile, timing, type EngineContainer } from "./shape";

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
export function redis(store: Redis): EngineContainer {
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
