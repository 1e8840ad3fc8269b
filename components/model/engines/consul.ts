import type { Consul } from "../store";
import { command } from "../workload";
import { recovered, timing, type EngineContainer } from "./shape";

/** One Consul agent that is its own server. */
export function consul(store: Consul): EngineContainer {
  return {
    image: `hashicorp/consul:${store.version}`,
    user: "100:1000",
    command: ["agent", "-server", "-bootstrap-expect=1", "-client=0.0.0.0", "-ui", "-data-dir=/consul/data"],
    env: {},
    files: {},
    health: command(["consul", "info"], timing),
    alive: recovered,
    ports: { main: 8500, dns: 8600 },
    dataPath: "/consul/data",
    scratch: ["/consul/config"],
    url: { scheme: "http" },
  };
}
