import { command } from "../workload";
import { recovered, timing, type Engine, type EngineContainer } from "../values/engine";
import { reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** A registry as {@link consul} makes it. */
export interface Consul extends NamedStore<"consul">, StoreProps, Reachable {}

/**
 * A Consul agent: service registry and key-value store.
 * @example
 * const registry = consul("registry", { version: "1.18" });
 */
export function consul(name: string, props: StoreProps): Consul {
  return { kind: "store", engine: "consul", name, ...props, ...reachable(name) };
}

/** One Consul agent that is its own server. */
function container(store: Consul): EngineContainer {
  return {
    image: `hashicorp/consul:${store.version}`,
    user: "100:1000",
    command: [
      ...["agent", "-server", "-bootstrap-expect=1", "-client=0.0.0.0", "-ui", "-data-dir=/consul/data"],
      // Servers speak to each other there, and it is the only one: of the addresses of two networks it would choose none, and end.
      "-bind=127.0.0.1",
      // It is on no network that leads out of the host, and would complain each day.
      "-hcl=disable_update_check = true",
    ],
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

export default {
  container,
  disk: "5Gi",
  attributes: [],
  wantsBackup: () => false,
  password: "none",
} as const satisfies Engine<Consul>;
