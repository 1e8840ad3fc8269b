import { template, type Template } from "../ref";
import type { Publish } from "../service";
import { recovered, timing, type Engine, type EngineContainer } from "../values/engine";
import { command } from "../workload";
import { reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

/** What a Consul is. */
export interface ConsulProps extends StoreProps {
  /**
   * Host port of its DNS, over UDP and TCP: `dig @127.0.0.1 -p 8600 billing.service.consul`. Development only: `check` refuses it in
   * production.
   * @default none
   * @example { port: 8600 }
   */
  readonly dns?: Publish;
}

/** A registry as {@link consul} makes it. */
export interface Consul extends NamedStore<"consul">, ConsulProps, Reachable {}

/** Consul's own port for DNS (https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file/general). */
const dnsPort = 8600;

/**
 * A Consul agent: service registry with DNS, and key-value store.
 * @example
 * const registry = consul("registry", { version: "1.18" });
 * const env = { CONSUL_HTTP_ADDR: registry.url, CONSUL_DNS_ADDR: dnsAddress(registry) };
 */
export function consul(name: string, props: ConsulProps): Consul {
  return { kind: "store", engine: "consul", name, ...props, ...reachable(name) };
}

/**
 * Where a Consul's DNS answers consumers, over UDP and TCP: `host:8600`. It answers for `<service>.service.consul` alone.
 * @example
 * const env = { CONSUL_DNS_ADDR: dnsAddress(consul("registry", { version: "1.18" })) };
 */
export function dnsAddress({ host }: Pick<Consul, "host">): Template {
  return template`${host}:${dnsPort}`;
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
    ports: { main: 8500, dns: dnsPort },
    datagrams: "dns",
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
  opens: ({ dns }) => ({ dns }),
} as const satisfies Engine<Consul>;
