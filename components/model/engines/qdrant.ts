import type { Qdrant } from "../store";
import { command } from "../workload";
import { recovered, timing, type EngineContainer } from "./shape";

/** One Qdrant server. */
export function qdrant(store: Qdrant): EngineContainer {
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
    alive: recovered,
    ports: { main: 6333, grpc: 6334 },
    dataPath: "/qdrant/storage",
    scratch: ["/qdrant/snapshots"],
    url: { scheme: "http" },
  };
}
