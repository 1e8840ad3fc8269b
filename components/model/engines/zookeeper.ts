import { command } from "../workload";
import { heap, recovered, timing, type Engine, type EngineContainer } from "../values/engine";
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

/**
 * In place of what the image would write, for which its folder would have to be writable, and so without what lies there to configure the
 * log: ZooKeeper then tells of all that it does.
 */
const configuration = [
  "dataDir=/data",
  // The log of transactions is as much of the data as the snapshots: beside them on the volume.
  "dataLogDir=/data/datalog",
  "clientPort=2181",
  "tickTime=2000",
  "maxClientCnxns=60",
  "admin.enableServer=false",
  "4lw.commands.whitelist=ruok",
  // Of snapshots, and the logs before them, ZooKeeper removes none by itself.
  "autopurge.snapRetainCount=3",
  "autopurge.purgeInterval=24",
  "",
].join("\n");

const log = `<configuration>
  <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
    <encoder>
      <pattern>%d{ISO8601} %-5p [%t:%C{1}@%L] - %m%n</pattern>
    </encoder>
  </appender>
  <!-- Of every health check. -->
  <logger name="org.apache.zookeeper.server.NIOServerCnxn" level="WARN"/>
  <root level="INFO">
    <appender-ref ref="CONSOLE"/>
  </root>
</configuration>
`;

/** One ZooKeeper server. */
function container(store: ZooKeeper): EngineContainer {
  const memory = heap(store);
  return {
    image: `zookeeper:${store.version}`,
    user: "1000:1000",
    // Where nobody says how much, 1000 MiB.
    env: memory === undefined ? {} : { ZK_SERVER_HEAP: memory },
    files: { "/conf/zoo.cfg": { content: configuration }, "/conf/logback.xml": { content: log } },
    health: command(["sh", "-c", "echo ruok | nc -w 2 127.0.0.1 2181 | grep -qx imok"], timing),
    alive: recovered,
    ports: { main: 2181 },
    dataPath: "/data",
    // Of the image's own volumes nothing is used, so that the engine makes none without a name.
    scratch: ["/datalog", "/logs"],
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
