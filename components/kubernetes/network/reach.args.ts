import { engineContainer, type Server } from "../../model";
import { addressOf } from "./addresses";
import type { KubernetesContext } from "../context";
import type { ContainerSpec } from "../workload/pod.args";

/** Seconds after which a store that cannot be reached is for the command itself to complain of. */
const patience = 60;

function question(store: Server, host: string, port: string): string | undefined {
  switch (store.engine) {
    case "postgres":
      return `pg_isready -q -h ${host} -p ${port} -t 3`;
    case "redis":
      return `redis-cli -h ${host} -p ${port} ping 2>&1 | grep -q "PONG\\|NOAUTH"`;
    case "kafka":
    case "zookeeper":
    case "minio":
    case "qdrant":
    case "consul":
      return undefined;
    default:
      return store satisfies never;
  }
}

/**
 * Waits until a store lets the pod in: a network's rules follow a new pod with some delay, and a command that runs once
 * would take that for a failure. By the store's own image, which has the tool; undefined where it has none.
 */
export function reachSpec(
  store: Server,
  context: Pick<KubernetesContext, "engineImage">,
): ContainerSpec | undefined {
  const [host = "", port = ""] = (addressOf(store).main.split(",")[0] ?? "").split(":");
  const ask = question(store, host, port);
  if (ask === undefined) return undefined;
  const { image, user } = engineContainer(store);
  return {
    name: `reach-${store.name}`,
    image: context.engineImage(image),
    entrypoint: [
      "sh",
      "-c",
      `left=${patience}; until [ $left -le 0 ] || ${ask}; do left=$((left - 1)); sleep 1; done`,
    ],
    user,
  };
}
