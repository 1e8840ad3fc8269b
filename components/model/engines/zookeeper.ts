import type { ZooKeeper } from "../store";
import { command } from "../workload";
import { recovered, timing, type EngineContainer } from "./shape";

/** One ZooKeeper server. */
export function zookeeper(store: ZooKeeper): EngineContainer {
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
