import type { ObjectStore } from "../store";
import { command } from "../workload";
import { passwordFile, recovered, timing, type EngineContainer } from "./shape";

/** One MinIO server with its console. */
export function minio(store: ObjectStore): EngineContainer {
  return {
    image: `minio/minio:${store.version}`,
    user: "1000:1000",
    command: ["server", "/data", "--console-address", ":9001"],
    env: { MINIO_ROOT_USER: store.accessKey, MINIO_ROOT_PASSWORD_FILE: passwordFile },
    files: { [passwordFile]: { content: store.secretKey } },
    health: command(["mc", "ready", "local"], timing),
    alive: recovered,
    ports: { main: 9000, console: 9001 },
    dataPath: "/data",
    scratch: [],
    url: { scheme: "http" },
  };
}
