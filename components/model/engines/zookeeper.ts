import { command } from "../workload";
import { recovered, timing, type Engine, type EngineContainer } from "../values/engine";
import { reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** A coordination service as {@link zookeeper} makes it. */
export interface ZooKeeper extends NamedStore<"zookeeper">, StoreProps, Reachable {}

/**
 * A ZooKeeper server, for a Kafka broker; `url` is `host:2181`.
 * @example
 * const coordination = zookeeper("coordination", { version: "3.9", size: "5Gi" });
 */
export function zookeeper(name: string, props: StoreProps): ZooKeeper {
  return { kind: "store", engine: "zookeeper", name, ...props, ...reachable(name) };
}

/** One ZooKeeper server. */
function container(store: ZooKeeper): EngineContainer {
  return {
    image: `zookeeper:${store.version}`,
    user: "1000:1000",
    env: {
      ZOO_4LW_COMMANDS_WHITELIST: "ruok",
      ZOO_ADMINSERVER_ENABLED: false,
      // The log of transactions is as much of the data as the snapshots: beside them on the volume.
      ZOO_DATA_LOG_DIR: "/data/datalog",
    },
    files: {},
    health: command(["sh", "-c", "echo ruok | nc -w 2 127.0.0.1 2181 | grep -qx imok"], timing),
    alive: recovered,
    ports: { main: 2181 },
    dataPath: "/data",
    // Of the image's own volumes nothing is used, so that the engine makes none without a name.
    scratch: ["/datalog", "/logs", "/conf"],
    url: {},
  };
}

export default {
  container,
  disk: "5Gi",
  attributes: [],
  wantsBackup: () => false,
  password: "none",
} as const satisfies Engine<ZooKeeper>;
